/**
 * What the gradient of a scalar is with respect to parameters, as new nodes of the same graph.
 *
 * Reads a loss and the leaves asked for, gives one tensor a leaf. Knows no operation: each brings its rule.
 */

import { EngineError } from '../errors.ts';
import { isKept } from '../graph/keep.ts';
import { topologicalOrder } from '../graph/order.ts';
import { refuseShapes } from '../graph/shape.ts';
import type { Tensor } from '../graph/tensor.ts';
import { add } from './add.ts';
import { constant } from './leaves.ts';

/** What a backward pass keeps. */
export interface GradientOptions {
  /**
   * Elements from which on a value of the forward pass is computed again where that is cheap, at least 0. The gradients
   * are the same bit for bit. Default 2^20.
   */
  readonly againFrom?: number;
}

/**
 * Reverse-mode differentiation of a scalar.
 *
 * @param loss Scalar (no axes).
 * @param leaves Parameters or inputs whose gradient is wanted.
 * @param options What is kept since the forward pass.
 * @returns The gradient of each leaf, in their order and of their shape; `undefined` where the loss does not
 *   depend on the leaf.
 * @throws EngineError `graph/no-gradient` when an operation on the way has no gradient rule.
 * @example
 * const [slope] = gradients(loss, [weight]);
 */
export function gradients(
  loss: Tensor,
  leaves: readonly Tensor[],
  { againFrom }: GradientOptions = {},
): (Tensor | undefined)[] {
  if (loss.shape.length !== 0) refuseShapes('gradients', [loss.shape], 'Needed a scalar loss.');
  const order = topologicalOrder([loss]);
  const wanted = dependents(order, new Set(leaves));
  const collected = new Map<Tensor, Tensor>([[loss, constant(Float32Array.of(1), [])]]);
  const repeated: Repeated = { values: new Map(), againFrom };
  for (const tensor of order.reverse()) {
    const outputGradient = collected.get(tensor);
    if (outputGradient && tensor.node.inputs.length > 0)
      spread(tensor, outputGradient, { wanted, collected, repeated });
  }
  return leaves.map((leaf) => collected.get(leaf));
}

function dependents(order: readonly Tensor[], leaves: ReadonlySet<Tensor>): Set<Tensor> {
  const wanted = new Set<Tensor>();
  for (const tensor of order)
    if (leaves.has(tensor) || tensor.node.inputs.some((input) => wanted.has(input))) wanted.add(tensor);
  return wanted;
}

/** Values as gradients read them, and which are computed again. */
interface Repeated {
  readonly values: Map<Tensor, Tensor>;
  readonly againFrom: number | undefined;
}

/** A value as gradients read it: computed again where that is cheaper than to keep it since the forward pass. */
function forBackward(tensor: Tensor, after: Tensor, { values, againFrom }: Repeated): Tensor {
  const before = values.get(tensor);
  if (before) return before;
  const kept = isKept(tensor.shape, againFrom) || after.shape.length === 0;
  const again = kept ? undefined : tensor.node.op.recompute?.(tensor.node, after);
  values.set(tensor, again ?? tensor);
  return again ?? tensor;
}

function spread(
  output: Tensor,
  outputGradient: Tensor,
  state: {
    wanted: ReadonlySet<Tensor>;
    collected: Map<Tensor, Tensor>;
    repeated: Repeated;
  },
): void {
  const { op, inputs, attributes } = output.node;
  const needs = (index: number): boolean => state.wanted.has(inputs[index]!);
  if (!inputs.some((_, index) => needs(index))) return;
  if (!op.gradient)
    throw new EngineError('graph/no-gradient', {
      found: `Found the operation ${op.name} between a parameter and the loss.`,
      needed: 'Needed operations that have a gradient rule.',
      remedy: 'Take the operation out of the loss, or give it a rule.',
    });
  const late = (tensor: Tensor): Tensor => forBackward(tensor, outputGradient, state.repeated);
  const parts = op.gradient({
    inputs: inputs.map(late),
    output: late(output),
    outputGradient,
    attributes,
    needs,
  });
  parts.forEach((part, index) => {
    const input = inputs[index];
    if (part === undefined || input === undefined || !needs(index)) return;
    const before = state.collected.get(input);
    state.collected.set(input, before ? add(part, before) : part);
  });
}
