/**
 * Many rows as one: put end to end, and cut apart again.
 *
 * A network has hundreds of short vectors. An operation on one of them costs more to start than to compute, so an
 * update acts on all of them at once. Neither direction has a gradient.
 */

import type { Op, Tensor } from '../graph/operation.ts';
import { refuseShapes } from '../graph/shape.ts';
import { apply } from '../graph/tensor.ts';
import { concatenate } from './concatenate.ts';

/** A shader of WebGPU may bind eight buffers: seven pieces and the whole. */
const PIECES = 7;

interface Piece {
  /** Lengths of all pieces of the whole, in order. */
  readonly lengths: readonly number[];
  readonly index: number;
}

/** One of the rows that a row is cut into. */
export const pieceOp: Op<Piece> = {
  name: 'piece',
  shape([row], { lengths, index }) {
    const length = lengths.reduce((sum, own) => sum + own, 0);
    if (row!.length !== 2 || row![0] !== 1 || row![1] !== length)
      refuseShapes('piece', [row!], `Needed a row of ${length}.`);
    return [1, lengths[index]!];
  },
  lower: {
    gemm: ({ attributes: { lengths, index }, emit, value }) =>
      emit.split(value(0), { lengths, axis: 1 })[index]!,
  },
};

/**
 * Rows end to end.
 *
 * @param rows Values [1, n], at least one.
 * @returns A row as long as all of them together.
 */
export function endToEnd(rows: readonly Tensor[]): Tensor {
  if (rows.length === 1) return rows[0]!;
  return endToEnd(grouped(rows).map((group) => (group.length === 1 ? group[0]! : concatenate(group, 1))));
}

/**
 * A row cut into pieces, the inverse of `endToEnd`.
 *
 * @param row A value [1, n].
 * @param lengths Lengths of the pieces, which add up to n.
 */
export function cutApart(row: Tensor, lengths: readonly number[]): Tensor[] {
  if (lengths.length === 1) return [row];
  if (lengths.length <= PIECES) return cut(row, lengths);
  const groups = grouped(lengths);
  const wholes = cutApart(
    row,
    groups.map((group) => group.reduce((sum, length) => sum + length, 0)),
  );
  return groups.flatMap((group, index) => cutApart(wholes[index]!, group));
}

function cut(row: Tensor, lengths: readonly number[]): Tensor[] {
  return lengths.map((_, index) => apply(pieceOp, [row], { lengths, index }));
}

function grouped<T>(list: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / PIECES) }, (_, index) =>
    list.slice(index * PIECES, (index + 1) * PIECES),
  );
}
