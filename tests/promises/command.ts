/**
 * Runs the real command as a process of its own, as a person or a scheduler would.
 *
 * Gives what the process wrote and how it ended; can send it a signal at a chosen event of its JSON output.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = join(import.meta.dirname, '../../packages/cli/src/main.mjs');

/** How a command ended. */
export interface Ended {
  /** Exit code, or null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Lines of standard output. */
  readonly out: readonly string[];
  /** Lines of standard error. */
  readonly err: readonly string[];
}

/** One event of the JSON output. */
export interface ShownEvent {
  readonly kind: string;
  readonly stage?: string;
  readonly unit?: string;
  readonly step?: number;
  readonly [name: string]: unknown;
}

/** Called for every event that is shown with `--json`; may send a signal to the process. */
export type OnEvent = (event: ShownEvent, process: ChildProcess) => void;

function collect(stream: NodeJS.ReadableStream, onLine: (line: string) => void): Promise<string[]> {
  const lines: string[] = [];
  const reader = createInterface({ input: stream });
  reader.on('line', (line) => {
    lines.push(line);
    onLine(line);
  });
  return once(reader, 'close').then(() => lines);
}

function eventOf(line: string): ShownEvent | undefined {
  try {
    return JSON.parse(line) as ShownEvent;
  } catch {
    return undefined;
  }
}

/**
 * Runs `mriscore` with arguments and waits for its end.
 *
 * @example
 * const { code } = await mriscore(['run', directory, '--quiet']);
 */
export async function mriscore(args: readonly string[], onEvent: OnEvent = () => undefined): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const out = collect(child.stdout, (line) => {
    const event = eventOf(line);
    if (event !== undefined) onEvent(event, child);
  });
  const err = collect(child.stderr, () => undefined);
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, out: await out, err: await err };
}

/** The events of a command that ran with `--json`. */
export function eventsOf({ out }: Ended): readonly ShownEvent[] {
  return out.flatMap((line) => eventOf(line) ?? []);
}
