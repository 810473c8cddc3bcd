/**
 * Observed and expected events of groups over the times of a stratum, weighted.
 *
 * Reads groups in the order of time, gives sums with their variance and the statistic. Knows no P value.
 */
import { cholesky, choleskySolve } from '../../linear/cholesky.ts';

/**
 * What an event counts at each time. 'log-rank' 1; 'gehan' the number at risk; 'tarone-ware' its root;
 * 'peto-peto' survival just before (R's rho = 1); 'peto-modified' the product of 1 - d / (n + 1) up to the time;
 * an object S(t-)^rho (1 - S(t-))^gamma after Fleming and Harrington.
 */
export type LogRankWeights =
  | 'log-rank'
  | 'gehan'
  | 'tarone-ware'
  | 'peto-peto'
  | 'peto-modified'
  | { readonly rho: number; readonly gamma: number };

interface Sums {
  readonly observed: Float64Array;
  readonly expected: Float64Array;
  readonly variance: Float64Array;
}

interface Moment {
  /** Patients at risk, all and by group. */
  readonly atRisk: number;
  readonly byGroup: Float64Array;
  /** Events, all and by group. */
  readonly dead: number;
  readonly deadByGroup: Float64Array;
}

function addMoment(sums: Sums, moment: Moment, weight: number): void {
  const { atRisk, byGroup, dead, deadByGroup } = moment;
  const groups = byGroup.length;
  const spread = atRisk > 1 ? (weight * weight * dead * (atRisk - dead)) / (atRisk * (atRisk - 1)) : 0;
  for (let a = 0; a < groups; a++) {
    const share = byGroup[a]! / atRisk;
    sums.observed[a]! += weight * deadByGroup[a]!;
    sums.expected[a]! += weight * dead * share;
    for (let b = 0; b < groups; b++)
      sums.variance[a * groups + b]! += spread * ((a === b ? byGroup[a]! : 0) - share * byGroup[b]!);
  }
}

interface Progress {
  /** Kaplan-Meier survival just before the time. */
  before: number;
  /** Product of 1 - d / (n + 1) up to and with the time. */
  modified: number;
}

function weightOf(weights: LogRankWeights, atRisk: number, progress: Progress): number {
  if (typeof weights === 'object')
    return progress.before ** weights.rho * (1 - progress.before) ** weights.gamma;
  switch (weights) {
    case 'log-rank':
      return 1;
    case 'gehan':
      return atRisk;
    case 'tarone-ware':
      return Math.sqrt(atRisk);
    case 'peto-peto':
      return progress.before;
    case 'peto-modified':
      return progress.modified;
    default:
      return weights satisfies never;
  }
}

/** Add one stratum's times to the sums. */
export function addStratum(
  sums: Sums,
  stratum: { runs: readonly [number, number]; starts: Uint32Array; group: Uint32Array; dead: Uint8Array },
  weights: LogRankWeights,
): void {
  const { starts, group, dead } = stratum;
  const [firstRun, endRun] = stratum.runs;
  const groups = sums.observed.length;
  const byGroup = new Float64Array(groups);
  const deadByGroup = new Float64Array(groups);
  let atRisk = starts[endRun]! - starts[firstRun]!;
  for (let place = starts[firstRun]!; place < starts[endRun]!; place++) byGroup[group[place]!]!++;
  const progress: Progress = { before: 1, modified: 1 };
  for (let run = firstRun; run < endRun; run++) {
    deadByGroup.fill(0);
    let events = 0;
    for (let place = starts[run]!; place < starts[run + 1]!; place++) {
      events += dead[place]!;
      deadByGroup[group[place]!]! += dead[place]!;
    }
    if (events > 0) {
      progress.modified *= 1 - events / (atRisk + 1);
      addMoment(sums, { atRisk, byGroup, dead: events, deadByGroup }, weightOf(weights, atRisk, progress));
      progress.before *= (atRisk - events) / atRisk;
    }
    for (let place = starts[run]!; place < starts[run + 1]!; place++) byGroup[group[place]!]!--;
    atRisk -= starts[run + 1]! - starts[run]!;
  }
}

/** Chi-square statistic of observed less expected, with the rank of the variance. */
export function quadratic(sums: Sums): { statistic: number | null; degreesOfFreedom: number } {
  const groups = sums.observed.length;
  const size = groups - 1;
  const values = new Float64Array(size * size);
  for (let a = 0; a < size; a++)
    for (let b = 0; b < size; b++) values[a * size + b] = sums.variance[a * groups + b]!;
  const difference = Float64Array.from({ length: size }, (_, a) => sums.observed[a]! - sums.expected[a]!);
  const factor = cholesky({ rows: size, columns: size, values });
  if (factor.rank === 0) return { statistic: null, degreesOfFreedom: 0 };
  const solved = choleskySolve(factor, difference);
  const statistic = solved.reduce((sum, value, a) => sum + value * difference[a]!, 0);
  return { statistic: Math.max(0, statistic), degreesOfFreedom: factor.rank };
}
