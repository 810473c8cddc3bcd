/**
 * Whether a cut-off picked for the largest difference in survival is more than luck.
 *
 * Reads a score and follow-up, gives the cut-off that a maximally selected log-rank statistic picks, with P values that
 * pay for the picking, and the naive one only beside them. Knows nothing of other covariates. For training patients: a
 * cut-off picked so is locked and applied to others.
 */
import { type Numbers, requireFiniteColumn, requireRows } from '../columns.ts';
import { midpoint } from '../discrimination/roc-curve.ts';
import { StatsError } from '../errors.ts';
import { checkOptions } from '../options.ts';
import { logRank } from '../survival/curve/log-rank.ts';
import { requireFollowUp } from '../survival/follow-up/follow-up.ts';
import type { Cutoff, FollowUp } from '../types.ts';
import {
  candidateCounts,
  type MaximalSelectionOptions,
  momentsOf,
  placeOfLargest,
  standardised,
} from './candidate-cuts.ts';
import { lausen92, lausen94, permutationP } from './corrected-p.ts';
import { argsort, logRankScores, requireDifference, requireEvents } from './log-rank-scores.ts';
import { hashRows } from './sha256.ts';

const DEFAULTS = Object.freeze({
  minimumShare: 0.1,
  maximumShare: 0.9,
  random: null,
  permutations: 10000,
});

/** A cut-off selected for the largest log-rank statistic. */
export interface MaximalSelection {
  /** The cut-off to lock: between the selected score and the next higher one. */
  readonly cutoff: Cutoff;
  /** The selected score: the lower group has score <= cutpoint. R's maxstat prints this one. */
  readonly cutpoint: number;
  /** Largest standardised log-rank statistic, absolute. */
  readonly statistic: number;
  /** Corrected P of Lausen and Schumacher, 1992. */
  readonly pLausen92: number;
  /** Corrected P of Lausen, Sauerbrei and Schumacher, 1994: from the numbers at each cut; better for few cuts. */
  readonly pLausen94: number;
  /** Corrected P by permuting the scores; null without random numbers. */
  readonly pPermutation: number | null;
  /** P of an ordinary log-rank test at the cut-off. Not valid: it ignores the search. */
  readonly pNaive: number | null;
  /** Candidate cutpoints, rising. */
  readonly cuts: Float64Array;
  /** Standardised statistic at each candidate, absolute. */
  readonly statistics: Float64Array;
  /** Log-rank score of each patient, in the order of the rows. */
  readonly logRankScores: Float64Array;
  /** What a reader has to know. */
  readonly caution: string;
}

const CAUTION =
  'The cut-off was selected for the largest difference. Report the corrected P, lock the cut-off, and test it on other patients.';

function requireShares(options: MaximalSelectionOptions): void {
  const { minimumShare: low, maximumShare: high } = options;
  if (low > 0 && high < 1 && low < high) return;
  throw new StatsError('input/option', {
    found: `Found shares ${low} and ${high}.`,
    needed: 'Needed 0 < minimumShare < maximumShare < 1.',
    remedy: 'Take 0.1 and 0.9.',
  });
}

/**
 * Picks the cut-off with the largest log-rank statistic and corrects its P for the picking.
 *
 * @param scores Length n, finite.
 * @param followUp Follow-up of the same patients.
 * @param options Range of candidates, random numbers for the permutation P.
 * @throws StatsError `input/...`, `survival/...` for unusable follow-up, `cutpoint/no-split` where no score divides the
 * patients, none had the event, or all have the same log-rank score.
 * @example
 * maximallySelectedCutoff(training.scores, training.followUp).pLausen94;
 * @see Lausen and Schumacher, Biometrics 48 (1992) 73-85; Lausen et al., in Computational Statistics (1994) 73-77;
 * Hothorn and Lausen, Comput Stat Data Anal 43 (2003) 121-137. R: maxstat::maxstat.test(smethod = "LogRank").
 */
export function maximallySelectedCutoff(
  scores: Numbers,
  followUp: FollowUp,
  options: Partial<MaximalSelectionOptions> = {},
): MaximalSelection {
  const chosen = checkOptions(options, DEFAULTS);
  requireShares(chosen);
  const n = requireRows({ scores, months: followUp.months });
  requireFiniteColumn(scores, 'scores');
  requireFollowUp(followUp);
  requireEvents(followUp);
  const ranks = logRankScores(followUp);
  const order = argsort(scores);
  const sorted = Float64Array.from(order, (row) => scores[row]!);
  const ordered = Float64Array.from(order, (row) => ranks[row]!);
  requireDifference(ranks);
  const counts = candidateCounts(sorted, chosen);
  const moments = momentsOf(ordered);
  const statistics = standardised(ordered, counts, moments);
  const best = placeOfLargest(statistics);
  const statistic = statistics[best]!;
  const cutpoint = sorted[counts[best]! - 1]!;
  const value = midpoint(cutpoint, sorted[counts[best]!]!);
  const { random, permutations } = chosen;
  return {
    cutoff: {
      value,
      side: '>=',
      rule: 'maximally selected log-rank statistic; of ties the lowest',
      fittedOn: hashRows([scores, followUp.months, followUp.observed]),
      n,
    },
    cutpoint,
    statistic,
    pLausen92: lausen92(statistic, chosen.minimumShare, chosen.maximumShare),
    pLausen94: lausen94(statistic, n, counts),
    pPermutation:
      random === null
        ? null
        : permutationP(ordered, counts, { observed: statistic, moments, random, permutations }),
    pNaive: logRank(
      followUp,
      Int32Array.from(scores, (score) => (score >= value ? 1 : 0)),
    ).p,
    cuts: Float64Array.from(counts, (m) => sorted[m - 1]!),
    statistics,
    logRankScores: ranks,
    caution: CAUTION,
  };
}
