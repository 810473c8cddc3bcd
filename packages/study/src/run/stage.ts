/**
 * What a stage is: a file-to-file step that knows what it would do before it does it.
 */
import type { Study } from '../study.ts';
import type { StageName, Unit, UnitPlan } from './unit.ts';
import type { World } from './world.ts';

/** One step of a study. It reads files of earlier stages and writes files below its own folder. */
export interface Stage {
  readonly name: StageName;
  /** One line for people. */
  readonly does: string;
  /** Folders it reads, relative to the study folder; `data` stands for the input files. */
  readonly reads: readonly string[];
  /** The one folder it writes. */
  readonly writes: string;
  /** Source folders that decide its results; their hash is part of every key. */
  readonly code: readonly string[];
  /** True when its units may run at the same time in several threads. */
  readonly parallel: boolean;
  /**
   * Decides the units from what earlier stages left on the disk. Writes nothing.
   *
   * @throws StudyError when the inputs cannot be used.
   */
  plan(study: Study, world: World): Promise<readonly UnitPlan[]>;
  /** Does one unit: writes every output it announced. The receipt is written by the caller. */
  run(unit: Unit, study: Study, world: World): Promise<void>;
}
