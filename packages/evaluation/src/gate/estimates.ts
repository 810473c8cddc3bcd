/**
 * Whether one estimate agrees with itself: value, limits, range and P.
 */
import type { Estimate } from '@mriscore/stats';
import { normalQuantile, normalSurvival } from '@mriscore/stats';
import type { HazardRatio } from '../judge/result.ts';

/** Rounding of the eighth digit is no contradiction. */
export const TOLERANCE = 1e-8;

/** True when two numbers are the same for print. */
export function agree(one: number, other: number, tolerance: number = TOLERANCE): boolean {
  return Math.abs(one - other) <= tolerance * Math.max(1, Math.abs(one), Math.abs(other));
}

/** Where a number may lie. */
export type Range = readonly [lowest: number, highest: number];

/** Shares and areas. */
export const UNIT: Range = [0, 1];
/** Ratios. */
export const RATIO: Range = [0, Number.POSITIVE_INFINITY];
/** Anything. */
export const ANY: Range = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/** What is wrong with an estimate. */
export function estimateViolations(name: string, estimate: Estimate, [from, to]: Range): readonly string[] {
  const { value, lower, upper, reason } = estimate;
  const found: string[] = [];
  if (value === null && reason === undefined) found.push(`${name} is not defined and no reason is given.`);
  for (const number of [value, lower, upper]) {
    if (number === null) continue;
    if (!Number.isFinite(number)) found.push(`${name} is not a finite number.`);
    else if (number < from - TOLERANCE || number > to + TOLERANCE)
      found.push(`${name} has ${number}, outside of ${from} to ${to}.`);
  }
  if (lower !== null && value !== null && lower > value + TOLERANCE)
    found.push(`${name} is ${value}, below its lower limit ${lower}.`);
  if (upper !== null && value !== null && upper < value - TOLERANCE)
    found.push(`${name} is ${value}, above its upper limit ${upper}.`);
  if (lower !== null && upper !== null && lower > upper)
    found.push(`${name} has its lower limit ${lower} above its upper limit ${upper}.`);
  return found;
}

/** A P value has to be in [0, 1]. */
export function pViolations(name: string, p: number | null): readonly string[] {
  return p === null || (p >= 0 && p <= 1) ? [] : [`${name} has P = ${p}, outside of 0 to 1.`];
}

/**
 * The P that a ratio and its limits stand for, by the Wald test on the logarithm.
 *
 * @returns null when a limit is missing or not above 0.
 * @example
 * pOfLimits({ value: 0.491, lower: 0.27, upper: 0.892, level: 0.95, method: 'Cox' }); // 0.0196
 */
export function pOfLimits({ value, lower, upper, level }: Estimate): number | null {
  if (value === null || lower === null || upper === null || lower <= 0 || upper <= lower) return null;
  const width = Math.log(upper) - Math.log(lower);
  const error = width / (2 * normalQuantile((1 + level) / 2));
  return 2 * normalSurvival(Math.abs(Math.log(value)) / error);
}

/**
 * Whether a ratio, its limits and its P tell the same story.
 *
 * @param digits Digits after the point that were kept of value and limits; left out for unrounded numbers.
 */
export function ratioViolations(name: string, ratio: HazardRatio, digits?: number): readonly string[] {
  const found = [...estimateViolations(name, ratio, RATIO), ...pViolations(name, ratio.p)];
  const { lower, upper, p, level } = ratio;
  if (p === null || lower === null || upper === null || found.length > 0) return found;
  const expected = pOfLimits(ratio);
  if (expected === null) return found;
  const [least, most] = digits === undefined ? [expected, expected] : roundedRange(ratio, digits);
  const slack = digits === undefined ? 1e-6 : 0.0005;
  if (p < least - slack || p > most + slack)
    found.push(
      `${name} is ${ratio.value} [${lower}, ${upper}], which stands for P = ${expected.toPrecision(3)}, but P = ${p} is given.`,
    );
  const excludesOne = lower > 1 || upper < 1;
  if (digits === undefined && excludesOne !== p < 1 - level && Math.abs(p - (1 - level)) > 1e-6)
    found.push(`${name}: the interval ${excludesOne ? 'leaves out' : 'holds'} 1, but P = ${p}.`);
  return found;
}

/** P from the extremes that rounding of value and limits leaves open. */
function roundedRange(ratio: HazardRatio, digits: number): readonly [number, number] {
  const half = 0.5 * 10 ** -digits;
  const shifts = [-half, 0, half];
  const all = shifts.flatMap((a) =>
    shifts.flatMap((b) =>
      shifts.flatMap((c) => {
        const moved = {
          ...ratio,
          value: (ratio.value ?? 0) + a,
          lower: (ratio.lower ?? 0) + b,
          upper: (ratio.upper ?? 0) + c,
        };
        return pOfLimits(moved) ?? [];
      }),
    ),
  );
  return [Math.min(...all), Math.max(...all)];
}
