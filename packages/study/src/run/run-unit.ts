/**
 * Does one unit of work if it is not done, and proves it with a receipt.
 *
 * The only place that makes a stage run: it hands over the settings, the declared files and a world without a folder.
 */
import { hostname } from 'node:os';
import { mapBounded } from '../files/bounded.ts';
import { inputFiles, outputFiles, type Roots } from '../files/declared.ts';
import { hashFile } from '../files/hash.ts';
import { scratchOf } from '../files/scratch.ts';
import type { Receipt } from './receipt.ts';
import { findReceipt, outputsIntact, settleReceipt } from './receipt.ts';
import type { Stage, StageWorld, Work } from './stage.ts';
import type { Unit } from './unit.ts';

/** How a unit ended. */
export interface UnitResult {
  readonly receipt: Receipt;
  /** True when a receipt showed that the work had been done before. */
  readonly reused: boolean;
}

/** What a unit runs in. */
export interface UnitPlace extends Omit<StageWorld, 'scratch'> {
  readonly roots: Roots;
  readonly clock: () => Date;
}

/** The receipt of a unit whose outputs are all there, unchanged; else undefined. */
export async function findFinished(directory: string, unit: Unit): Promise<Receipt | undefined> {
  const receipt = await findReceipt(directory, unit.key);
  if (receipt === undefined) return undefined;
  return (await outputsIntact(directory, receipt)) ? receipt : undefined;
}

/** What the result may depend on besides all that is in the key; the runtime where a unit's settings name one. */
function versions({ settings }: Unit): Record<string, string> {
  const engine = settings instanceof Object && 'engine' in settings ? settings.engine : undefined;
  const runtime = engine instanceof Object && 'runtime' in engine ? engine.runtime : undefined;
  return {
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    ...(typeof runtime === 'string' ? { runtime } : {}),
  };
}

async function receiptOf(unit: Unit, { roots, clock }: UnitPlace, seconds: number): Promise<Receipt> {
  return {
    schema: 'mriscore/receipt/1',
    key: unit.key,
    stage: unit.stage,
    unit: unit.name,
    outputs: await mapBounded(unit.outputs, (path) => hashFile(roots.study, path)),
    seconds,
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    host: hostname(),
    finishedAt: clock().toISOString(),
    versions: versions(unit),
  };
}

function workOf(unit: Unit, roots: Roots): Work<unknown, unknown> {
  const { name, key, settings, facts, inputs, outputs } = unit;
  return {
    unit: name,
    key,
    settings,
    facts,
    inputs: inputFiles(roots, inputs),
    outputs: outputFiles(roots.study, outputs),
  };
}

/**
 * Runs a unit, or returns at once when it is done.
 *
 * @throws whatever the stage throws; StudyError `run/not-deterministic` when a repeated unit gave other bytes.
 */
export async function runUnit(stage: Stage, unit: Unit, place: UnitPlace): Promise<UnitResult> {
  const { roots, progress, signal, loaders, checkpointSeconds } = place;
  const finished = await findFinished(roots.study, unit);
  if (finished !== undefined) return { receipt: finished, reused: true };
  const start = performance.now();
  const scratch = scratchOf(roots.study, unit.outputs);
  await stage.run(workOf(unit, roots), { progress, signal, loaders, checkpointSeconds, scratch });
  const receipt = await receiptOf(unit, place, (performance.now() - start) / 1000);
  await settleReceipt(roots.study, unit, receipt);
  return { receipt, reused: false };
}
