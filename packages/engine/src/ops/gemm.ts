/**
 * Multiplies two matrices, either of them transposed, and may add a row to every row of the product.
 */

import type { LowerContext, Op, Tensor } from '../graph/operation.ts';
import { refuseShapes, type Shape } from '../graph/shape.ts';
import { apply } from '../graph/tensor.ts';
import { sumTo } from './broadcast.ts';
import { productNodes } from './nodes/product.ts';

/** Attributes: which factor is transposed. */
export interface Gemm {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

const plain: Gemm = { transposeA: false, transposeB: false };

function lower({ attributes, emit, value, inputs, addend }: LowerContext<Gemm>): string {
  return productNodes(emit, [value(0), value(1)], { ...attributes, bias: inputs[2] && value(2), addend });
}

/** The operation; see `gemm`. */
export const gemmOp: Op<Gemm> = {
  name: 'gemm',
  absorbsAddition: true,
  shape([a, b, bias], { transposeA, transposeB }) {
    if (a!.length !== 2 || b!.length !== 2) refuseShapes('gemm', [a!, b!], 'Needed two matrices.');
    const [m, k] = transposeA ? [a![1]!, a![0]!] : [a![0]!, a![1]!];
    const [k2, n] = transposeB ? [b![1]!, b![0]!] : [b![0]!, b![1]!];
    if (k !== k2) refuseShapes('gemm', [a!, b!], `Needed equal inner extents, found ${k} and ${k2}.`);
    if (bias && !isRow(bias, n)) refuseShapes('gemm', [a!, b!, bias], `Needed a row [1, ${n}] to add.`);
    return [m, n];
  },
  gradient({ inputs: [a, b, bias], outputGradient: d, attributes: { transposeA, transposeB }, needs }) {
    const forA = (): Tensor =>
      transposeA
        ? gemm(b!, d, { transposeA: transposeB, transposeB: true })
        : gemm(d, b!, { transposeA: false, transposeB: !transposeB });
    const forB = (): Tensor =>
      transposeB
        ? gemm(d, a!, { transposeA: true, transposeB: transposeA })
        : gemm(a!, d, { transposeA: !transposeA, transposeB: false });
    return [
      needs(0) ? forA() : undefined,
      needs(1) ? forB() : undefined,
      bias && needs(2) ? sumTo(d, bias.shape) : undefined,
    ];
  },
  lower: { gemm: lower, conv: lower },
};

function isRow(shape: Shape, length: number): boolean {
  return shape.length === 2 && shape[0] === 1 && shape[1] === length;
}

/**
 * Product of two matrices.
 *
 * @param a Matrix [m, k], or [k, m] when transposed.
 * @param b Matrix [k, n], or [n, k] when transposed.
 * @param options Which factor is transposed, and a row [1, n] to add. Default neither, none.
 * @throws EngineError `graph/shape` when the inner extents differ.
 */
export function gemm(
  a: Tensor,
  b: Tensor,
  options: Partial<Gemm> & { bias?: Tensor | undefined } = {},
): Tensor {
  const { bias, ...transposes } = options;
  return apply(gemmOp, bias ? [a, b, bias] : [a, b], { ...plain, ...transposes });
}
