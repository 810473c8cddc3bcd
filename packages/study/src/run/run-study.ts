/**
 * Runs a study from its inputs to the stage that was asked for, skipping what is done.
 *
 * Knows no stage: the list is handed in.
 */
import { StudyError } from '../errors.ts';
import { canonicalJson } from '../files/canonical.ts';
import { sha256 } from '../files/hash.ts';
import { checkOptions } from '../options.ts';
import { recordProvenance } from '../provenance.ts';
import type { Study } from '../study.ts';
import { removeLeftovers } from './leftovers.ts';
import { lockStudy } from './lock.ts';
import { rootsOf } from './plan-stage.ts';
import { openPool } from './pool.ts';
import { runStage } from './run-stage.ts';
import type { Stage } from './stage.ts';
import { throwIfStopped } from './stopped.ts';
import type { StageName } from './unit.ts';
import type { RunWorld } from './world.ts';

/** Which stages to run. */
export interface RunOptions {
  /** In their order. */
  readonly stages: readonly Stage[];
  /** The last stage to run. Default: the last of the list. */
  readonly until?: StageName;
}

/**
 * The stage of a name.
 *
 * @throws StudyError `run/unknown-stage` with the known names.
 */
export function findStage(stages: readonly Stage[], name: StageName): Stage {
  const stage = stages.find((candidate) => candidate.name === name);
  if (stage !== undefined) return stage;
  throw new StudyError('run/unknown-stage', {
    found: `There is no stage ${name}.`,
    needed: `Stages: ${stages.map((known) => known.name).join(', ')}.`,
    remedy: 'Use one of these names.',
  });
}

async function record(
  study: Study,
  world: RunWorld,
  { action, details }: { readonly action: string; readonly details: Record<string, string> },
): Promise<void> {
  const protocol = sha256(canonicalJson(study.protocol as never));
  const entry = { at: world.clock().toISOString(), action, details: { ...details, protocol } };
  await recordProvenance(study.directory, [entry]);
}

/** Processes live as long as their stage, so that what they held is free before networks are trained. */
async function runInProcesses(stage: Stage, study: Study, world: RunWorld): Promise<void> {
  const onRestart = (text: string): void => world.progress.report({ kind: 'note', stage: stage.name, text });
  await using pool = openPool({ roots: rootsOf(study, world), size: world.engine.threads, onRestart });
  await runStage({ stage, study, world, pool });
}

/**
 * Runs every stage in order, up to and including `until`.
 *
 * Safe to repeat: finished units are kept by their receipts, a training goes on from its last checkpoint.
 *
 * @throws StudyError with the code and the remedy of whatever stopped the study.
 * @example
 * await runStudy(await openStudy({ directory: 'my-study' }), localWorld(), { stages: STAGES });
 */
export async function runStudy(study: Study, world: RunWorld, options: RunOptions): Promise<void> {
  checkOptions(options, { stages: null, until: null });
  const { stages, until } = options;
  const last = until === undefined ? stages.at(-1) : findStage(stages, until);
  await using _lock = await lockStudy(study.directory, world.clock());
  await removeLeftovers(study.directory, ['ledger', ...stages.map(({ writes }) => writes)]);
  await record(study, world, { action: 'run', details: { until: last?.name ?? 'nothing' } });
  for (const stage of stages) {
    throwIfStopped(world.signal);
    await runInProcesses(stage, study, world);
    await record(study, world, { action: 'stage', details: { stage: stage.name } });
    if (stage === last) break;
  }
}
