/**
 * How far two measurements of the same patients lie apart.
 *
 * Reads two columns in the same unit, gives bias, limits of agreement, Lin's concordance and correlations.
 */
import { requireFiniteColumn, requireRows } from '../columns.ts';
import { studentQuantile } from '../distributions/student.ts';
import { StatsError } from '../errors.ts';
import type { Estimate } from '../types.ts';

/** Agreement of two measurements. */
export interface BlandAltman {
  readonly n: number;
  /** Mean of first minus second. */
  readonly bias: Estimate;
  /** Standard deviation of the differences (divisor n - 1). */
  readonly standardDeviation: number;
  /** bias - 1.96 SD. */
  readonly lowerLimit: Estimate;
  /** bias + 1.96 SD. */
  readonly upperLimit: Estimate;
  /** Lin's concordance with variances of divisor n; null when neither measurement varies and they agree. */
  readonly concordance: number | null;
  /** The same with variances of divisor n - 1. */
  readonly concordanceUnbiased: number | null;
  /** Product-moment correlation; null when a measurement does not vary. */
  readonly pearson: number | null;
  /** Rank correlation with mean ranks in ties. */
  readonly spearman: number | null;
  /** Kendall's tau-b. */
  readonly kendallTauB: number | null;
}

interface Moments {
  readonly meanX: number;
  readonly meanY: number;
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}

function moments(x: ArrayLike<number>, y: ArrayLike<number>): Moments {
  const n = x.length;
  let meanX = 0;
  let meanY = 0;
  for (let i = 0; i < n; i++) {
    meanX += x[i]! / n;
    meanY += y[i]! / n;
  }
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    xx += (x[i]! - meanX) ** 2;
    yy += (y[i]! - meanY) ** 2;
    xy += (x[i]! - meanX) * (y[i]! - meanY);
  }
  return { meanX, meanY, xx, yy, xy };
}

function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  const { xx, yy, xy } = moments(x, y);
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : null;
}

function lin(m: Moments, divisor: number): number | null {
  const bottom = (m.xx + m.yy) / divisor + (m.meanX - m.meanY) ** 2;
  return bottom > 0 ? (2 * m.xy) / divisor / bottom : null;
}

/** Ranks from 1 with the mean rank in ties. */
function midranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let k = from; k < to; k++) ranks[order[k]!] = (from + to + 1) / 2;
    from = to;
  }
  return ranks;
}

function tauB(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  let score = 0;
  let untiedX = 0;
  let untiedY = 0;
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      const a = Math.sign(x[i]! - x[j]!);
      const b = Math.sign(y[i]! - y[j]!);
      score += a * b;
      untiedX += a * a;
      untiedY += b * b;
    }
  }
  return untiedX > 0 && untiedY > 0 ? score / Math.sqrt(untiedX * untiedY) : null;
}

/** The limits are 1.96 standard deviations from the bias, the number in Bland and Altman's papers. */
const LIMIT = 1.96;

/**
 * Bland and Altman's limits of agreement.
 *
 * @param x First measurement, length n >= 2, finite.
 * @param y Second measurement in the same unit, length n.
 * @param level Confidence level of the intervals. Default 0.95.
 * @throws StatsError `input/*`.
 * @example
 * blandAltman([10, 12, 14], [11, 12, 12]).bias.value; // 1 / 3
 * @see Bland and Altman, Stat Methods Med Res 8 (1999) 135-160; Lin, Biometrics 45 (1989) 255-268.
 */
export function blandAltman(x: ArrayLike<number>, y: ArrayLike<number>, level = 0.95): BlandAltman {
  const n = requireRows({ x, y });
  requireFiniteColumn(x, 'x');
  requireFiniteColumn(y, 'y');
  if (n < 2) {
    throw new StatsError('input/too-few', {
      found: `Found ${n} patient.`,
      needed: 'Needed at least two for a spread of differences.',
      remedy: 'Measure more patients twice.',
    });
  }
  const differences = Float64Array.from({ length: n }, (_, i) => x[i]! - y[i]!);
  const d = moments(differences, differences);
  const sd = Math.sqrt(d.xx / (n - 1));
  const t = studentQuantile((1 + level) / 2, n - 1);
  const halfBias = (t * sd) / Math.sqrt(n);
  const halfLimit = t * sd * Math.sqrt(1 / n + LIMIT ** 2 / (2 * (n - 1)));
  const around = (value: number, half: number, method: string): Estimate => {
    return { value, lower: value - half, upper: value + half, level, method };
  };
  const limitMethod = 'bias and 1.96 SD, approximate t interval';
  const m = moments(x, y);
  return {
    n,
    bias: around(d.meanX, halfBias, 'mean difference, t interval'),
    standardDeviation: sd,
    lowerLimit: around(d.meanX - LIMIT * sd, halfLimit, limitMethod),
    upperLimit: around(d.meanX + LIMIT * sd, halfLimit, limitMethod),
    concordance: lin(m, n),
    concordanceUnbiased: lin(m, n - 1),
    pearson: correlation(x, y),
    spearman: correlation(midranks(x), midranks(y)),
    kendallTauB: tauB(x, y),
  };
}
