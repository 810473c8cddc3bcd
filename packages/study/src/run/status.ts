/**
 * How far a study is, read from receipts alone.
 */

import { mapBounded } from '../files/bounded.ts';
import type { Study } from '../study.ts';
import { planStage } from './plan-stage.ts';
import { findReceipt } from './receipt.ts';
import type { Stage } from './stage.ts';
import type { StageName } from './unit.ts';
import type { RunWorld } from './world.ts';

/** How far one stage is. */
export interface StageStatus {
  readonly stage: StageName;
  /** `waiting`: an earlier stage has to finish before its units are known. */
  readonly state: 'done' | 'open' | 'waiting';
  readonly units: number | null;
  readonly finished: number | null;
  /** Seconds that the finished units took. */
  readonly seconds: number;
}

async function statusOf(stage: Stage, study: Study, world: RunWorld): Promise<StageStatus> {
  const units = await planStage(stage, study, world);
  const receipts = await mapBounded(units, (unit) => findReceipt(study.directory, unit.key));
  const found = receipts.filter((receipt) => receipt !== undefined);
  const seconds = found.reduce((sum, receipt) => sum + receipt.seconds, 0);
  const state = found.length === units.length ? 'done' : 'open';
  return { stage: stage.name, state, units: units.length, finished: found.length, seconds };
}

/**
 * The state of every stage, in order.
 *
 * @throws StudyError when the inputs cannot be used.
 */
export async function readStatus(
  study: Study,
  world: RunWorld,
  stages: readonly Stage[],
): Promise<readonly StageStatus[]> {
  const result: StageStatus[] = [];
  for (const stage of stages) {
    if (result.some(({ state }) => state !== 'done')) {
      result.push({ stage: stage.name, state: 'waiting', units: null, finished: null, seconds: 0 });
    } else result.push(await statusOf(stage, study, world));
  }
  return result;
}
