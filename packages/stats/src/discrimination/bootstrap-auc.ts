/**
 * How the area under the ROC curve varies when patients are drawn again.
 *
 * Reads a score, labels and a source of random numbers (or the drawn rows themselves), gives the area of each resample
 * and an interval. Resamples keep the number of positives and negatives; with several rows a patient, patients are
 * drawn. Knows no model: the score is taken as given.
 */
import { type Numbers, requireRows } from '../columns.ts';
import { StatsError } from '../errors.ts';
import { checkOptions, requireLevel } from '../options.ts';
import { type BootstrapKind, bootstrapLimits } from '../resampling/bootstrap-interval.ts';
import type { Random } from '../resampling/random.ts';
import { jackknifeAcceleration, summariseReplicates } from '../resampling/replicates.ts';
import type { Estimate } from '../types.ts';
import { takeArea, tallyOf } from './area-of-draws.ts';
import { aucLeftOut } from './auc-left-out.ts';
import { drawer } from './draw-patients.ts';
import { countLevels } from './levels.ts';

/** Options of `aucBootstrap`. */
export interface AucBootstrapOptions {
  /** Source of random numbers; the same stream gives the same interval. */
  readonly random: Pick<Random, 'integer'>;
  /** Number of resamples. Default 2000. */
  readonly resamples: number;
  /** Confidence level. Default 0.95. */
  readonly level: number;
  /** Kind of interval. Default `percentile` (quantile type 7). */
  readonly interval: BootstrapKind;
  /** One patient id a row when patients have several rows; patients are then drawn, all rows of one together. */
  readonly patients: ArrayLike<number | string> | null;
}

/** A bootstrapped area. */
export interface AucBootstrap extends Estimate {
  /** Area of each resample. */
  readonly replicates: Float64Array;
  /** Standard deviation of the replicates. */
  readonly standardError: number;
  /** Mean of the replicates minus the area. */
  readonly bias: number;
  /** Rows. */
  readonly n: number;
  /** Positive rows. */
  readonly positives: number;
  /** Negative rows. */
  readonly negatives: number;
}

const DEFAULTS = Object.freeze({
  random: undefined,
  resamples: 2000,
  level: 0.95,
  interval: 'percentile',
  patients: null,
});

function chosenOptions(
  options: Partial<AucBootstrapOptions> & { random: Pick<Random, 'integer'> },
): AucBootstrapOptions {
  const chosen = checkOptions(options, DEFAULTS);
  requireLevel(chosen.level);
  if (chosen.patients !== null && chosen.interval === 'bca') {
    throw new StatsError('input/option', {
      found: 'Found the interval bca together with several rows a patient.',
      needed: 'Needed another interval: the acceleration of BCa is known for single rows only.',
      remedy: 'Take percentile.',
    });
  }
  if (Number.isSafeInteger(chosen.resamples) && chosen.resamples >= 2) return chosen;
  throw new StatsError('input/option', {
    found: `Found ${chosen.resamples} as number of resamples.`,
    needed: 'Needed a whole number from 2; 2,000 is usual.',
    remedy: 'Correct the number.',
  });
}

/**
 * Area under the ROC curve with a bootstrap interval. Stratified: every resample has as many positives and negatives.
 *
 * @param scores Length n, finite, higher is more positive.
 * @param labels Length n, 1 positive, 0 negative.
 * @param options Random numbers, and how many resamples, which interval, which rows belong to one patient.
 * @throws StatsError `input/...`.
 * @example
 * aucBootstrap(scores, labels, { random: random(2026, 'bootstrap', 'auc') }).lower;
 * @see Carpenter and Bithell, Stat Med 19 (2000) 1141-1164. R: pROC::ci.auc(method = "bootstrap").
 */
export function aucBootstrap(
  scores: Numbers,
  labels: Numbers,
  options: Partial<AucBootstrapOptions> & { random: Pick<Random, 'integer'> },
): AucBootstrap {
  const chosen = chosenOptions(options);
  const levels = countLevels(scores, labels);
  if (chosen.patients !== null) requireRows({ scores, patients: chosen.patients as ArrayLike<number> });
  const { slots, counts } = tallyOf(scores, labels, levels);
  for (const slot of slots) counts[slot]!++;
  const value = takeArea(counts);
  const draw = drawer(slots, chosen);
  const replicates = new Float64Array(chosen.resamples);
  for (let r = 0; r < replicates.length; r++) {
    draw(counts);
    replicates[r] = takeArea(counts);
  }
  const { standardError, bias } = summariseReplicates(value, replicates);
  const limits = limitsOf(scores, labels, { value, replicates, chosen });
  return {
    value,
    lower: limits?.[0] ?? null,
    upper: limits?.[1] ?? null,
    level: chosen.level,
    method: `bootstrap, ${chosen.interval}, ${chosen.resamples} stratified resamples${chosen.patients === null ? '' : ' of patients'}`,
    ...(limits === null
      ? { reason: 'BCa is not defined: replicates lie on one side, or areas do not vary.' }
      : {}),
    replicates,
    standardError,
    bias,
    n: scores.length,
    positives: levels.positiveCount,
    negatives: levels.negativeCount,
  };
}

function limitsOf(
  scores: Numbers,
  labels: Numbers,
  drawn: { value: number; replicates: Float64Array; chosen: AucBootstrapOptions },
): [number, number] | null {
  const { value: estimate, replicates, chosen } = drawn;
  const source = { estimate, replicates, level: chosen.level };
  if (chosen.interval !== 'bca') return bootstrapLimits(source, chosen.interval);
  const leftOut = aucLeftOut(scores, labels);
  const acceleration = leftOut.every(Number.isFinite) ? jackknifeAcceleration(leftOut) : null;
  return acceleration === null ? null : bootstrapLimits({ ...source, acceleration }, 'bca');
}
