/**
 * What lowering a graph leaves behind, before it becomes a model.
 *
 * Only types and one derived list. Knows nothing of operations.
 */

import type { Emitter } from '../graph/emitter.ts';
import type { OnnxNode, ValueSpec } from '../graph/nodes.ts';
import { nextName } from '../program/program.ts';
import type { StateSpec } from '../program/state.ts';

/** ONNX values of a lowered graph. */
export interface Lowered {
  readonly nodes: readonly OnnxNode[];
  readonly emit: Emitter;
  readonly inputs: readonly ValueSpec[];
  readonly state: readonly { readonly spec: StateSpec; readonly value: ValueSpec }[];
  readonly outputs: readonly ValueSpec[];
}

/**
 * Next values of the state that changes, in the order of the state.
 *
 * @param lowered A lowered graph.
 */
export function nextValues(lowered: Lowered): ValueSpec[] {
  return lowered.state.flatMap(({ spec, value }) =>
    spec.updated ? [{ ...value, name: nextName(value.name) }] : [],
  );
}
