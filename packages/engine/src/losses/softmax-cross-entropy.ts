/**
 * How far predicted class shares lie from class labels, as a weighted mean over the rows of a batch.
 */

import type { LowerContext, Op, Tensor } from '../graph/operation.ts';
import { refuseShapes } from '../graph/shape.ts';
import { apply } from '../graph/tensor.ts';
import { multiply } from '../ops/multiply.ts';

/** The operation; see `softmaxCrossEntropy`. */
export const softmaxCrossEntropyOp: Op<null> = {
  name: 'softmaxCrossEntropy',
  shape([logits, labels, weights]) {
    const rows = logits![0];
    if (
      logits!.length !== 2 ||
      labels!.length !== 1 ||
      weights!.length !== 1 ||
      labels![0] !== rows ||
      weights![0] !== rows
    )
      refuseShapes(
        'softmaxCrossEntropy',
        [logits!, labels!, weights!],
        'Needed logits [N, C], labels [N], weights [N].',
      );
    return [];
  },
  gradient: ({ inputs, outputGradient }) => [
    multiply(apply(softmaxCrossEntropyGradientOp, inputs, null), outputGradient),
  ],
  lower: {
    gemm(context) {
      const { emit, value } = context;
      const logShares = emit.node('LogSoftmax', [value(0)], { axis: 1 });
      const chosen = emit.node('Mul', [logShares, oneHot(context)]);
      const sum = emit.node('ReduceSum', [emit.node('Mul', [chosen, rowShares(context)])], { keepdims: 0 });
      return emit.node('Neg', [sum]);
    },
  },
};

/** Gradient with respect to the logits: (share - one-hot) * weight / sum of weights. */
const softmaxCrossEntropyGradientOp: Op<null> = {
  name: 'softmaxCrossEntropyGradient',
  shape: ([logits]) => logits!,
  lower: {
    gemm(context) {
      const { emit, value } = context;
      const shares = emit.node('Softmax', [value(0)], { axis: 1 });
      return emit.node('Mul', [emit.node('Sub', [shares, oneHot(context)]), rowShares(context)]);
    },
  },
};

/** A matrix [N, C] with 1 at each row's label. */
function oneHot({ inputs: [logits], emit, value }: LowerContext<null>): string {
  const [rows, classes] = logits!.shape as [number, number];
  const names = emit.constant(`classes ${classes}`, () => ({
    dims: [1, classes],
    data: Float32Array.from({ length: classes }, (_, index) => index),
  }));
  return emit.node(
    'Cast',
    [emit.node('Equal', [emit.node('Reshape', [value(1), emit.integers(rows, 1)]), names])],
    { to: 1 },
  );
}

/** Weight of each row divided by the sum of weights, a column [N, 1]. */
function rowShares({ inputs: [logits], emit, value }: LowerContext<null>): string {
  const share = emit.node('Div', [value(2), emit.node('ReduceSum', [value(2)], { keepdims: 0 })]);
  return emit.node('Reshape', [share, emit.integers(logits!.shape[0]!, 1)]);
}

/**
 * Softmax cross-entropy: the weighted mean of -log(share of the labelled class).
 *
 * @param logits Scores [N, C].
 * @param targets `labels` class numbers 0 .. C-1, `weights` >= 0 with a positive sum. Length N.
 * @returns Scalar.
 * @throws EngineError `graph/shape` when lengths differ.
 */
export function softmaxCrossEntropy(logits: Tensor, targets: { labels: Tensor; weights: Tensor }): Tensor {
  return apply(softmaxCrossEntropyOp, [logits, targets.labels, targets.weights], null);
}
