/**
 * How far a running mean that started from zero has filled up: 1 - decay^steps.
 *
 * In single precision throughout, since a browser's WebGPU provider has no double. The difference of two near numbers
 * would lose four digits in the first steps, so there a series takes its place.
 */

import type { Emitter } from '../graph/emitter.ts';
import type { Op, Tensor } from '../graph/operation.ts';
import { apply } from '../graph/tensor.ts';

/** Below this exponent the series is used: its first term left out is then under 1e-7 of the sum. */
const SERIES_BELOW = 0.25;
const SERIES_TERMS = 6;
/** An exponent beyond which nothing is missing; stands for the infinite one of a decay of 0. */
const FULL = 100;

/** The operation; see `filledShare`. */
export const filledShareOp: Op<{ readonly decay: number }> = {
  name: 'filledShare',
  shape: ([steps]) => steps!,
  lower: {
    gemm({ attributes: { decay }, emit, value }) {
      const rate = Math.min(FULL, -Math.log(decay));
      const exponent = emit.node('Mul', [value(0), emit.scalar(rate)]);
      const missing = emit.node('Exp', [emit.node('Neg', [exponent])]);
      const plain = emit.node('Sub', [emit.scalar(1), missing]);
      const small = emit.node('Less', [exponent, emit.scalar(SERIES_BELOW)]);
      return emit.node('Where', [small, series(emit, exponent), plain]);
    },
  },
};

/** 1 - exp(-x) as x (1 - x/2 (1 - x/3 (1 - ...))). */
function series(emit: Emitter, exponent: string): string {
  let sum = emit.scalar(1);
  for (let term = SERIES_TERMS; term >= 2; term--) {
    const part = emit.node('Mul', [exponent, emit.scalar(1 / term)]);
    sum = emit.node('Sub', [emit.scalar(1), emit.node('Mul', [part, sum])]);
  }
  return emit.node('Mul', [exponent, sum]);
}

/**
 * 1 - decay^steps.
 *
 * @param steps Scalar number of steps taken, at least 1.
 * @param decay Share kept at each step, 0 to below 1.
 */
export function filledShare(steps: Tensor, decay: number): Tensor {
  return apply(filledShareOp, [steps], { decay });
}
