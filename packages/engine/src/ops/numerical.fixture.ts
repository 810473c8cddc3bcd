/**
 * An operation in two forms - as graph, and as plain float64 - and central differences of the second, for tests.
 */

import type { Tensor } from '../graph/operation.ts';
import type { Plain } from './reference.fixture.ts';

/** One operation with the shapes it is tried on. */
export interface Case {
  readonly shapes: readonly (readonly number[])[];
  readonly graph: (...inputs: Tensor[]) => Tensor;
  readonly plain: (...inputs: Plain[]) => Plain;
  /** Inputs from 0.5 to 1.5 instead of -1 to 1, where roots and quotients need it. */
  readonly positive?: boolean;
}

/**
 * Central differences of sum(weight * output) in double precision.
 *
 * @param one The operation.
 * @param inputs Where.
 * @param along With respect to which input, and one weight an output.
 */
export function numerical(
  { plain }: Case,
  inputs: readonly Plain[],
  { which, weight }: { readonly which: number; readonly weight: Float64Array },
): Float64Array {
  const step = 1e-5;
  const total = (shifted: Plain): number =>
    plain(...inputs.map((own, index) => (index === which ? shifted : own))).data.reduce(
      (sum, value, i) => sum + value * weight[i]!,
      0,
    );
  return inputs[which]!.data.map((value, index) => {
    const moved = (to: number): Plain => ({ ...inputs[which]!, data: inputs[which]!.data.with(index, to) });
    return (total(moved(value + step)) - total(moved(value - step))) / (2 * step);
  });
}
