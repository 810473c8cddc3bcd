/**
 * Shows a run where lines cannot move: in a log file, in a continuous-integration job, or as JSON for programs.
 */
import type { ProgressEvent } from '@mriscore/study';
import { formatDuration } from './duration.ts';
import type { Display } from './terminal.ts';
import { formatTraining } from './training.ts';

function textOf(event: ProgressEvent, lastEpochs: Map<string, number>): string | undefined {
  switch (event.kind) {
    case 'stage-started': {
      const kept = event.finished > 0 ? `, ${event.finished} done before` : '';
      return `${event.stage}: ${event.units} ${event.units === 1 ? 'unit' : 'units'}${kept}`;
    }
    case 'stage-finished':
      return `${event.stage}: done in ${formatDuration(event.seconds)}`;
    case 'training': {
      const key = `${event.stage}/${event.unit}`;
      if (lastEpochs.get(key) === event.epoch) return undefined;
      lastEpochs.set(key, event.epoch);
      return `  ${formatTraining(event)}`;
    }
    case 'note':
      return `  ${event.text}`;
    case 'unit-started':
    case 'unit-finished':
      return undefined;
    default:
      return event satisfies never;
  }
}

/** One line a stage and one an epoch, on standard error so that standard output stays clean. */
export function lineDisplay(write: (line: string) => void): Display {
  const lastEpochs = new Map<string, number>();
  return {
    report: (event) => {
      const text = textOf(event, lastEpochs);
      if (text !== undefined) write(text);
    },
    close: async () => undefined,
  };
}

/** Every event as one line of JSON. */
export function jsonDisplay(write: (line: string) => void): Display {
  return {
    report: (event) => write(JSON.stringify(event)),
    close: async () => undefined,
  };
}

/** Nothing at all. */
export const quietDisplay: Display = { report() {}, close: async () => undefined };
