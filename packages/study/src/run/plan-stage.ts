/**
 * The units of a stage with their keys: what it would do, and whether it is done.
 */

import { explainSystemError } from '@mriscore/scans/disk';
import {
  type CodedError,
  exitCodeOf,
  isCoded,
  StudyError,
  type StudyErrorCode,
  throwCollected,
} from '../errors.ts';
import { mapBounded } from '../files/bounded.ts';
import type { HashedInput, InputFile } from '../files/declared.ts';
import { planFiles, type Roots } from '../files/declared.ts';
import { hashInput } from '../files/hash-input.ts';
import type { Study } from '../study.ts';
import { codeVersion } from './code/version.ts';
import type { EngineChoice, Stage } from './stage.ts';
import type { Unit, UnitPlan } from './unit.ts';
import { makeUnit } from './unit.ts';
import type { RunWorld } from './world.ts';

/** The roots of a study on this machine. */
export function rootsOf(
  { directory, data }: Study,
  { weightsFolder }: Pick<RunWorld, 'weightsFolder'>,
): Roots {
  return { study: directory, data, weights: weightsFolder };
}

/** Hashes every input once, however many units read it. */
function inputHasher(roots: Roots): (input: InputFile) => Promise<HashedInput> {
  const known = new Map<string, Promise<HashedInput>>();
  return ({ root, path }) => {
    const name = `${root}\n${path}`;
    const hashed = known.get(name) ?? hashInput(roots[root], path).then((hash) => ({ ...hash, root, path }));
    known.set(name, hashed);
    return hashed;
  };
}

interface Making {
  readonly stage: Stage;
  readonly study: Study;
  readonly engine: EngineChoice;
  readonly code: string;
  readonly hash: (input: InputFile) => Promise<HashedInput>;
}

/** A file that the disk refuses, said with the unit that reads it, which is mostly a patient. */
function refused(cause: unknown, unit: string, path: string): unknown {
  const explained = explainSystemError(cause, path);
  if (!isCoded(explained)) return explained;
  const { code, finding } = explained;
  const found = `${unit}: ${finding.found}`;
  return new StudyError(code as StudyErrorCode, { ...finding, found }, { file: path }, { cause });
}

async function hashInputs(plan: UnitPlan, { hash }: Making): Promise<readonly HashedInput[]> {
  const inputs: HashedInput[] = [];
  for (const input of plan.inputs) {
    try {
      inputs.push(await hash(input));
    } catch (cause) {
      throw refused(cause, plan.name, input.path);
    }
  }
  return inputs;
}

async function unitOf(plan: UnitPlan, making: Making): Promise<Unit> {
  const { stage, study, engine, code } = making;
  const settings = stage.settings(study.protocol, { unit: plan.name, engine });
  return makeUnit(plan, { stage: stage.name, code, settings, inputs: await hashInputs(plan, making) });
}

/** The unit, or what is wrong with its data; whatever concerns more than one unit is thrown. */
async function unitOrError(plan: UnitPlan, making: Making): Promise<Unit | CodedError> {
  try {
    return await unitOf(plan, making);
  } catch (cause) {
    if (!isCoded(cause) || exitCodeOf(cause) !== 10) throw cause;
    return cause;
  }
}

/**
 * The units of a stage with their keys, in order.
 *
 * @throws StudyError when inputs cannot be used or read: all of them at once.
 */
export async function planStage(stage: Stage, study: Study, world: RunWorld): Promise<readonly Unit[]> {
  const roots = rootsOf(study, world);
  const { protocol, selection, directory } = study;
  const plans = await stage.plan({ protocol, selection, directory, files: planFiles(roots) });
  const code = codeVersion(stage.module);
  const hash = inputHasher(roots);
  const making = { stage, study, engine: world.engine, code, hash };
  const made = await mapBounded(plans, (plan) => unitOrError(plan, making));
  throwCollected(made.filter((one) => one instanceof Error));
  return made.filter((one): one is Unit => !(one instanceof Error));
}
