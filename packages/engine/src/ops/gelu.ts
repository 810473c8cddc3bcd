/**
 * The Gaussian error linear unit in its exact form: x times the normal distribution function of x.
 *
 * @see Hendrycks and Gimpel, arXiv 1606.08415
 */

import type { LowerContext, Op, Tensor } from '../graph/operation.ts';
import { apply } from '../graph/tensor.ts';

/** The operation; see `gelu`. */
export const geluOp: Op<null> = {
  name: 'gelu',
  shape: ([shape]) => shape!,
  gradient: ({ inputs: [x], outputGradient }) => [apply(geluGradientOp, [outputGradient, x!], null)],
  lower: { gemm: ({ emit, value }) => emit.node('Mul', [value(0), normalDistribution(emit, value(0))]) },
};

/** Gradient: inputs are the output's gradient and x; the slope is distribution(x) + x * density(x). */
const geluGradientOp: Op<null> = {
  name: 'geluGradient',
  shape: ([shape]) => shape!,
  lower: {
    gemm({ emit, value }) {
      const x = value(1);
      const half = emit.node('Mul', [emit.node('Mul', [x, x]), emit.scalar(-0.5)]);
      const density = emit.node('Mul', [emit.node('Exp', [half]), emit.scalar(1 / Math.sqrt(2 * Math.PI))]);
      const slope = emit.node('Add', [normalDistribution(emit, x), emit.node('Mul', [x, density])]);
      return emit.node('Mul', [value(0), slope]);
    },
  },
};

function normalDistribution(emit: LowerContext<null>['emit'], x: string): string {
  const error = emit.node('Erf', [emit.node('Mul', [x, emit.scalar(Math.SQRT1_2)])]);
  return emit.node('Mul', [emit.node('Add', [error, emit.scalar(1)]), emit.scalar(0.5)]);
}

/**
 * Exact GELU of every element.
 *
 * @param tensor Any graph value but an image.
 */
export function gelu(tensor: Tensor): Tensor {
  return apply(geluOp, [tensor], null);
}
