/**
 * What share of patients has the condition at each predicted probability, by Cleveland's locally weighted lines.
 *
 * Reads points, gives the smooth at each of them, value for value as R's `lowess(iter = 0)`. Knows nothing of
 * calibration.
 */
import { checkOptions } from '../options.ts';

/** Options of `lowess`, under R's names. */
export interface LowessOptions {
  /** Share of points that each line is fitted to. Default 2/3. */
  readonly f?: number;
  /** Points closer than this to the last fitted one are interpolated. Default 1 % of the range. */
  readonly delta?: number;
}

const DEFAULTS = Object.freeze({ f: 2 / 3, delta: undefined });

interface Window {
  left: number;
  right: number;
}

/** Fit of one line at `at` with tricube weights over the window; NaN when no weight is left. */
function localLine(x: Float64Array, y: Float64Array, at: number, window: Window): number {
  const range = x[x.length - 1]! - x[0]!;
  const h = Math.max(at - x[window.left]!, x[window.right]! - at);
  const far = 0.999 * h;
  const near = 0.001 * h;
  const weights: number[] = [];
  let total = 0;
  for (let j = window.left; j < x.length; j++) {
    const distance = Math.abs(x[j]! - at);
    let weight = 0;
    if (distance <= far) weight = distance <= near ? 1 : (1 - (distance / h) ** 3) ** 3;
    else if (x[j]! > at) break;
    total += weight;
    weights.push(weight);
  }
  if (total <= 0) return Number.NaN;
  let mean = 0;
  for (let k = 0; k < weights.length; k++) {
    weights[k]! /= total;
    mean += weights[k]! * x[window.left + k]!;
  }
  let slope = at - mean;
  let spread = 0;
  for (let k = 0; k < weights.length; k++) spread += weights[k]! * (x[window.left + k]! - mean) ** 2;
  const useLine = Math.sqrt(spread) > 0.001 * range;
  if (useLine) slope /= spread;
  let fit = 0;
  for (let k = 0; k < weights.length; k++) {
    const tilt = useLine ? slope * (x[window.left + k]! - mean) + 1 : 1;
    fit += weights[k]! * tilt * y[window.left + k]!;
  }
  return fit;
}

/** Slides the window of nearest points to the right as long as the point beyond it is nearer than its left end. */
function slide(x: Float64Array, at: number, window: Window): void {
  while (window.right < x.length - 1 && at - x[window.left]! > x[window.right + 1]! - at) {
    window.left++;
    window.right++;
  }
}

/** Last point that repeats an already fitted x, and the last that is close enough to be skipped. */
function nextToFit(x: Float64Array, fitted: Float64Array, state: { last: number; delta: number }): number {
  const limit = x[state.last]! + state.delta;
  let next = state.last + 1;
  for (; next < x.length; next++) {
    if (x[next]! > limit) break;
    if (x[next]! === x[state.last]!) {
      fitted[next] = fitted[state.last]!;
      state.last = next;
    }
  }
  return Math.max(state.last + 1, next - 1);
}

/**
 * Locally weighted regression of points sorted by x, without robustness iterations.
 *
 * @param x Ascending. Length n >= 1.
 * @param y One value each.
 * @returns The smooth at each x.
 * @example
 * lowess(Float64Array.of(1, 2, 3, 4), Float64Array.of(2, 4, 6, 8)); // 2, 4, 6, 8
 * @see Cleveland, Am Stat 35 (1981) 54; R's lowess with iter = 0.
 */
export function lowess(x: Float64Array, y: Float64Array, options: LowessOptions = {}): Float64Array {
  const { f, delta } = checkOptions(options, DEFAULTS);
  const n = x.length;
  const fitted = new Float64Array(n);
  if (n < 2) return Float64Array.from(y);
  const points = Math.max(2, Math.min(n, Math.floor(f * n + 1e-7)));
  const state = { last: -1, delta: delta ?? 0.01 * (x[n - 1]! - x[0]!) };
  const window = { left: 0, right: points - 1 };
  let i = 0;
  for (;;) {
    slide(x, x[i]!, window);
    const value = localLine(x, y, x[i]!, window);
    fitted[i] = Number.isNaN(value) ? y[i]! : value;
    if (state.last < i - 1) {
      const width = x[i]! - x[state.last]!;
      for (let j = state.last + 1; j < i; j++) {
        const share = (x[j]! - x[state.last]!) / width;
        fitted[j] = share * fitted[i]! + (1 - share) * fitted[state.last]!;
      }
    }
    state.last = i;
    i = nextToFit(x, fitted, state);
    if (state.last >= n - 1) return fitted;
  }
}
