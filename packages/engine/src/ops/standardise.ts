/**
 * Shifts and scales every row (last axis) to mean zero and variance one: a layer norm without its weights.
 */

import type { LowerContext, Op, Tensor } from '../graph/operation.ts';
import { apply } from '../graph/tensor.ts';

interface Standardise {
  readonly epsilon: number;
}

/** The operation; see `standardise`. */
export const standardiseOp: Op<Standardise> = {
  name: 'standardise',
  shape: ([shape]) => shape!,
  gradient: ({ inputs: [x], output, outputGradient, attributes }) => [
    apply(standardiseGradientOp, [outputGradient, x!, output], attributes),
  ],
  lower: {
    gemm({ attributes, emit, value }) {
      const { centred, deviation } = moments(emit, value(0), attributes.epsilon);
      return emit.node('Div', [centred, deviation]);
    },
  },
};

/** Gradient: inputs are the output's gradient d, x and the standardised s; (d - mean d - s * mean(d s)) / deviation. */
const standardiseGradientOp: Op<Standardise> = {
  name: 'standardiseGradient',
  shape: ([shape]) => shape!,
  lower: {
    gemm({ attributes, emit, value }) {
      const [d, s] = [value(0), value(2)];
      const along = emit.node('Mul', [s, rowMean(emit, emit.node('Mul', [d, s]))]);
      const rest = emit.node('Sub', [emit.node('Sub', [d, rowMean(emit, d)]), along]);
      return emit.node('Div', [rest, moments(emit, value(1), attributes.epsilon).deviation]);
    },
  },
};

type Emit = LowerContext<Standardise>['emit'];

function rowMean(emit: Emit, name: string): string {
  return emit.node('ReduceMean', [name, emit.integers(-1)], { keepdims: 1 });
}

function moments(emit: Emit, x: string, epsilon: number): { centred: string; deviation: string } {
  const centred = emit.node('Sub', [x, rowMean(emit, x)]);
  const variance = rowMean(emit, emit.node('Mul', [centred, centred]));
  return { centred, deviation: emit.node('Sqrt', [emit.node('Add', [variance, emit.scalar(epsilon)])]) };
}

/**
 * Rows with mean zero and variance one (the biased variance, as layer norms use).
 *
 * @param tensor Rows along the last axis.
 * @param epsilon Added to the variance.
 */
export function standardise(tensor: Tensor, epsilon: number): Tensor {
  return apply(standardiseOp, [tensor], { epsilon });
}
