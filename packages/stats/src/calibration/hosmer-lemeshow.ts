/**
 * Whether groups of predictions have as many events as expected.
 *
 * Reads probabilities and labels, gives the test of Hosmer and Lemeshow. Depends on the number of groups.
 */
import { chiSquaredSurvival } from '../distributions/chi-squared.ts';
import { fillBins, quantileEdges } from './bins.ts';
import { checkPredictions } from './predictions.ts';

/** Hosmer-Lemeshow test. Null where ties leave it undefined, with the reason. */
export interface HosmerLemeshow {
  readonly groupsRequested: number;
  readonly groupsUsed: number;
  readonly statistic: number | null;
  readonly df: number;
  readonly p: number | null;
  readonly reason?: string;
}

/**
 * Hosmer and Lemeshow's test of fit, as R's ResourceSelection::hoslem.test. For comparison with older work only: it
 * says neither how wrong the risks are nor in which direction, and depends on the bins.
 *
 * @param probabilities Probability of label 1, in [0, 1], length n.
 * @param labels 0 or 1, length n.
 * @param groups Number of quantile groups. Default 10.
 * @throws StatsError `input/*`.
 * @see Hosmer and Lemeshow, Commun Stat A9 (1980) 1043-1069.
 */
export function hosmerLemeshow(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  groups = 10,
): HosmerLemeshow {
  const checked = checkPredictions(probabilities, labels);
  const edges = quantileEdges(checked.probabilities, groups);
  const bins = fillBins(checked, edges);
  const filled = bins.filter((bin) => bin.n > 0);
  const shape = { groupsRequested: groups, groupsUsed: bins.length, df: filled.length - 2 };
  const none = (reason: string) => ({ ...shape, statistic: null, p: null, reason });
  if (filled.length < bins.length) return none('Ties leave a group empty.');
  if (edges.length < 2) return none('All predictions are the same.');
  let statistic = 0;
  for (const bin of bins) {
    const expected = bin.n * bin.meanProbability!;
    const distance = (bin.events - expected) ** 2;
    statistic += distance / expected + distance / (bin.n - expected);
  }
  if (!Number.isFinite(statistic)) return none('A group has an expected count of 0.');
  if (shape.df < 1)
    return { ...shape, statistic, p: null, reason: 'Fewer than 3 groups leave no degree of freedom.' };
  return { ...shape, statistic, p: chiSquaredSurvival(statistic, shape.df) };
}
