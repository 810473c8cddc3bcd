/**
 * How often the higher risk goes to the patient whose event came first.
 *
 * Reads risks and follow-up, gives Harrell's C or a weighted relative with an infinitesimal-jackknife error, in
 * n log n steps. Knows nothing of models.
 */
import { StatsError } from '../../errors.ts';
import { checkOptions } from '../../options.ts';
import type { Estimate, FollowUp } from '../../types.ts';
import { requireFollowUp } from '../follow-up/follow-up.ts';
import { zOfLevel } from '../follow-up/probability.ts';
import { checkCodes, timedStrata } from '../follow-up/strata.ts';
import { runOfEach, runsOfTies } from '../follow-up/ties.ts';
import { checkedWeights, checkValues } from '../follow-up/values.ts';
import { countPairs } from './pair-counts.ts';

/** How pairs are chosen and counted. */
export interface ConcordanceOptions {
  /** Case weights >= 0. Default 1. */
  readonly weights?: ArrayLike<number>;
  /** Integer codes; pairs are formed within a stratum only. Default one stratum. */
  readonly strata?: ArrayLike<number>;
  /** Coverage of the interval. Default 0.95. */
  readonly level?: number;
  /** What a pair counts for by the time of its event, in the order of `eventTimes`; for Uno's C. Default 1. */
  readonly timeWeight?: (months: number) => number;
}

/** What `concordance` and `compareConcordance` take, with their defaults. */
export const CONCORDANCE_DEFAULTS = Object.freeze({
  weights: undefined,
  strata: undefined,
  level: 0.95,
  timeWeight: undefined,
});

/** Concordance of a risk with follow-up. Pairs are weighted when weights are given. */
export interface Concordance {
  /** The index with its interval: concordant pairs plus half of those with tied risk, over all comparable pairs. */
  readonly index: Estimate;
  /** Infinitesimal-jackknife standard error. */
  readonly standardError: number;
  /** Pairs in which the earlier event had the higher risk. */
  readonly concordant: number;
  /** Pairs in which the earlier event had the lower risk. */
  readonly discordant: number;
  /** Comparable pairs with the same risk. */
  readonly tiedRisk: number;
  /** Pairs of events at the same time with different risk; not counted. */
  readonly tiedTime: number;
  /** Pairs of events at the same time with the same risk; not counted. */
  readonly tiedBoth: number;
  /** What each patient moves the index by when left out, to first order, times -1. By patient. */
  readonly influence: Float64Array;
  /** Number of patients. */
  readonly n: number;
  /** Number of events. */
  readonly events: number;
}

/**
 * Harrell's concordance index of a risk.
 *
 * A pair is comparable when the patient with the shorter follow-up had the event; at equal times the event comes
 * before the censoring. Equal risks count half; the index is never turned round.
 *
 * @param risk Higher means a shorter time to the event, any scale. Length n. Not a survival probability.
 * @param followUp Months and events of n patients.
 * @throws StatsError `survival/no-comparable-pairs` when, say, every patient was censored; `input/length`,
 * `input/not-finite`, `survival/time`, `survival/event`.
 * @example
 * concordance([0.9, 0.1], { months: Float64Array.of(3, 12), observed: Uint8Array.of(1, 0) }).index.value; // 1
 * @see Harrell et al., Stat Med 15 (1996) 361-387; R survival::concordance(reverse = TRUE).
 */
export function concordance(
  risk: ArrayLike<number>,
  followUp: FollowUp,
  options: ConcordanceOptions = {},
): Concordance {
  const { strata, level, timeWeight: weightAt, ...chosen } = checkOptions(options, CONCORDANCE_DEFAULTS);
  requireFollowUp(followUp);
  const n = followUp.months.length;
  checkValues(risk, n, 'the risk');
  if (strata) checkCodes(strata, n, 'stratum');
  const weights = checkedWeights(chosen.weights, n);
  const timed = timedStrata(followUp, strata);
  const byRisk = runsOfTies(Float64Array.from(risk), 0);
  const timeWeight = timed.runTimes.map((time) => weightAt?.(time) ?? 1);
  const { concordant, discordant, tiedRisk, totals } = countPairs({
    timed,
    rank: runOfEach(byRisk),
    ranks: byRisk.values.length,
    observed: followUp.observed,
    weights,
    timeWeight,
  });
  const pairs = totals.concordant + totals.discordant + totals.tiedRisk;
  if (!(pairs > 0))
    throw new StatsError('survival/no-comparable-pairs', {
      found: `Found no two of the ${n} patients that can be compared: none had an event before another's last contact.`,
      needed: 'Needed at least one comparable pair.',
      remedy: 'Check the event column, or follow up longer.',
    });
  const value = (totals.concordant + totals.tiedRisk / 2) / pairs;
  const influence = weights.map((weight, i) => {
    const won = concordant[i]! + tiedRisk[i]! / 2;
    const all = concordant[i]! + discordant[i]! + tiedRisk[i]!;
    return (weight * (won - value * all)) / pairs;
  });
  const standardError = Math.sqrt(influence.reduce((sum, part) => sum + part * part, 0));
  return {
    index: indexEstimate(value, standardError, level),
    standardError,
    ...totals,
    influence,
    n,
    events: followUp.observed.reduce((sum, mark) => sum + mark, 0),
  };
}

function indexEstimate(value: number, standardError: number, level: number): Estimate {
  const half = zOfLevel(level) * standardError;
  const flat = standardError === 0;
  return {
    value,
    lower: Math.max(0, value - half),
    upper: Math.min(1, value + half),
    level,
    method: 'Concordance, infinitesimal jackknife, normal limits cut at 0 and 1',
    ...(flat
      ? { reason: 'The jackknife error is 0: the interval has no width and should not be trusted.' }
      : {}),
  };
}
