/**
 * Does one unit of work if it is not done, and proves it with a receipt.
 */
import { hostname } from 'node:os';
import type { Study } from '../study.ts';
import { hashFile } from './hash.ts';
import type { Receipt } from './receipt.ts';
import { findReceipt, outputsIntact, settleReceipt } from './receipt.ts';
import type { Stage } from './stage.ts';
import type { Unit } from './unit.ts';
import type { World } from './world.ts';

/** How a unit ended. */
export interface UnitResult {
  readonly receipt: Receipt;
  /** True when a receipt showed that the work had been done before. */
  readonly reused: boolean;
}

/** The receipt of a unit whose outputs are all there, unchanged; else undefined. */
export async function findFinished(directory: string, unit: Unit): Promise<Receipt | undefined> {
  const receipt = await findReceipt(directory, unit.key);
  if (receipt === undefined) return undefined;
  return (await outputsIntact(directory, receipt)) ? receipt : undefined;
}

/** What the result may depend on beside inputs and options; the runtime where a unit's options name one. */
function versions({ options }: Unit): Record<string, string> {
  const runtime = options instanceof Object && 'runtime' in options ? options.runtime : undefined;
  return {
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    ...(typeof runtime === 'string' ? { runtime } : {}),
  };
}

async function receiptOf(unit: Unit, world: World, seconds: number): Promise<Receipt> {
  const { directory } = world.folder;
  return {
    schema: 'mriscore/receipt/1',
    key: unit.key,
    stage: unit.stage,
    unit: unit.name,
    outputs: await Promise.all(unit.outputs.map((path) => hashFile(directory, path))),
    seconds,
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    host: hostname(),
    finishedAt: world.clock().toISOString(),
    versions: versions(unit),
  };
}

/**
 * Runs a unit, or returns at once when it is done.
 *
 * @throws whatever the stage throws; StudyError `run/not-deterministic` when a repeated unit gave other bytes.
 */
export async function runUnit(stage: Stage, unit: Unit, study: Study, world: World): Promise<UnitResult> {
  const finished = await findFinished(world.folder.directory, unit);
  if (finished !== undefined) return { receipt: finished, reused: true };
  const start = performance.now();
  await stage.run(unit, study, world);
  const receipt = await receiptOf(unit, world, (performance.now() - start) / 1000);
  await settleReceipt(world.folder.directory, unit, receipt);
  return { receipt, reused: false };
}
