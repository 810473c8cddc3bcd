/**
 * Several optimiser steps in one run: the step becomes the body of an ONNX Loop that carries the state.
 *
 * Saves copying parameters out of the runtime after every step. Knows names and shapes; nothing of what a step does.
 */

import type { Initializer, OnnxGraph, OnnxNode, ValueSpec } from '../graph/nodes.ts';
import { LOOP_COUNT, loopName, nextName, stackedName } from '../program/program.ts';
import type { Lowered } from './lowered.ts';

const scalar = (name: string, type: ValueSpec['type']): ValueSpec => ({ name, type, dims: [] });

/**
 * The graph of up to `steps` steps.
 *
 * Inputs and outputs of a step gain a leading axis of steps; one more input says how many are taken.
 *
 * @param lowered One step.
 * @param steps The most steps in one run.
 */
export function loopGraph(lowered: Lowered, steps: number): OnnxGraph {
  const carried = lowered.state.filter(({ spec }) => spec.updated).map(({ value }) => value);
  const fixed = lowered.state.filter(({ spec }) => !spec.updated).map(({ value }) => value);
  const loop: OnnxNode = {
    type: 'Loop',
    name: 'steps',
    inputs: [LOOP_COUNT, 'always', ...carried.map(({ name }) => loopName(name))],
    outputs: [
      ...carried.map(({ name }) => loopName(nextName(name))),
      ...lowered.outputs.map(({ name }) => stackedName(name)),
    ],
    attributes: { body: { graph: body(lowered, carried), graphName: 'step' } },
    domain: '',
  };
  const stacked = (value: ValueSpec): ValueSpec => ({ ...value, dims: [steps, ...value.dims] });
  return {
    nodes: [loop],
    initializers: [...lowered.emit.initializers, always],
    inputs: [
      scalar(LOOP_COUNT, 'int64'),
      ...lowered.inputs.map((value) => ({ ...stacked(value), name: loopName(value.name) })),
      ...carried.map((value) => ({ ...value, name: loopName(value.name) })),
      ...fixed,
    ],
    outputs: [
      ...carried.map((value) => ({ ...value, name: loopName(nextName(value.name)) })),
      ...lowered.outputs.map(unranked),
    ],
  };
}

const always: Initializer = { name: 'always', dims: [], data: Uint8Array.of(1), type: 'bool' };

/** A stacked output: how many steps were taken is known only when it runs. */
function unranked(value: ValueSpec): ValueSpec {
  return { ...value, name: stackedName(value.name), dims: [-1, ...value.dims] };
}

function body(lowered: Lowered, carried: readonly ValueSpec[]): OnnxGraph {
  const pick = lowered.inputs.map(
    ({ name }, index): OnnxNode => ({
      type: 'Gather',
      name: `pick_${index}`,
      inputs: [loopName(name), 'iteration'],
      outputs: [name],
      attributes: { axis: 0 },
      domain: '',
    }),
  );
  const keep: OnnxNode = {
    type: 'Identity',
    name: 'go_on',
    inputs: ['condition'],
    outputs: ['go_on'],
    attributes: {},
    domain: '',
  };
  return {
    nodes: [...pick, keep, ...lowered.nodes],
    initializers: [],
    inputs: [scalar('iteration', 'int64'), scalar('condition', 'bool'), ...carried],
    outputs: [
      scalar('go_on', 'bool'),
      ...carried.map((value) => ({ ...value, name: nextName(value.name) })),
      ...lowered.outputs,
    ],
  };
}
