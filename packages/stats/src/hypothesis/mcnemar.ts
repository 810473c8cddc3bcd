/**
 * Whether two classifiers are right on different patients.
 *
 * Reads which patients each got right, gives McNemar's test in its four usual forms. Knows no cut-off.
 */
import { type Numbers, requireLabels, requireRows } from '../columns.ts';
import { chiSquaredSurvival } from '../distributions/chi-squared.ts';
import { binomialCdf, binomialProbability } from '../distributions/discrete.ts';
import type { ChiSquareTest } from '../types.ts';

/** McNemar's test. */
export interface McNemarTest {
  /** Patients that both got right. */
  readonly both: number;
  /** Patients that only the first got right. */
  readonly onlyFirst: number;
  /** Patients that only the second got right. */
  readonly onlySecond: number;
  /** Patients that neither got right. */
  readonly neither: number;
  /** With continuity correction: R's default. No correction where the two counts are equal. */
  readonly corrected: ChiSquareTest;
  /** Without correction. */
  readonly uncorrected: ChiSquareTest;
  /** Exact binomial P; 1 without a discordant patient. The one to report. */
  readonly pExact: number;
  /** Mid-P: less conservative than the exact one. */
  readonly pMid: number;
  /** Why both chi-squared statistics are null. */
  readonly reason?: string;
}

function chiSquared(difference: number, total: number): ChiSquareTest {
  if (total === 0) return { statistic: null, degreesOfFreedom: 1, p: null };
  const statistic = difference ** 2 / total;
  return { statistic, degreesOfFreedom: 1, p: chiSquaredSurvival(statistic, 1) };
}

/**
 * McNemar's test of two classifiers on the same patients.
 *
 * @param first Length n, 1 where the first was right.
 * @param second Length n, 1 where the second was right.
 * @throws StatsError `input/length`, `input/empty`, `input/label`.
 * @example
 * mcnemarTest([1, 1, 1, 0], [0, 0, 1, 1]).pExact; // 1
 * @see McNemar, Psychometrika 12 (1947) 153-157; Fagerland et al., BMC Med Res Methodol 13 (2013) 91.
 * R: mcnemar.test, binom.test.
 */
export function mcnemarTest(first: Numbers, second: Numbers): McNemarTest {
  const n = requireRows({ first, second });
  requireLabels(first, 'first');
  requireLabels(second, 'second');
  const counts: [number, number, number, number] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) counts[(2 * first[i]! + second[i]!) as 0 | 1 | 2 | 3]++;
  const [neither, onlySecond, onlyFirst, both] = counts;
  const total = onlyFirst + onlySecond;
  const difference = Math.abs(onlyFirst - onlySecond);
  const fewer = Math.min(onlyFirst, onlySecond);
  const twice = 2 * binomialCdf(fewer, total, 0.5);
  return {
    both,
    onlyFirst,
    onlySecond,
    neither,
    corrected: chiSquared(difference === 0 ? 0 : difference - 1, total),
    uncorrected: chiSquared(difference, total),
    pExact: Math.min(1, twice),
    pMid: Math.min(1, twice - binomialProbability(fewer, total, 0.5)),
    ...(total === 0 ? { reason: 'No patient was judged differently: the statistic is 0 / 0.' } : {}),
  };
}
