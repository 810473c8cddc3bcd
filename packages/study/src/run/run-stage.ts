/**
 * Runs the units of one stage, those that are not done yet, and collects what is wrong with the data.
 */
import { type CodedError, exitCodeOf, isCoded, throwCollected } from '../errors.ts';
import type { Study } from '../study.ts';
import { codeVersion } from './code-version.ts';
import type { Pool } from './pool.ts';
import { findFinished, runUnit } from './run-unit.ts';
import type { Stage } from './stage.ts';
import { throwIfStopped } from './stopped.ts';
import type { Unit } from './unit.ts';
import { makeUnit } from './unit.ts';
import type { World } from './world.ts';

/** The units of a stage with their keys, in order. */
export async function planStage(stage: Stage, study: Study, world: World): Promise<readonly Unit[]> {
  const version = await codeVersion(stage.code);
  return (await stage.plan(study, world)).map((plan) => makeUnit(stage.name, version, plan));
}

/** What a stage needs beside its units. */
export interface StageRun {
  readonly stage: Stage;
  readonly study: Study;
  readonly world: World;
  /** Processes for stages whose units may run at the same time. */
  readonly pool: Pool;
}

function isAboutOnePatient(cause: unknown): cause is CodedError {
  return isCoded(cause) && exitCodeOf(cause) === 10;
}

async function runOne({ stage, study, world, pool }: StageRun, unit: Unit): Promise<number> {
  world.progress.report({ kind: 'unit-started', stage: stage.name, unit: unit.name });
  if (stage.parallel) return await pool.run(unit);
  const { receipt } = await runUnit(stage, unit, study, world);
  return receipt.seconds;
}

/**
 * Runs a stage to its end.
 *
 * A unit that finds bad data does not stop the others, so that one run names every bad file.
 *
 * @throws StudyError the one problem, StudyErrors several; anything else at once.
 */
export async function runStage(run: StageRun): Promise<void> {
  const { stage, study, world, pool } = run;
  const start = performance.now();
  const units = await planStage(stage, study, world);
  const open: Unit[] = [];
  for (const unit of units) {
    if ((await findFinished(study.directory, unit)) === undefined) open.push(unit);
  }
  world.progress.report({
    kind: 'stage-started',
    stage: stage.name,
    units: units.length,
    finished: units.length - open.length,
  });
  const errors: CodedError[] = [];
  const next = open[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (const unit of next) {
      throwIfStopped(world.signal);
      try {
        const seconds = await runOne(run, unit);
        world.progress.report({
          kind: 'unit-finished',
          stage: stage.name,
          unit: unit.name,
          seconds,
          reused: false,
        });
      } catch (cause) {
        if (!isAboutOnePatient(cause)) throw cause;
        errors.push(cause);
      }
    }
  };
  const workers = stage.parallel ? pool.size : 1;
  await Promise.all(Array.from({ length: workers }, worker));
  throwCollected(errors);
  world.progress.report({
    kind: 'stage-finished',
    stage: stage.name,
    seconds: (performance.now() - start) / 1000,
  });
}
