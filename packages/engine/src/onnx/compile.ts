/**
 * Turns a graph into a program: ONNX bytes with forward, backward and update in one.
 *
 * Reads outputs and updates, has the graph lowered, puts the result into bytes. Knows no operation.
 */

import { leavesOf, nameOfLeaf, type ProgramParts } from '../lower/leaves.ts';
import { loopGraph } from '../lower/loop.ts';
import { lowerGraph } from '../lower/lower.ts';
import { nextValues } from '../lower/lowered.ts';
import type { Program } from '../program/program.ts';
import { formatModel } from './model.ts';

/**
 * Builds a program.
 *
 * @param parts Outputs, state and updates.
 * @throws EngineError `graph/lowering` when an operation has no form in the asked lowering, `graph/name` when two
 *   leaves share a name.
 */
export function compile(parts: ProgramParts): Program {
  const lowered = lowerGraph(parts);
  const stepsPerRun = parts.stepsPerRun ?? 1;
  const { emit, nodes } = lowered;
  const plain = {
    nodes,
    initializers: emit.initializers,
    inputs: [...lowered.inputs, ...lowered.state.map(({ value }) => value)],
    outputs: [...lowered.outputs, ...nextValues(lowered)],
  };
  return {
    onnx: formatModel(stepsPerRun === 1 ? plain : loopGraph(lowered, stepsPerRun)),
    inputs: leavesOf(parts, 'input').map((leaf) => ({ name: nameOfLeaf(leaf), shape: leaf.shape })),
    outputs: Object.entries(parts.outputs).map(([name, { shape }]) => ({ name, shape })),
    // A loop has places of its own for what it carries.
    state: lowered.state.map(({ spec }) => (stepsPerRun === 1 ? spec : { ...spec, overwritable: false })),
    stepsPerRun,
  };
}
