/**
 * How far predicted odds lie from yes/no labels, as a weighted mean over the rows of a batch.
 */

import type { LowerContext, Op, Tensor } from '../graph/operation.ts';
import { refuseShapes, sameShape } from '../graph/shape.ts';
import { apply } from '../graph/tensor.ts';
import { multiply } from '../ops/multiply.ts';

/** Options of the loss. */
export interface BinaryCrossEntropyOptions {
  /** Weight of a positive label relative to a negative one, > 0. Default 1. */
  readonly positiveWeight?: number;
}

interface Settings {
  readonly positiveWeight: number;
}

/** The operation; see `binaryCrossEntropy`. */
export const binaryCrossEntropyOp: Op<Settings> = {
  name: 'binaryCrossEntropy',
  shape(shapes) {
    if (shapes.some((shape) => shape.length !== 1 || !sameShape(shape, shapes[0]!)))
      refuseShapes('binaryCrossEntropy', shapes, 'Needed logits, labels and weights of one length.');
    return [];
  },
  gradient: ({ inputs, outputGradient, attributes }) => [
    multiply(apply(binaryCrossEntropyGradientOp, inputs, attributes), outputGradient),
  ],
  lower: { gemm: lowerLoss },
};

function lowerLoss({ attributes, emit, value }: LowerContext<Settings>): string {
  const [logits, labels] = [value(0), value(1)];
  const surprise = emit.node('Softplus', [emit.node('Neg', [logits])]);
  const negatives = emit.node('Sub', [emit.scalar(1), labels]);
  const weight = emit.node('Add', [
    negatives,
    emit.node('Mul', [labels, emit.scalar(attributes.positiveWeight)]),
  ]);
  const each = emit.node('Add', [
    emit.node('Mul', [negatives, logits]),
    emit.node('Mul', [weight, surprise]),
  ]);
  const sum = emit.node('ReduceSum', [emit.node('Mul', [each, value(2)])], { keepdims: 0 });
  return emit.node('Div', [sum, emit.node('ReduceSum', [value(2)], { keepdims: 0 })]);
}

/** Gradient with respect to the logits, before the factor of the loss's own gradient. */
const binaryCrossEntropyGradientOp: Op<Settings> = {
  name: 'binaryCrossEntropyGradient',
  shape: ([logits]) => logits!,
  lower: {
    gemm({ attributes, emit, value }) {
      const positives = emit.node('Mul', [value(1), emit.scalar(attributes.positiveWeight)]);
      const weight = emit.node('Add', [emit.node('Sub', [emit.scalar(1), value(1)]), positives]);
      const slope = emit.node('Sub', [
        emit.node('Mul', [emit.node('Sigmoid', [value(0)]), weight]),
        positives,
      ]);
      const share = emit.node('Div', [value(2), emit.node('ReduceSum', [value(2)], { keepdims: 0 })]);
      return emit.node('Mul', [slope, share]);
    },
  },
};

/**
 * Binary cross-entropy with logits: sum(w * l) / sum(w), where l = -(p y log s(x) + (1 - y) log(1 - s(x))).
 *
 * @param logits Log odds of the positive label. Length N.
 * @param targets `labels` 0 or 1 (or between), `weights` >= 0 with a positive sum; a padding row has weight 0.
 * @param options Weight of positives.
 * @returns Scalar.
 * @throws EngineError `graph/shape` when lengths differ.
 */
export function binaryCrossEntropy(
  logits: Tensor,
  targets: { labels: Tensor; weights: Tensor },
  options: BinaryCrossEntropyOptions = {},
): Tensor {
  return apply(binaryCrossEntropyOp, [logits, targets.labels, targets.weights], {
    positiveWeight: options.positiveWeight ?? 1,
  });
}
