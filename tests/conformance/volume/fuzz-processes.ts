/**
 * The mutation test on every processor core at once, each in a process of its own, and their reports as one.
 *
 * A process that does not end in time is a fault: something in it hangs. Not exported from the package.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { FuzzReport } from './fuzz.ts';

/** How long and how wide. */
export interface FuzzBounds {
  /** Copies of all processes together. */
  readonly copies: number;
  /** Each process stops after this time. */
  readonly seconds: number;
  /** Start of the first process's generator; the others follow. */
  readonly seed: number;
  readonly processes: number;
}

/** Time a process may take to load and to end, in seconds. */
const GRACE_SECONDS = 60;

function faulty(fault: string): FuzzReport {
  return { seeds: 0, copies: 0, seconds: 0, outcomes: {}, slowestMs: 0, peakMiB: 0, faults: [fault] };
}

function runOne(copies: number, seconds: number, seed: number): Promise<FuzzReport> {
  const script = join(import.meta.dirname, 'fuzz.ts');
  const child = spawn(process.execPath, [script, copies, seconds, seed].map(String), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), (seconds + GRACE_SECONDS) * 1000);
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (signal === 'SIGKILL') resolve(faulty(`the process of seed ${seed} did not end in time`));
      else if (out.startsWith('{')) resolve(JSON.parse(out) as FuzzReport);
      else resolve(faulty(`the process of seed ${seed} ended with ${code ?? signal} and no report`));
    });
  });
}

function sumOutcomes(reports: readonly FuzzReport[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const { outcomes } of reports)
    for (const [outcome, n] of Object.entries(outcomes)) sums.set(outcome, (sums.get(outcome) ?? 0) + n);
  return Object.fromEntries([...sums].sort(([, a], [, b]) => b - a));
}

/**
 * Runs the mutation test.
 *
 * @returns Sums of copies, outcomes and faults; the longest time and the highest memory of any process.
 */
export async function fuzzInProcesses({ copies, seconds, seed, processes }: FuzzBounds): Promise<FuzzReport> {
  const share = Math.ceil(copies / processes);
  const numbers = Array.from({ length: processes }, (_, at) => seed + at);
  const reports = await Promise.all(numbers.map((number) => runOne(share, seconds, number)));
  const most = (of: (report: FuzzReport) => number): number => Math.max(...reports.map(of));
  return {
    seeds: most((report) => report.seeds),
    copies: reports.reduce((sum, report) => sum + report.copies, 0),
    seconds: most((report) => report.seconds),
    outcomes: sumOutcomes(reports),
    slowestMs: most((report) => report.slowestMs),
    peakMiB: most((report) => report.peakMiB),
    faults: reports.flatMap((report) => report.faults),
  };
}

/** The report in a few lines for people: the counts, the ten commonest outcomes, every fault. */
export function formatFuzz(report: FuzzReport): string {
  const { copies, seeds, seconds, slowestMs, peakMiB, outcomes, faults } = report;
  const head = `${copies} damaged copies of ${seeds} files in ${seconds.toFixed(0)} s: ${faults.length} faults, slowest ${slowestMs.toFixed(0)} ms, at most ${peakMiB.toFixed(0)} MiB`;
  const kinds = Object.entries(outcomes);
  const common = kinds.slice(0, 10).map(([outcome, n]) => `${outcome} ${n}`);
  const rest = kinds.length > 10 ? `, and ${kinds.length - 10} more` : '';
  return [head, `  ${common.join(', ')}${rest}`, ...faults.map((fault) => `  fault: ${fault}`)].join('\n');
}
