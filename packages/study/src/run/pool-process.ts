/**
 * The inside of a pool's process: does the units it is sent, each with the stage that it finds in the unit's module.
 */
import { isCoded, type StudyErrorCode } from '../errors.ts';
import { answerParent } from './answer-parent.ts';
import type { PoolSettings, UnitAnswer, UnitQuestion } from './pool.ts';
import { SILENT } from './progress.ts';
import { runUnit, type UnitPlace } from './run-unit.ts';
import type { Stage } from './stage.ts';

function isStage(value: unknown, module: string): value is Stage {
  return typeof value === 'object' && value !== null && 'module' in value && value.module === module;
}

/** The stage that a module exports. */
async function stageIn(module: string): Promise<Stage> {
  const found = Object.values((await import(module)) as object).find((value) => isStage(value, module));
  if (found === undefined) throw new Error(`${module} exports no stage.`);
  return found as Stage;
}

answerParent<PoolSettings, UnitQuestion, UnitAnswer>(({ roots }) => {
  const place: UnitPlace = {
    roots,
    clock: () => new Date(),
    progress: SILENT,
    signal: new AbortController().signal,
    loaders: 1,
    checkpointSeconds: 60,
  };
  return Promise.resolve(async ({ module, unit }: UnitQuestion) => {
    try {
      const { receipt } = await runUnit(await stageIn(module), unit, place);
      return { seconds: receipt.seconds };
    } catch (cause) {
      if (!isCoded(cause)) throw cause;
      const { code, finding, details = {} } = cause;
      return { code: code as StudyErrorCode, finding, details };
    }
  });
});
