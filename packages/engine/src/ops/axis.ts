/**
 * Cuts a range out of one axis, and puts zeros around a range: each is the other's gradient.
 */

import type { Op, Tensor } from '../graph/operation.ts';
import { refuseShapes, type Shape } from '../graph/shape.ts';
import { apply } from '../graph/tensor.ts';

/** A range on one axis: from `start` up to, not including, `end`. */
export interface AxisRange {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
}

const withExtent = (shape: Shape, axis: number, extent: number): Shape =>
  shape.map((own, index) => (index === axis ? extent : own));

/** The operation; see `slice`. */
export const sliceOp: Op<AxisRange> = {
  name: 'slice',
  shape([from], { axis, start, end }) {
    const extent = from![axis];
    if (from!.length === 4 || extent === undefined || start < 0 || end > extent || start >= end)
      refuseShapes('slice', [from!], `Needed a range within axis ${axis}, found ${start} to ${end}.`);
    return withExtent(from!, axis, end - start);
  },
  gradient: ({ inputs: [x], outputGradient, attributes }) => [
    apply(surroundOp, [outputGradient], { ...attributes, extent: x!.shape[attributes.axis]! }),
  ],
  lower: {
    gemm: ({ attributes: { axis, start, end }, emit, value }) =>
      emit.node('Slice', [value(0), emit.integers(start), emit.integers(end), emit.integers(axis)]),
  },
};

/** Puts zeros before and after a range of an axis. */
export const surroundOp: Op<AxisRange & { readonly extent: number }> = {
  name: 'surround',
  shape: ([from], { axis, extent }) => withExtent(from!, axis, extent),
  gradient: ({ outputGradient, attributes: { axis, start, end } }) => [
    slice(outputGradient, { axis, start, end }),
  ],
  lower: {
    gemm({ inputs: [x], attributes: { axis, start, end, extent }, emit, value }) {
      const before = x!.shape.map((_, index) => (index === axis ? start : 0));
      const after = x!.shape.map((_, index) => (index === axis ? extent - end : 0));
      return emit.node('Pad', [value(0), emit.integers(...before, ...after)]);
    },
  },
};

/**
 * A range of one axis.
 *
 * @param tensor A value of at most three axes.
 * @param range Axis, start (included) and end (not included).
 * @throws EngineError `graph/shape` when the range leaves the axis.
 */
export function slice(tensor: Tensor, range: AxisRange): Tensor {
  return apply(sliceOp, [tensor], range);
}
