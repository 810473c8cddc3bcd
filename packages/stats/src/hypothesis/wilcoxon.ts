/**
 * Whether one group tends to larger values than another.
 *
 * Reads two groups or pairs, gives Wilcoxon's rank-sum and signed-rank tests, exact where R is exact and by the normal
 * distribution elsewhere; every P is given so that a footnote can name the one used. Knows no effect size but U.
 */
import { type Numbers, requireFiniteColumn, requireRows } from '../columns.ts';
import { normalSurvival } from '../distributions/normal.ts';
import { midRanks, type Ranks } from './ranks.ts';
import { asFarFromMean, twiceSmallerTail, waysOfSums } from './ways-of-sums.ts';

/** R takes the exact distribution below this many values. */
export const EXACT_BELOW = 50;

/** What both Wilcoxon tests give. */
export interface RankTest {
  /** The statistic: U of the first group, or the rank sum of positive differences. */
  readonly statistic: number;
  /** Two-sided P from the normal distribution with ties and continuity correction; null when all values tie. */
  readonly pCorrected: number | null;
  /** The same without continuity correction. */
  readonly pNormal: number | null;
  /** Exact two-sided P where there is no tie (and no zero difference) and few values; otherwise null. */
  readonly pExact: number | null;
  /** The P that R prints by default: exact where given, else corrected. */
  readonly p: number | null;
  /** Name of the default P. */
  readonly method: string;
  /** Why a P is null. */
  readonly reason?: string;
}

/** Rank-sum test. */
export interface RankSumTest extends RankTest {
  /** Exact permutation P with ties, below 50 values a group; null elsewhere and where nothing ties. */
  readonly pPermutation: number | null;
}

/** Two-sided normal P of a centred statistic, shrunk towards 0 by the correction. */
export function normalP(centred: number, sigma: number, correction: number): number | null {
  if (sigma === 0) return null;
  const z = (centred - Math.sign(centred) * correction) / sigma;
  return Math.min(1, 2 * Math.min(normalSurvival(z), normalSurvival(-z)));
}

/** Twice a one-sided share, at most 1. */
export function doubled(ranks: Float64Array): Uint32Array {
  return Uint32Array.from(ranks, (rank) => Math.round(2 * rank));
}

/** Name of the exact method. */
export const EXACT_METHOD = 'exact';

/** Name of the normal method. */
export const CORRECTED_METHOD = 'normal with continuity correction';

/**
 * Wilcoxon's rank-sum test (Mann-Whitney).
 *
 * @param first Values of one group, finite.
 * @param second Values of the other group.
 * @throws StatsError `input/empty`, `input/not-finite`.
 * @example
 * rankSumTest([1.1, 2.3, 3.7], [0.4, 1.9]).p;
 * @see Wilcoxon, Biometrics Bull 1 (1945) 80-83; Mann and Whitney, Ann Math Stat 18 (1947) 50-60. R: wilcox.test;
 * exactRankTests::wilcox.exact for the permutation P.
 */
export function rankSumTest(first: Numbers, second: Numbers): RankSumTest {
  const m = requireRows({ first });
  const n = requireRows({ second });
  requireFiniteColumn(first, 'the first group');
  requireFiniteColumn(second, 'the second group');
  const all = midRanks(Float64Array.from([...Array.from(first), ...Array.from(second)]));
  let rankSum = 0;
  for (let i = 0; i < m; i++) rankSum += all.ranks[i]!;
  const statistic = rankSum - (m * (m + 1)) / 2;
  const total = m + n;
  const sigma = Math.sqrt(((m * n) / 12) * (total + 1 - all.tieSum / (total * (total - 1))));
  const centred = statistic - (m * n) / 2;
  const { pExact, pPermutation } = exactRankSum(all, m, rankSum);
  const pCorrected = normalP(centred, sigma, 0.5);
  return {
    statistic,
    pCorrected,
    pNormal: normalP(centred, sigma, 0),
    pExact,
    pPermutation,
    p: pExact ?? pCorrected,
    method: pExact === null ? CORRECTED_METHOD : EXACT_METHOD,
    ...(pCorrected === null ? { reason: 'All values are equal: the normal test is 0 / 0.' } : {}),
  };
}

function exactRankSum(all: Ranks, m: number, rankSum: number) {
  const n = all.ranks.length - m;
  if (m >= EXACT_BELOW || n >= EXACT_BELOW) return { pExact: null, pPermutation: null };
  const ways = waysOfSums(doubled(all.ranks), m);
  if (all.tieSum === 0) return { pExact: twiceSmallerTail(ways, 2 * rankSum), pPermutation: null };
  return { pExact: null, pPermutation: asFarFromMean(ways, 2 * rankSum, m * (m + n + 1)) };
}
