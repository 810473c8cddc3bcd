/**
 * Whether groups of patients have the same hazard.
 *
 * Reads follow-up and group codes, gives the log-rank test and its weighted and stratified relatives.
 * Knows nothing of how large the difference is in other words than observed and expected events.
 */
import { StatsError } from '../../errors.ts';
import { requireKnown } from '../../options.ts';
import type { FollowUp } from '../../types.ts';
import { requireFollowUp } from '../follow-up/follow-up.ts';
import { chiSquareP } from '../follow-up/probability.ts';
import { checkCodes, compressCodes, inOrder, timedStrata } from '../follow-up/strata.ts';
import { addStratum, type LogRankWeights, quadratic } from './log-rank-sums.ts';

/** How `logRank` weighs events and separates patients. */
export interface LogRankOptions {
  /** What an event counts at each time. Default 'log-rank'. */
  readonly weights?: LogRankWeights;
  /** Integer codes; patients are compared within a stratum only. Default one stratum. */
  readonly strata?: ArrayLike<number>;
}

const KNOWN = Object.freeze({ weights: 'log-rank', strata: undefined });

const FLEMING_HARRINGTON = Object.freeze({ rho: undefined, gamma: undefined });

/** A test of equal hazards. Arrays have one value a group, in ascending order of the codes. */
export interface LogRankTest {
  /** Chi-square statistic; null with a reason when the groups are never at risk together. */
  readonly statistic: number | null;
  /** Rank of the variance matrix: groups less one, less groups without information. */
  readonly degreesOfFreedom: number;
  /** P value, null when the statistic is. */
  readonly p: number | null;
  /** Group codes, ascending. */
  readonly groups: readonly number[];
  /** Patients in each group. */
  readonly n: readonly number[];
  /** Weighted events seen in each group. */
  readonly observed: readonly number[];
  /** Weighted events expected in each group if hazards were equal. */
  readonly expected: readonly number[];
  /** Hypergeometric variance of observed - expected, groups x groups. */
  readonly variance: readonly (readonly number[])[];
  /** Name of the test. */
  readonly method: string;
  /** Why the statistic is null. */
  readonly reason?: string;
}

function nameOf(options: LogRankOptions): string {
  const { weights = 'log-rank' } = options;
  const name =
    typeof weights === 'object' ? `Fleming-Harrington (${weights.rho}, ${weights.gamma})` : weights;
  return `${name} test${options.strata ? ', stratified' : ''}`;
}

/**
 * Test whether groups have the same hazard.
 *
 * @param followUp Months and events of n patients.
 * @param groups Integer group codes, at least two different ones. Length n.
 * @throws StatsError `survival/groups` with fewer than two groups or codes that are not integers; `survival/time`,
 * `survival/event`, `input/length`.
 * @example
 * logRank(followUp, Int32Array.of(0, 0, 1, 1)).p;
 * @see Mantel, Cancer Chemother Rep 50 (1966) 163-170; Fleming and Harrington, Commun Stat A 10 (1981) 763-794;
 * R survival::survdiff.
 */
export function logRank(
  followUp: FollowUp,
  groups: ArrayLike<number>,
  options: LogRankOptions = {},
): LogRankTest {
  requireKnown(options, KNOWN);
  if (typeof options.weights === 'object') requireKnown(options.weights, FLEMING_HARRINGTON);
  requireFollowUp(followUp);
  const n = followUp.months.length;
  checkCodes(groups, n, 'group');
  if (options.strata) checkCodes(options.strata, n, 'stratum');
  const { codes, index } = compressCodes(groups);
  if (codes.length < 2)
    throw new StatsError('survival/groups', {
      found: `Found ${codes.length} group.`,
      needed: 'Needed at least two groups to compare.',
      remedy: 'Check the group column or the cut-off that made it.',
    });
  const timed = timedStrata(followUp, options.strata);
  const group = inOrder(timed.patients, index, new Uint32Array(n));
  const dead = inOrder(timed.patients, followUp.observed, new Uint8Array(n));
  const k = codes.length;
  const sums = {
    observed: new Float64Array(k),
    expected: new Float64Array(k),
    variance: new Float64Array(k * k),
  };
  for (let s = 0; s < timed.codes.length; s++) {
    const runs = [timed.stratumRuns[s]!, timed.stratumRuns[s + 1]!] as const;
    addStratum(sums, { runs, starts: timed.runStarts, group, dead }, options.weights ?? 'log-rank');
  }
  const counts = new Array<number>(k).fill(0);
  for (const code of index) counts[code]!++;
  const test = quadratic(sums);
  return {
    ...test,
    p: test.statistic === null ? null : chiSquareP(test.statistic, test.degreesOfFreedom),
    groups: codes,
    n: counts,
    observed: Array.from(sums.observed),
    expected: Array.from(sums.expected),
    variance: codes.map((_, a) => Array.from(sums.variance.subarray(a * k, (a + 1) * k))),
    method: nameOf(options),
    ...(test.statistic === null
      ? { reason: 'No event happened while patients of different groups were at risk together.' }
      : {}),
  };
}
