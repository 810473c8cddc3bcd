/**
 * How often the higher risk goes to the patient whose event came first.
 *
 * Reads risks and follow-up, gives Harrell's C or a weighted relative with an infinitesimal-jackknife error, in
 * n log n steps. Knows nothing of models.
 */

import { StatsError } from '../../errors.ts';
import { checkOptions } from '../../options.ts';
import type { Estimate, FollowUp } from '../../types.ts';
import { checkedWeights, checkValues, requireFollowUp } from '../follow-up/follow-up.ts';
import { runOfEach, runsOfTies } from '../follow-up/order.ts';
import { zOfLevel } from '../follow-up/probability.ts';
import { checkCodes, type TimedStrata, timedStrata } from '../follow-up/strata.ts';

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

/** Weights by rank of risk with sums below a rank, in log n steps. */
class RankedSums {
  private readonly tree: Float64Array;
  private readonly own: Float64Array;
  total = 0;

  constructor(ranks: number) {
    this.tree = new Float64Array(ranks + 1);
    this.own = new Float64Array(ranks);
  }

  add(rank: number, weight: number): void {
    this.total += weight;
    this.own[rank]! += weight;
    for (let i = rank + 1; i < this.tree.length; i += i & -i) this.tree[i]! += weight;
  }

  below(rank: number): number {
    let sum = 0;
    for (let i = rank; i > 0; i -= i & -i) sum += this.tree[i]!;
    return sum;
  }

  at(rank: number): number {
    return this.own[rank]!;
  }

  clear(): void {
    this.tree.fill(0);
    this.own.fill(0);
    this.total = 0;
  }
}

/** What each patient takes part in, by patient: pairs won, lost and tied, in the sense of the index. */
interface PairCounts {
  readonly concordant: Float64Array;
  readonly discordant: Float64Array;
  readonly tiedRisk: Float64Array;
  readonly totals: {
    concordant: number;
    discordant: number;
    tiedRisk: number;
    tiedTime: number;
    tiedBoth: number;
  };
}

interface PairInput {
  readonly timed: TimedStrata;
  readonly rank: Uint32Array;
  readonly ranks: number;
  readonly observed: Uint8Array;
  readonly weights: Float64Array;
  /** What a pair counts for, by run. */
  readonly timeWeight: Float64Array;
}

/** Pairs seen from their event: everyone whose time is later, and those censored at the same time. */
function countAsFirst(input: PairInput, counts: PairCounts): void {
  const { timed, rank, observed, weights, timeWeight } = input;
  const { patients, runStarts, stratumRuns } = timed;
  const later = new RankedSums(input.ranks);
  const tied = new Float64Array(input.ranks);
  const { totals } = counts;
  for (let s = 0; s + 1 < stratumRuns.length; s++) {
    later.clear();
    for (let run = stratumRuns[s + 1]! - 1; run >= stratumRuns[s]!; run--) {
      const [from, to] = [runStarts[run]!, runStarts[run + 1]!];
      for (let place = from; place < to; place++) {
        const patient = patients[place]!;
        if (observed[patient] === 0) later.add(rank[patient]!, weights[patient]!);
      }
      let [sum, squares] = [0, 0];
      for (let place = from; place < to; place++) {
        const patient = patients[place]!;
        if (observed[patient] === 0) continue;
        const r = rank[patient]!;
        const weight = weights[patient]!;
        const below = later.below(r);
        const same = later.at(r);
        const factor = timeWeight[run]!;
        counts.concordant[patient]! += factor * below;
        counts.tiedRisk[patient]! += factor * same;
        counts.discordant[patient]! += factor * (later.total - below - same);
        totals.concordant += factor * weight * below;
        totals.tiedRisk += factor * weight * same;
        totals.discordant += factor * weight * (later.total - below - same);
        totals.tiedBoth += factor * weight * tied[r]!;
        tied[r]! += weight;
        sum += weight;
        squares += weight * weight;
      }
      totals.tiedTime += (timeWeight[run]! * (sum * sum - squares)) / 2;
      for (let place = from; place < to; place++) {
        const patient = patients[place]!;
        tied[rank[patient]!] = 0;
        if (observed[patient] === 1) later.add(rank[patient]!, weights[patient]!);
      }
    }
  }
}

/** The same pairs seen from the patient with the longer follow-up. */
function countAsLater(input: PairInput, counts: PairCounts): void {
  const { timed, rank, observed, weights, timeWeight } = input;
  const { patients, runStarts, stratumRuns } = timed;
  const earlier = new RankedSums(input.ranks);
  const take = (patient: number): void => {
    const r = rank[patient]!;
    const below = earlier.below(r);
    const same = earlier.at(r);
    counts.discordant[patient]! += below;
    counts.tiedRisk[patient]! += same;
    counts.concordant[patient]! += earlier.total - below - same;
  };
  for (let s = 0; s + 1 < stratumRuns.length; s++) {
    earlier.clear();
    for (let run = stratumRuns[s]!; run < stratumRuns[s + 1]!; run++) {
      const [from, to] = [runStarts[run]!, runStarts[run + 1]!];
      for (let place = from; place < to; place++)
        if (observed[patients[place]!] === 1) take(patients[place]!);
      for (let place = from; place < to; place++) {
        const patient = patients[place]!;
        if (observed[patient] === 1) earlier.add(rank[patient]!, weights[patient]! * timeWeight[run]!);
      }
      for (let place = from; place < to; place++)
        if (observed[patients[place]!] === 0) take(patients[place]!);
    }
  }
}

function countPairs(input: PairInput): PairCounts {
  const n = input.rank.length;
  const counts: PairCounts = {
    concordant: new Float64Array(n),
    discordant: new Float64Array(n),
    tiedRisk: new Float64Array(n),
    totals: { concordant: 0, discordant: 0, tiedRisk: 0, tiedTime: 0, tiedBoth: 0 },
  };
  countAsFirst(input, counts);
  countAsLater(input, counts);
  const { totals } = counts;
  totals.tiedTime -= totals.tiedBoth;
  return counts;
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
