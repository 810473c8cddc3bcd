/**
 * What share of patients has the condition at each predicted probability, by local parabolas, as R's `loess`.
 *
 * Reads points, gives a smooth that can be asked anywhere, with what each point contributes. Fits at every place asked
 * (`direct`) or, as R does by default, at the corners of cells with cubics in between (`interpolate`).
 */
import { checkOptions } from '../options.ts';
import { interpolated } from './loess-cells.ts';
import { fitAt, sortPoints } from './loess-fit.ts';

/** Options of `loess`, under R's names. */
export interface LoessOptions {
  /** Share of points that each parabola is fitted to, at most 1. Default 0.75. */
  readonly span?: number;
  /** Default `'direct'`; `'interpolate'` is R's default and is quick for many points. */
  readonly surface?: 'direct' | 'interpolate';
  /** Cells of `'interpolate'` hold at most this share of span times n. Default 0.2. */
  readonly cell?: number;
}

const DEFAULTS = Object.freeze({ span: 0.75, surface: 'direct', cell: 0.2 });

/** A smooth. */
export interface Loess {
  /** Its value at x. */
  at(x: number): number;
  /** Weight of every observation, in the order of the call, in the value at x. */
  sharesAt(x: number): Float64Array;
}

/**
 * Local quadratic regression of one variable, Gaussian family.
 *
 * @param x Length n, finite.
 * @param y One value each.
 * @throws StatsError `calibration/too-few-values` when a local window holds fewer than 3 points or one value only.
 * @example
 * loess([1, 2, 3, 4, 5, 6], [1, 4, 9, 16, 25, 36], { span: 1 }).at(2.5); // 6.25
 * @see Cleveland and Devlin, JASA 83 (1988) 596-610; R's loess(degree = 2).
 */
export function loess(x: ArrayLike<number>, y: ArrayLike<number>, options: LoessOptions = {}): Loess {
  const { span, surface, cell } = checkOptions(options, DEFAULTS);
  const points = sortPoints(x, y, span);
  const direct = (place: number) => fitAt(points, place).value;
  const sharesAt = (place: number) => {
    const fit = fitAt(points, place);
    const result = new Float64Array(points.order.length);
    fit.shares.forEach((share, k) => {
      result[points.order[fit.from + k]!] = share;
    });
    return result;
  };
  const at = surface === 'direct' ? direct : interpolated(points, Math.floor(x.length * span * cell));
  return { at, sharesAt };
}
