/**
 * Shows a run in a terminal: one line a stage, the one that runs with a moving line below it.
 */
import type { Progress, ProgressEvent, StageName } from '@mriscore/study';
import { STAGES } from '@mriscore/study';
import { Listr, type ListrTaskWrapper } from 'listr2';
import { formatDuration } from './duration.ts';
import { formatBar, formatTraining } from './training.ts';

/** A display that has to be closed, so that the last line stays readable. */
export interface Display extends Progress {
  /** Ends the display. `failed` leaves the running stage marked as failed. */
  close(failed: boolean): Promise<void>;
}

type Task = Pick<ListrTaskWrapper<unknown, never, never>, 'title' | 'output'>;

interface Line {
  task: Task | undefined;
  readonly finished: PromiseWithResolvers<void>;
  units: number;
  done: number;
}

function unitsText(line: Line): string {
  return `${formatBar(line.units === 0 ? 1 : line.done / line.units)} ${line.done}/${line.units}`;
}

/** A display for a terminal that can move its cursor. */
export function terminalDisplay(): Display {
  const lines = new Map<StageName, Line>();
  const tasks = STAGES.map(({ name, does }) => {
    const line: Line = { task: undefined, finished: Promise.withResolvers<void>(), units: 0, done: 0 };
    lines.set(name, line);
    return {
      title: `${name.padEnd(11)}${does}`,
      task: (_: unknown, task: Task): Promise<void> => {
        line.task = task;
        return line.finished.promise;
      },
    };
  });
  const list = new Listr(tasks, { rendererOptions: { collapseErrors: true }, exitOnError: true });
  const shown = list.run().catch(() => undefined);

  const show = (event: ProgressEvent): void => {
    if (event.kind === 'note') return;
    const line = lines.get(event.stage);
    if (line === undefined) return;
    const task = line.task;
    switch (event.kind) {
      case 'stage-started':
        line.units = event.units;
        line.done = event.finished;
        return;
      case 'unit-started':
        if (task !== undefined) task.output = `${unitsText(line)}  ${event.unit}`;
        return;
      case 'unit-finished':
        line.done += 1;
        if (task !== undefined) task.output = unitsText(line);
        return;
      case 'training':
        if (task !== undefined) task.output = formatTraining(event);
        return;
      case 'stage-finished':
        if (task !== undefined) task.title = `${String(task.title)}  (${formatDuration(event.seconds)})`;
        line.finished.resolve();
        return;
      default:
        event satisfies never;
    }
  };
  return {
    report: show,
    close: async (failed) => {
      const stop = new Error('stopped');
      for (const { finished } of lines.values()) {
        if (failed) finished.reject(stop);
        else finished.resolve();
        finished.promise.catch(() => undefined);
      }
      await shown;
    },
  };
}
