/**
 * Splits the features of tokens among attention heads, and merges them again.
 *
 * The two stand together because each is the other's gradient.
 */

import type { Op, Tensor } from '../graph/operation.ts';
import { refuseShapes } from '../graph/shape.ts';
import { apply } from '../graph/tensor.ts';

/** Attributes: number of heads. */
export interface Heads {
  readonly heads: number;
}

/** The operation; see `splitHeads`. */
export const splitHeadsOp: Op<Heads> = {
  name: 'splitHeads',
  shape([tokens], { heads }) {
    if (tokens!.length !== 3 || tokens![2]! % heads !== 0)
      refuseShapes('splitHeads', [tokens!], `Needed tokens [B, T, D] with D a multiple of ${heads}.`);
    return [tokens![0]! * heads, tokens![1]!, tokens![2]! / heads];
  },
  gradient: ({ outputGradient, attributes }) => [mergeHeads(outputGradient, attributes.heads)],
  lower: {
    gemm({ inputs: [tokens], output, attributes: { heads }, emit, value }) {
      const [batch, count, width] = tokens!.shape as [number, number, number];
      const split = emit.node('Reshape', [value(0), emit.integers(batch, count, heads, width / heads)]);
      const turned = emit.node('Transpose', [split], { perm: [0, 2, 1, 3] });
      return emit.node('Reshape', [turned, emit.integers(...output.shape)]);
    },
  },
};

/** The operation; see `mergeHeads`. */
export const mergeHeadsOp: Op<Heads> = {
  name: 'mergeHeads',
  shape([parts], { heads }) {
    if (parts!.length !== 3 || parts![0]! % heads !== 0)
      refuseShapes('mergeHeads', [parts!], `Needed parts [B * ${heads}, T, d].`);
    return [parts![0]! / heads, parts![1]!, parts![2]! * heads];
  },
  gradient: ({ outputGradient, attributes }) => [splitHeads(outputGradient, attributes.heads)],
  lower: {
    gemm({ inputs: [parts], output, attributes: { heads }, emit, value }) {
      const [rows, count, width] = parts!.shape as [number, number, number];
      const split = emit.node('Reshape', [value(0), emit.integers(rows / heads, heads, count, width)]);
      const turned = emit.node('Transpose', [split], { perm: [0, 2, 1, 3] });
      return emit.node('Reshape', [turned, emit.integers(...output.shape)]);
    },
  },
};

/**
 * Tokens [B, T, D] as [B * heads, T, D / heads], heads of one patient next to each other.
 *
 * @param tokens Tokens [B, T, D].
 * @param heads Number of heads, a divisor of D.
 */
export function splitHeads(tokens: Tensor, heads: number): Tensor {
  return apply(splitHeadsOp, [tokens], { heads });
}

/**
 * The inverse of `splitHeads`.
 *
 * @param parts Parts [B * heads, T, d].
 * @param heads Number of heads.
 */
export function mergeHeads(parts: Tensor, heads: number): Tensor {
  return apply(mergeHeadsOp, [parts], { heads });
}
