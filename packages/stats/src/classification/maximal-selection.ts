/**
 * Whether a cut-off picked for the largest difference in survival is more than luck.
 *
 * Reads a score and follow-up, gives the cut-off that a maximally selected log-rank statistic picks, with P values that
 * pay for the picking, and the naive one only beside them. Knows nothing of other covariates. For training patients: a
 * cut-off picked so is locked and applied to others.
 */
import { type Numbers, requireFiniteColumn, requireRows } from '../columns.ts';
import { midpoint } from '../discrimination/roc-curve.ts';
import { normalDensity, normalSurvival } from '../distributions/normal.ts';
import { StatsError } from '../errors.ts';
import { checkOptions } from '../options.ts';
import type { Random } from '../resampling/random.ts';
import { logRank } from '../survival/curve/log-rank.ts';
import { requireFollowUp } from '../survival/follow-up/follow-up.ts';
import type { Cutoff, FollowUp } from '../types.ts';
import { hashRows } from './sha256.ts';

/** Options of `maximallySelectedCutoff`. */
export interface MaximalSelectionOptions {
  /** Smallest share of patients in the lower group, in [0, 1). Default 0.1. */
  readonly minimumShare: number;
  /** Largest share of patients in the lower group, in (0, 1]. Default 0.9. */
  readonly maximumShare: number;
  /** Source of random numbers for the permutation P; without it that P is null. Default null. */
  readonly random: Pick<Random, 'integer'> | null;
  /** Number of permutations. Default 10000. */
  readonly permutations: number;
}

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

function argsort(values: Numbers): Uint32Array {
  return Uint32Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
}

/** Log-rank score of each patient: event minus cumulative hazard, ties leaving together. */
function logRankScores(followUp: FollowUp): Float64Array {
  const { months, observed } = followUp;
  const n = months.length;
  const order = argsort(months);
  const scores = new Float64Array(n);
  let hazard = 0;
  for (let from = 0; from < n; ) {
    let to = from;
    let events = 0;
    while (to < n && months[order[to]!] === months[order[from]!]) events += observed[order[to++]!]!;
    hazard += events / (n - to + 1);
    for (let i = from; i < to; i++) scores[order[i]!] = observed[order[i]!]! - hazard;
    from = to;
  }
  return scores;
}

/** The candidates: index into the sorted rows after which to cut. */
function candidateCounts(sorted: Float64Array, options: MaximalSelectionOptions): Uint32Array {
  const n = sorted.length;
  const fewest = Math.max(1, Math.floor(n * options.minimumShare));
  const most = Math.min(n - 1, Math.floor(n * options.maximumShare));
  const counts: number[] = [];
  for (let m = fewest; m <= most; m++) if (sorted[m - 1]! < sorted[m]!) counts.push(m);
  if (counts.length > 0) return Uint32Array.from(counts);
  throw new StatsError('cutpoint/no-split', {
    found: `Found no place to cut ${n} scores between shares ${options.minimumShare} and ${options.maximumShare}.`,
    needed: 'Needed at least two different scores in that range.',
    remedy: 'Widen the range, or do not cut a score with so few values.',
  });
}

/** Mean and variance of the sum of the first m scores of a random order. */
interface Moments {
  readonly mean: number;
  readonly spread: number;
}

function momentsOf(scores: Float64Array): Moments {
  const n = scores.length;
  const mean = scores.reduce((sum, value) => sum + value, 0) / n;
  const spread = scores.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { mean, spread };
}

/** Standardised sums of the lower group at every candidate, absolute. */
function standardised(ordered: Float64Array, counts: Uint32Array, moments: Moments): Float64Array {
  const n = ordered.length;
  const result = new Float64Array(counts.length);
  let sum = 0;
  let row = 0;
  for (let c = 0; c < counts.length; c++) {
    const m = counts[c]!;
    while (row < m) sum += ordered[row++]! - moments.mean;
    result[c] = Math.abs(sum) / Math.sqrt((moments.spread * m * (n - m)) / n);
  }
  return result;
}

function largest(values: Float64Array): number {
  let at = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[at]!) at = i;
  return at;
}

function clamp(p: number): number {
  return Math.min(1, Math.max(0, p));
}

/** Lausen and Schumacher's P from the shares at both ends. */
function lausen92(b: number, low: number, high: number): number {
  if (b < 1) return 1;
  const density = normalDensity(b);
  return clamp((4 * density) / b + density * (b - 1 / b) * Math.log((high * (1 - low)) / ((1 - high) * low)));
}

/** Lausen, Sauerbrei and Schumacher's P from neighbouring candidates. */
function lausen94(b: number, n: number, counts: Uint32Array): number {
  let sum = 0;
  for (let i = 1; i < counts.length; i++) {
    const m1 = counts[i - 1]!;
    const m2 = counts[i]!;
    const t = Math.sqrt(1 - (m1 * (n - m2)) / ((n - m1) * m2));
    sum += (Math.exp((-b * b) / 2) / Math.PI) * (t - ((b * b) / 4 - 1) * (t ** 3 / 6));
  }
  return clamp(2 * normalSurvival(b) + sum);
}

/** Share of random orders with a statistic at least as large, counting the observed one. */
function permutationP(
  ordered: Float64Array,
  counts: Uint32Array,
  source: { observed: number; moments: Moments; random: Pick<Random, 'integer'>; permutations: number },
): number {
  const shuffled = ordered.slice();
  let asLarge = 1;
  for (let r = 0; r < source.permutations; r++) {
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = source.random.integer(i + 1);
      const moved = shuffled[i]!;
      shuffled[i] = shuffled[j]!;
      shuffled[j] = moved;
    }
    const statistics = standardised(shuffled, counts, source.moments);
    if (statistics[largest(statistics)]! >= source.observed * (1 - 1e-12)) asLarge++;
  }
  return asLarge / (source.permutations + 1);
}

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
  const best = largest(statistics);
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

function requireEvents(followUp: FollowUp): void {
  if (followUp.observed.some((value) => value === 1)) return;
  throw new StatsError('cutpoint/no-split', {
    found: 'Found no event.',
    needed: 'Needed events to compare groups by.',
    remedy: 'Follow up longer.',
  });
}

/** Equal log-rank scores give 0 / 0 at every cut. */
function requireDifference(ranks: Float64Array): void {
  const [low, high] = ranks.reduce(
    ([least, most], rank) => [Math.min(least, rank), Math.max(most, rank)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  if (high - low > 1e-12 * Math.max(1, Math.abs(low))) return;
  throw new StatsError('cutpoint/no-split', {
    found: 'The follow-up of these patients tells no two groups apart.',
    needed: 'Needed patients whose log-rank scores differ, so events while others are still followed.',
    remedy: 'Follow up longer, or choose the cut-off by the label.',
  });
}

/** Options of `cutpointStability`. */
export interface StabilityOptions {
  /** Source of random numbers. */
  readonly random: Pick<Random, 'integer'>;
  /** Number of resamples. Default 500. */
  readonly resamples?: number;
  /** Smallest share of patients below a candidate. Default 0.1. */
  readonly minimumShare?: number;
  /** Largest share of patients below a candidate. Default 0.9. */
  readonly maximumShare?: number;
}

const STABILITY_DEFAULTS = Object.freeze({
  random: undefined,
  resamples: 500,
  minimumShare: 0.1,
  maximumShare: 0.9,
});

/**
 * Where the cut-off falls when patients are drawn again: how much of its place is luck.
 *
 * @param scores Length n, finite.
 * @param followUp Follow-up of the same patients.
 * @param options Random numbers, number of resamples (default 500) and range of candidates.
 * @returns The cutpoint of each resample.
 * @throws StatsError as `maximallySelectedCutoff`.
 */
export function cutpointStability(
  scores: Numbers,
  followUp: FollowUp,
  options: StabilityOptions,
): Float64Array {
  const { random, resamples, minimumShare, maximumShare } = checkOptions(options, STABILITY_DEFAULTS);
  const n = requireRows({ scores, months: followUp.months });
  return Float64Array.from({ length: resamples }, () => {
    const rows = Array.from({ length: n }, () => random.integer(n));
    const again = {
      months: Float64Array.from(rows, (row) => followUp.months[row]!),
      observed: Uint8Array.from(rows, (row) => followUp.observed[row]!),
    };
    const drawn = Float64Array.from(rows, (row) => scores[row]!);
    return maximallySelectedCutoff(drawn, again, { minimumShare, maximumShare }).cutpoint;
  });
}
