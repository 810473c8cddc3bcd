/**
 * The inside of a pool's process: opens the study once, then does the units it is sent.
 */
import { isCoded, type StudyErrorCode } from '../errors.ts';
import { findStage } from '../stages.ts';
import { openStudy } from '../study.ts';
import { answerParent } from './answer-parent.ts';
import type { PoolSettings, UnitAnswer } from './pool.ts';
import { runUnit } from './run-unit.ts';
import type { Unit } from './unit.ts';
import { localWorld } from './world.ts';

answerParent<PoolSettings, Unit, UnitAnswer>(async (settings) => {
  const study = await openStudy(settings);
  const world = localWorld(study.directory, { threads: 1 });
  return async (unit) => {
    try {
      const { receipt } = await runUnit(findStage(unit.stage), unit, study, world);
      return { seconds: receipt.seconds };
    } catch (cause) {
      if (!isCoded(cause)) throw cause;
      const { code, finding, details = {} } = cause;
      return { code: code as StudyErrorCode, finding, details };
    }
  };
});
