/**
 * What lowering a graph leaves behind, before it becomes a model.
 *
 * Only types and one derived list. Knows nothing of operations.
 */

import type { Tensor } from '../graph/operation.ts';
import type { Emitter } from '../onnx/emitter.ts';
import type { OnnxNode, ValueSpec } from '../onnx/model.ts';
import { nextName } from '../program.ts';
import type { StateSpec } from '../state.ts';

/** A state leaf with what it stands for. */
export interface Declared {
  readonly tensor: Tensor;
  readonly spec: StateSpec;
}

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
