/**
 * Runs a study from its inputs to the stage that was asked for, skipping what is done.
 */
import { recordProvenance } from '../provenance.ts';
import { findStage, STAGES } from '../stages.ts';
import type { Study } from '../study.ts';
import { canonicalJson } from './canonical.ts';
import { sha256 } from './hash.ts';
import { removeLeftovers } from './leftovers.ts';
import { lockStudy } from './lock.ts';
import { openPool } from './pool.ts';
import { runStage } from './run-stage.ts';
import type { Stage } from './stage.ts';
import { throwIfStopped } from './stopped.ts';
import type { StageName } from './unit.ts';
import type { World } from './world.ts';

/** How far to run. */
export interface RunOptions {
  /** The last stage to run. Default: report. */
  readonly until?: StageName;
}

async function record(
  study: Study,
  world: World,
  action: string,
  details: Record<string, string>,
): Promise<void> {
  const protocol = sha256(canonicalJson(study.protocol as never));
  const entry = { at: world.clock().toISOString(), action, details: { ...details, protocol } };
  await recordProvenance(study.directory, [entry]);
}

/** Processes live as long as their stage, so that what they held is free before networks are trained. */
async function runInProcesses(stage: Stage, study: Study, world: World): Promise<void> {
  const { directory, data } = study;
  const onRestart = (text: string): void => world.progress.report({ kind: 'note', stage: stage.name, text });
  await using pool = openPool({ directory, data, size: world.threads, onRestart });
  await runStage({ stage, study, world, pool });
}

/**
 * Runs every stage in order, up to and including `until`.
 *
 * Safe to repeat: finished units are kept by their receipts, a training goes on from its last checkpoint.
 *
 * @throws StudyError with the code and the remedy of whatever stopped the study.
 */
export async function runStudy(study: Study, world: World, options: RunOptions = {}): Promise<void> {
  const last = findStage(options.until ?? 'report');
  await using _lock = await lockStudy(study.directory, world.clock());
  await removeLeftovers(study.directory, ['ledger', ...STAGES.map(({ writes }) => writes)]);
  await record(study, world, 'run', { until: last.name });
  for (const stage of STAGES) {
    throwIfStopped(world.signal);
    await runInProcesses(stage, study, world);
    await record(study, world, 'stage', { stage: stage.name });
    if (stage === last) break;
  }
}
