/**
 * What a command costs: its wall time, its processor time and the most memory it held, of a process of its own.
 *
 * Needs Linux: the figures come from the kernel through `/usr/bin/time` or, without it, from a shell's `times`.
 */
import { spawnSync } from 'node:child_process';

/** Cost of one run. */
export interface Cost {
  readonly wallMs: number;
  /** User and system time, in ms; on a shared machine this is the figure to compare. */
  readonly processorMs: number;
  /** Largest resident set in MiB; null without `/usr/bin/time`. */
  readonly peakMiB: number | null;
  readonly out: string;
}

const SHELL = '"$@"; code=$?; times 1>&2; exit $code';

/** Minutes and seconds of `times`, such as 0m1.234s, in ms. */
function milliseconds(text: string): number {
  const [, minutes, seconds] = /(\d+)m([\d.]+)s/.exec(text) ?? [];
  return Number(minutes ?? 0) * 60_000 + Number(seconds ?? 0) * 1000;
}

/**
 * Runs a command on one processor core and waits for it.
 *
 * @throws Error when it ends with anything but 0.
 */
export function costOf(command: readonly string[]): Cost {
  const timed = ['/usr/bin/time', '-f', '#peak %M', ...command];
  const hasTime = spawnSync('/usr/bin/time', ['true']).status === 0;
  const start = performance.now();
  const run = spawnSync('bash', ['-c', SHELL, 'bench', ...(hasTime ? timed : command)], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  const wallMs = performance.now() - start;
  if (run.status !== 0) throw new Error(`${command.join(' ')} ended with ${run.status}: ${run.stderr}`);
  const children = run.stderr.trim().split('\n').at(-1) ?? '';
  const processorMs = children.split(' ').reduce((sum, text) => sum + milliseconds(text), 0);
  const peak = /#peak (\d+)/.exec(run.stderr)?.[1];
  return { wallMs, processorMs, peakMiB: peak === undefined ? null : Number(peak) / 1024, out: run.stdout };
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
