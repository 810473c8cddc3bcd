/**
 * Multiplies stacks of matrices pairwise, either side transposed.
 */

import type { LowerContext, Op, Tensor } from '../graph/operation.ts';
import { refuseShapes } from '../graph/shape.ts';
import { apply } from '../graph/tensor.ts';

/** Attributes: which side is transposed. */
export interface BatchMatmul {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** The operation; see `batchMatmul`. */
export const batchMatmulOp: Op<BatchMatmul> = {
  name: 'batchMatmul',
  shape([a, b], { transposeA, transposeB }) {
    if (a!.length !== 3 || b!.length !== 3 || a![0] !== b![0])
      refuseShapes('batchMatmul', [a!, b!], 'Needed two stacks of equally many matrices.');
    const [m, k] = transposeA ? [a![2]!, a![1]!] : [a![1]!, a![2]!];
    const [k2, n] = transposeB ? [b![2]!, b![1]!] : [b![1]!, b![2]!];
    if (k !== k2) refuseShapes('batchMatmul', [a!, b!], 'Needed equal inner extents.');
    return [a![0]!, m, n];
  },
  gradient({ inputs: [a, b], outputGradient: d, attributes: { transposeA, transposeB }, needs }) {
    const forA = (): Tensor =>
      transposeA ? batchMatmul(b!, d, transposeB, true) : batchMatmul(d, b!, false, !transposeB);
    const forB = (): Tensor =>
      transposeB ? batchMatmul(d, a!, true, transposeA) : batchMatmul(a!, d, !transposeA, false);
    return [needs(0) ? forA() : undefined, needs(1) ? forB() : undefined];
  },
  lower: { gemm: lowerStack },
};

function lowerStack({ attributes, emit, value }: LowerContext<BatchMatmul>): string {
  const side = (index: number, transposed: boolean): string =>
    transposed ? emit.node('Transpose', [value(index)], { perm: [0, 2, 1] }) : value(index);
  return emit.node('MatMul', [side(0, attributes.transposeA), side(1, attributes.transposeB)]);
}

/**
 * Products of corresponding matrices of two stacks.
 *
 * @param a Stack [P, m, k], or [P, k, m] when transposed.
 * @param b Stack [P, k, n], or [P, n, k] when transposed.
 * @param transposes Whether a, and whether b, is transposed; none by default.
 * @throws EngineError `graph/shape` when the stacks do not fit.
 */
export function batchMatmul(
  a: Tensor,
  b: Tensor,
  ...transposes: readonly [a?: boolean, b?: boolean]
): Tensor {
  const [transposeA = false, transposeB = false] = transposes;
  return apply(batchMatmulOp, [a, b], { transposeA, transposeB });
}
