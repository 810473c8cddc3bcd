/**
 * Whether paired values differ, by their ranks.
 *
 * Reads two columns of the same patients, gives Wilcoxon's signed-rank test. Differences of 0 are dropped.
 */
import { type Numbers, requireFiniteColumn, requireRows } from '../columns.ts';
import { midRanks } from './ranks.ts';
import { twiceSmallerTail, waysOfSubsets } from './ways-of-sums.ts';
import { CORRECTED_METHOD, doubled, EXACT_BELOW, EXACT_METHOD, normalP, type RankTest } from './wilcoxon.ts';

/**
 * Wilcoxon's signed-rank test of pairs. Pairs without a difference are dropped, as R does.
 *
 * @param first Length n, finite.
 * @param second Length n, same patients.
 * @throws StatsError `input/length`, `input/empty`, `input/not-finite`.
 * @example
 * signedRankTest(before, after).p;
 * @see Wilcoxon, Biometrics Bull 1 (1945) 80-83. R: wilcox.test(paired = TRUE).
 */
export function signedRankTest(first: Numbers, second: Numbers): RankTest {
  const n = requireRows({ first, second });
  requireFiniteColumn(first, 'first');
  requireFiniteColumn(second, 'second');
  const differences = Float64Array.from({ length: n }, (_, i) => first[i]! - second[i]!).filter(
    (d) => d !== 0,
  );
  const kept = differences.length;
  const { ranks, tieSum } = midRanks(differences.map(Math.abs));
  const statistic = differences.reduce((sum, d, i) => sum + (d > 0 ? ranks[i]! : 0), 0);
  const sigma = Math.sqrt((kept * (kept + 1) * (2 * kept + 1)) / 24 - tieSum / 48);
  const centred = statistic - (kept * (kept + 1)) / 4;
  const isExact = kept === n && tieSum === 0 && n < EXACT_BELOW;
  const pExact = isExact ? twiceSmallerTail(waysOfSubsets(doubled(ranks)), 2 * statistic) : null;
  const pCorrected = normalP(centred, sigma, 0.5);
  return {
    statistic,
    pCorrected,
    pNormal: normalP(centred, sigma, 0),
    pExact,
    p: pExact ?? pCorrected,
    method: isExact ? EXACT_METHOD : CORRECTED_METHOD,
    ...(pCorrected === null ? { reason: 'No pair differs: the test is 0 / 0.' } : {}),
  };
}
