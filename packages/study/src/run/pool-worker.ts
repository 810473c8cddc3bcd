/**
 * The inside of a pool thread: opens the study once, then does the units it is sent.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { StudyError } from '../errors.ts';
import { findStage } from '../stages.ts';
import { openStudy } from '../study.ts';
import type { PoolSettings, UnitAnswer } from './pool.ts';
import { runUnit } from './run-unit.ts';
import type { Unit } from './unit.ts';
import { localWorld } from './world.ts';

const settings = workerData as PoolSettings;
const study = await openStudy(settings);
const world = localWorld(study.directory, { threads: 1 });

async function answerTo(unit: Unit): Promise<UnitAnswer> {
  try {
    const { receipt } = await runUnit(findStage(unit.stage), unit, study, world);
    return { seconds: receipt.seconds };
  } catch (cause) {
    if (cause instanceof StudyError)
      return { code: cause.code, finding: cause.finding, details: cause.details };
    return { message: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) };
  }
}

parentPort?.on('message', (unit: Unit) => {
  answerTo(unit).then(
    (answer) => parentPort?.postMessage(answer),
    (cause: unknown) => parentPort?.postMessage({ message: String(cause) }),
  );
});
