/**
 * Runs the units of one stage, those that are not done yet, and collects what is wrong with the data.
 */
import { type CodedError, exitCodeOf, isCoded, throwCollected } from '../errors.ts';
import { mapBounded } from '../files/bounded.ts';
import type { Study } from '../study.ts';
import { planStage, rootsOf } from './plan-stage.ts';
import type { Pool } from './pool.ts';
import { findFinished, runUnit } from './run-unit.ts';
import type { Stage } from './stage.ts';
import { throwIfStopped } from './stopped.ts';
import type { Unit } from './unit.ts';
import type { RunWorld } from './world.ts';

/** What a stage needs beside its units. */
export interface StageRun {
  readonly stage: Stage;
  readonly study: Study;
  readonly world: RunWorld;
  /** Processes for stages whose units may run at the same time. */
  readonly pool: Pool;
}

function isAboutOnePatient(cause: unknown): cause is CodedError {
  return isCoded(cause) && exitCodeOf(cause) === 10;
}

async function runOne({ stage, study, world, pool }: StageRun, unit: Unit): Promise<number> {
  world.progress.report({ kind: 'unit-started', stage: stage.name, unit: unit.name });
  if (stage.parallel) return await pool.run(stage.module, unit);
  const { receipt } = await runUnit(stage, unit, { ...world, roots: rootsOf(study, world) });
  return receipt.seconds;
}

async function openUnits(units: readonly Unit[], directory: string): Promise<readonly Unit[]> {
  const finished = await mapBounded(units, (unit) => findFinished(directory, unit));
  return units.filter((_, index) => finished[index] === undefined);
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
  const open = await openUnits(units, study.directory);
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
        const { name } = unit;
        world.progress.report({
          kind: 'unit-finished',
          stage: stage.name,
          unit: name,
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
  const seconds = (performance.now() - start) / 1000;
  world.progress.report({ kind: 'stage-finished', stage: stage.name, seconds });
}
