/**
 * What a program is made of, and which leaves its graph hangs from.
 *
 * Reads outputs and updates, gives inputs and state by name. Emits nothing.
 */

import { EngineError } from '../errors.ts';
import type { Lowering, Tensor } from '../graph/operation.ts';
import { topologicalOrder } from '../graph/order.ts';
import type { NamedLeaf } from '../ops/leaves.ts';
import type { Declared } from '../program/parameters.ts';

/** What a program is made of. */
export interface ProgramParts {
  readonly lowering: Lowering;
  /** Named results of a step. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** Leaves the session keeps. Only those that something depends on are part of the program. */
  readonly state?: readonly Declared[];
  /** Next value of state leaves that change. */
  readonly updates?: ReadonlyMap<Tensor, Tensor>;
  /** Steps in one run of the model, at least 1. Default 1. */
  readonly stepsPerRun?: number;
}

function targets(parts: ProgramParts): Tensor[] {
  return [...Object.values(parts.outputs), ...(parts.updates?.values() ?? [])];
}

/**
 * Name of an input or a state leaf.
 *
 * @param leaf A tensor that nothing flows into.
 */
export function nameOfLeaf({ node }: Tensor): string {
  return (node.attributes as NamedLeaf).name;
}

/**
 * The leaves of one kind that a program's results depend on.
 *
 * @param parts Outputs and updates.
 * @param kind Values handed in at every step, or values that are kept.
 * @throws EngineError `graph/name` when two leaves share a name.
 */
export function leavesOf(parts: ProgramParts, kind: 'input' | 'state'): Tensor[] {
  const leaves = topologicalOrder(targets(parts)).filter(({ node }) => node.op.name === kind);
  const names = leaves.map(nameOfLeaf);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new EngineError('graph/name', {
      found: `Found two leaves named ${twice}.`,
      needed: 'Needed one leaf a name.',
      remedy: 'Declare each input and each parameter once and share the tensor.',
    });
  return leaves;
}
