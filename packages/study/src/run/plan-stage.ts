/**
 * The units of a stage with their keys: what it would do, and whether it is done.
 */

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

async function unitOf(plan: UnitPlan, { stage, study, engine, code, hash }: Making): Promise<Unit> {
  const settings = stage.settings(study.protocol, { unit: plan.name, engine });
  const inputs: HashedInput[] = [];
  for (const input of plan.inputs) inputs.push(await hash(input));
  return makeUnit(plan, { stage: stage.name, code, settings, inputs });
}

/**
 * The units of a stage with their keys, in order.
 *
 * @throws StudyError when the inputs cannot be used; DiskError when one cannot be read.
 */
export async function planStage(stage: Stage, study: Study, world: RunWorld): Promise<readonly Unit[]> {
  const roots = rootsOf(study, world);
  const { protocol, selection, directory } = study;
  const plans = await stage.plan({ protocol, selection, directory, files: planFiles(roots) });
  const code = codeVersion(stage.module);
  const hash = inputHasher(roots);
  return await mapBounded(plans, (plan) => unitOf(plan, { stage, study, engine: world.engine, code, hash }));
}
