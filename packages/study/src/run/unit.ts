/**
 * A unit of work: the smallest piece that is done or not done.
 *
 * Its key is made of everything that decides its result, so the same key always means the same artefacts, on any
 * machine and in any order.
 */
import type { JsonValue } from './canonical.ts';
import { canonicalJson } from './canonical.ts';
import type { FileHash } from './hash.ts';
import { sha256 } from './hash.ts';

/** The stages of a study. `stages.ts` alone knows their order. */
export type StageName =
  | 'import'
  | 'cohort'
  | 'preprocess'
  | 'train'
  | 'encode'
  | 'fuse'
  | 'evaluate'
  | 'survive'
  | 'report';

/** What a stage plans before keys are made. */
export interface UnitPlan {
  /** What the unit is about, for people: a patient, a sequence, or 'all'. Unique inside the stage. */
  readonly name: string;
  /** Files that the unit reads. */
  readonly inputs: readonly FileHash[];
  /** Settings that the unit obeys. */
  readonly options: JsonValue;
  /** Files that the unit writes, relative to the study folder. */
  readonly outputs: readonly string[];
}

/** A planned unit with its stage and key. */
export interface Unit extends UnitPlan {
  readonly stage: StageName;
  /** SHA-256 over stage, name, code version, inputs, options and output names. */
  readonly key: string;
}

/**
 * Gives a plan its key.
 *
 * @param codeVersion Hash of the code that runs the stage (see `code-version.ts`).
 */
export function makeUnit(stage: StageName, codeVersion: string, plan: UnitPlan): Unit {
  const inputs = [...plan.inputs]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map((input) => [input.path, input.sha256]);
  const outputs = [...plan.outputs];
  const identity = { stage, name: plan.name, codeVersion, inputs, options: plan.options, outputs };
  return { ...plan, stage, key: sha256(canonicalJson(identity)) };
}
