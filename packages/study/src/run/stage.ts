/**
 * What a stage is: a pure function of what it declares.
 *
 * A stage says which part of the protocol it obeys, which files a unit reads and which it writes. Whoever runs it hands
 * over exactly that, so what is not declared cannot be used, and a key that is made of it cannot forget anything.
 */
import type { NodeRuntimeName } from '@mriscore/engine';
import type { InputFiles, OutputFiles, PlanFiles } from '../files/declared.ts';
import type { Scratch } from '../files/scratch.ts';
import type { Protocol } from '../protocol/schema.ts';
import type { Selection } from '../table/select.ts';
import type { Progress } from './progress.ts';
import type { StageName, UnitPlan } from './unit.ts';

/** What executes networks. Runtimes and numbers of threads differ in the last digits, so each has results of its own. */
export interface EngineChoice {
  readonly runtime: NodeRuntimeName;
  readonly threads: number;
}

/** What settings may depend on besides the protocol. */
export interface SettingsContext {
  /** Name of the unit. */
  readonly unit: string;
  /** Taken into the settings by the stages that execute networks. */
  readonly engine: EngineChoice;
}

/** What a plan is made from: everything that is known before the stage begins. */
export interface PlanContext {
  readonly protocol: Protocol;
  /** Who is in the study, by the table. */
  readonly selection: Selection;
  readonly files: PlanFiles;
  /** Absolute path of the study folder, for its ledger and log. */
  readonly directory: string;
}

/** One unit, as its stage sees it. */
export interface Work<Settings, Facts> {
  readonly unit: string;
  readonly key: string;
  readonly settings: Settings;
  readonly facts: Facts;
  readonly inputs: InputFiles;
  readonly outputs: OutputFiles;
}

/** What a stage works with besides files. Nothing of it changes a result. */
export interface StageWorld {
  readonly progress: Progress;
  /** Aborted when the person or the scheduler wants the run to stop at the next safe point. */
  readonly signal: AbortSignal;
  /** Processes that make batches ahead of a training. */
  readonly loaders: number;
  /** Seconds between two checkpoints of a training. */
  readonly checkpointSeconds: number;
  /** Where a unit keeps what it needs to go on after a stop. */
  readonly scratch: Scratch;
}

/** One step of a study. */
export interface Stage<Settings = unknown, Facts = unknown> {
  readonly name: StageName;
  /** One line for people. */
  readonly does: string;
  /** Folders it reads, relative to the study folder; `data` stands for the input files. */
  readonly reads: readonly string[];
  /** The one folder it writes. */
  readonly writes: string;
  /** True when its units may run at the same time in several processes. */
  readonly parallel: boolean;
  /** `import.meta.url` of its module: what it reaches is its code, and another process finds the stage there. */
  readonly module: string;
  /** The part of the protocol that a unit obeys, and all of it that the unit will ever see; plain data. */
  settings(protocol: Protocol, context: SettingsContext): Settings;
  /**
   * Decides the units from what earlier stages left on the disk. Writes nothing.
   *
   * @throws StudyError when the inputs cannot be used.
   */
  plan(study: PlanContext): Promise<readonly UnitPlan<Facts>[]>;
  /** Does one unit: writes every output that was announced. The receipt is written by the caller. */
  run(work: Work<Settings, Facts>, world: StageWorld): Promise<void>;
}
