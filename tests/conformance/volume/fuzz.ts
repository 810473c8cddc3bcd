/**
 * Runs damaged copies of every seed until a number or a time is reached, and prints what came of them as one JSON value.
 *
 * `node tests/conformance/volume/fuzz.ts [copies] [seconds] [seed]`. Exits 1 when there is a fault: an error
 * without code, a file that takes longer than 2 seconds, or more memory than any of these small files can need.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { attack } from './attack.ts';
import { mutate, seeded } from './mutate.ts';
import { makeSeeds, type Seed } from './seeds.ts';
import { seedsOfVolumes } from './seeds-of-volumes.ts';

/** What a run found. */
export interface FuzzReport {
  readonly seeds: number;
  readonly copies: number;
  readonly seconds: number;
  /** How often each outcome came. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  readonly peakMiB: number;
  /** Descriptions of faults; empty when all is well. */
  readonly faults: readonly string[];
}

/** Longest time one file may take, in ms. */
const HANG_MS = 2000;
/** Most memory the process may ever hold: an allocation by a declared length would go far beyond it. */
const MOST_MIB = 512;

/** Seeds in turn; those that start a decoder anew once in sixteen rounds. */
function pick(seeds: readonly Seed[], copy: number): Seed {
  const round = Math.floor(copy / seeds.length);
  const seed = seeds[copy % seeds.length]!;
  return seed.decoded === true && round % 16 !== 0 ? seeds[round % seeds.length]! : seed;
}

/**
 * Runs the mutation test.
 *
 * @param bounds Stops at this many copies or after this time.
 * @param seed Start of the generator; the same seed gives the same copies.
 */
export async function fuzz(bounds: { copies: number; seconds: number }, seed: number): Promise<FuzzReport> {
  const seeds = [...(await makeSeeds()), ...seedsOfVolumes()];
  const next = seeded(seed);
  const outcomes = new Map<string, number>();
  const faults: string[] = [];
  const began = performance.now();
  let [copies, slowestMs, peakBytes] = [0, 0, 0];
  while (copies < bounds.copies && performance.now() - began < bounds.seconds * 1000 && faults.length < 5) {
    const origin = pick(seeds, copies);
    const bytes = mutate(origin.bytes, next);
    const start = process.cpuUsage();
    try {
      const outcome = await attack(bytes, origin.kind);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    } catch (error) {
      faults.push(`${origin.name}, copy ${copies}: ${error instanceof Error ? error.stack : String(error)}`);
    }
    const { user, system } = process.cpuUsage(start);
    // Of the processor and not of the clock: another program that is busy makes no reader hang.
    const took = (user + system) / 1000;
    if (took > HANG_MS) faults.push(`${origin.name}, copy ${copies}: took ${took.toFixed(0)} ms`);
    slowestMs = Math.max(slowestMs, took);
    if (copies % 1000 === 0) peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
    copies++;
  }
  const seconds = (performance.now() - began) / 1000;
  const peakMiB = peakBytes / 2 ** 20;
  return {
    seeds: seeds.length,
    copies,
    seconds,
    outcomes: Object.fromEntries(outcomes),
    slowestMs,
    peakMiB,
    faults,
  };
}

/** The most memory this process ever held, in MiB; 0 where the system does not say. */
function highestMiB(): number {
  try {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

async function main(): Promise<void> {
  // Refusals are expected; gathering their stacks would take most of the time.
  Error.stackTraceLimit = 3;
  const [copies = 1e6, seconds = 120, seed = 1] = process.argv.slice(2).map(Number);
  const report = await fuzz({ copies, seconds }, seed);
  const peakMiB = Math.max(report.peakMiB, highestMiB());
  const greedy = peakMiB > MOST_MIB ? [`held ${peakMiB.toFixed(0)} MiB, at most ${MOST_MIB} are needed`] : [];
  const faults = [...report.faults, ...greedy];
  process.stdout.write(`${JSON.stringify({ ...report, peakMiB, faults })}\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
