/**
 * A unit of work: the smallest piece that is done or not done.
 *
 * Its key is made of everything that decides its result, so the same key always means the same artefacts, on any
 * machine and in any order.
 */
import type { JsonValue } from '@mriscore/stats';
import { canonicalJson } from '../files/canonical.ts';
import type { HashedInput, InputFile } from '../files/declared.ts';
import { sha256 } from '../files/hash.ts';

/** Name of a stage, such as `import`. `stages.ts` alone knows which there are and their order. */
export type StageName = string;

/** What a stage plans before settings and key are made. */
export interface UnitPlan<Facts = unknown> {
  /** What the unit is about, for people: a patient, a sequence, or 'all'. Unique inside the stage. */
  readonly name: string;
  /** Files that the unit reads: it can open no other. */
  readonly inputs: readonly InputFile[];
  /** What the plan took from artefacts that the unit does not read itself; plain data. */
  readonly facts: Facts;
  /** Files that the unit writes, relative to the study folder: it can write no other. */
  readonly outputs: readonly string[];
}

/** A planned unit with all that decides its result, and its key. Plain data: it can be sent to another process. */
export interface Unit {
  readonly stage: StageName;
  readonly name: string;
  readonly settings: JsonValue;
  readonly facts: JsonValue;
  readonly inputs: readonly HashedInput[];
  readonly outputs: readonly string[];
  /** SHA-256 over stage, name, code, settings, facts, inputs and output names. */
  readonly key: string;
}

/** What a key is made of besides the plan. */
export interface UnitIdentity {
  readonly stage: StageName;
  /** Hash of the code that the stage runs (see `code/version.ts`). */
  readonly code: string;
  /** What the stage said it obeys for this unit. */
  readonly settings: unknown;
  /** The inputs of the plan, hashed. */
  readonly inputs: readonly HashedInput[];
}

/** What would be left of a value in another process: no function, no undefined, no class. */
function toPlainData(value: unknown): JsonValue {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as JsonValue);
}

/**
 * Gives a plan its settings and its key.
 *
 * @example
 * makeUnit(plan, { stage: 'import', code: codeVersion(importStage.module), settings, inputs }).key;
 */
export function makeUnit(plan: UnitPlan, { stage, code, settings, inputs }: UnitIdentity): Unit {
  const unit = {
    stage,
    name: plan.name,
    settings: toPlainData(settings),
    facts: toPlainData(plan.facts),
    inputs,
    outputs: [...plan.outputs],
  };
  const files = inputs.map(({ root, path, sha256: hash }) => [root, path, hash]).sort(byText);
  return { ...unit, key: sha256(canonicalJson({ ...unit, inputs: files, code })) };
}

function byText(a: readonly string[], b: readonly string[]): number {
  return a.join('\n') < b.join('\n') ? -1 : 1;
}
