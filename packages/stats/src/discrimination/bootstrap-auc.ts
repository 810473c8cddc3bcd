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
import {
  type BootstrapKind,
  bootstrapLimits,
  jackknifeAcceleration,
  summariseReplicates,
} from '../resampling/bootstrap-interval.ts';
import type { Random } from '../resampling/random.ts';
import type { Estimate } from '../types.ts';
import { countLevels, type Levels, separateClasses } from './levels.ts';
import { placements } from './placements.ts';

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

/** Where a score stands in the rising list of distinct scores. */
function levelOf(score: number, values: Float64Array): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < score) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Counts of drawn rows by distinct score and class; `take` gives the area of what was counted and starts afresh. */
interface Tally {
  /** Distinct score of each row, doubled, plus 1 for a positive. */
  readonly slots: Uint32Array;
  /** Times each slot was drawn. */
  readonly counts: Uint32Array;
}

function tallyOf(scores: Numbers, labels: Numbers, levels: Levels): Tally {
  const slots = new Uint32Array(scores.length);
  for (let i = 0; i < scores.length; i++) slots[i] = 2 * levelOf(scores[i]!, levels.values) + labels[i]!;
  return { slots, counts: new Uint32Array(2 * levels.values.length) };
}

/** Area of the counted rows; NaN when a class is missing. Empties the counts. */
function takeArea(counts: Uint32Array): number {
  let negatives = 0;
  let positives = 0;
  let twice = 0;
  for (let i = 0; i < counts.length; i += 2) {
    const q = counts[i]!;
    const p = counts[i + 1]!;
    twice += p * (2 * negatives + q);
    negatives += q;
    positives += p;
  }
  counts.fill(0);
  return twice / (2 * positives * negatives);
}

/**
 * Area of each given resample. For checking an interval row by row, or for resamples drawn elsewhere.
 *
 * @param scores Length n, finite, higher is more positive.
 * @param labels Length n, 1 positive, 0 negative.
 * @param resamples Each a list of row indices from 0.
 * @throws StatsError `input/...`; `input/one-class` when a resample lacks a class.
 */
export function aucOfResamples(
  scores: Numbers,
  labels: Numbers,
  resamples: ArrayLike<ArrayLike<number>>,
): Float64Array {
  const { slots, counts } = tallyOf(scores, labels, countLevels(scores, labels));
  return Float64Array.from({ length: resamples.length }, (_, r) => {
    const rows = resamples[r]!;
    for (let i = 0; i < rows.length; i++) {
      const slot = slots[rows[i]!];
      if (slot === undefined) throw outOfRange(rows[i]!, slots.length);
      counts[slot]!++;
    }
    const area = takeArea(counts);
    if (!Number.isNaN(area)) return area;
    throw new StatsError('input/one-class', {
      found: `Found one class only in resample ${r}.`,
      needed: 'Needed positives and negatives in every resample.',
      remedy: 'Draw positives and negatives separately.',
    });
  });
}

function outOfRange(row: number, n: number): StatsError {
  return new StatsError('input/option', {
    found: `Found row ${row} in a resample of ${n} patients.`,
    needed: `Needed row indices from 0 to ${n - 1}.`,
    remedy: 'Count rows from 0.',
  });
}

/** Rows that are drawn together: one list of groups for each stratum. A group is a list of slots. */
function strataOf(slots: Uint32Array, patients: ArrayLike<number | string> | null): Uint32Array[][] {
  const groups = new Map<number | string, number[]>();
  slots.forEach((slot, row) => {
    const id = patients === null ? row : patients[row]!;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [slot]);
    else group.push(slot);
  });
  const strata = new Map<number, Uint32Array[]>();
  for (const group of groups.values()) {
    const kind =
      (group.some((slot) => slot % 2 === 1) ? 1 : 0) + (group.some((slot) => slot % 2 === 0) ? 2 : 0);
    const list = strata.get(kind);
    if (list === undefined) strata.set(kind, [Uint32Array.from(group)]);
    else list.push(Uint32Array.from(group));
  }
  return [...strata.values()];
}

/** Draws every stratum again, group by group, into the counts. */
function drawGroups(
  strata: readonly Uint32Array[][],
  counts: Uint32Array,
  random: Pick<Random, 'integer'>,
): void {
  for (const groups of strata) {
    for (let i = 0; i < groups.length; i++) {
      for (const slot of groups[random.integer(groups.length)]!) counts[slot]!++;
    }
  }
}

/** Below this range one random word gives a whole number, so that two small ones come for the price of one. */
const ONE_WORD = 2 ** 21;

/** Draws single rows of one class again, into the counts. Two rows a random number where the class is small. */
function drawRows(slots: Uint32Array, counts: Uint32Array, random: Pick<Random, 'integer'>): void {
  const n = slots.length;
  let drawn = 0;
  if (n * n < ONE_WORD) {
    const pairs = n * n;
    for (; drawn + 1 < n; drawn += 2) {
      const both = random.integer(pairs);
      const first = (both / n) | 0;
      counts[slots[first]!]!++;
      counts[slots[both - first * n]!]!++;
    }
  }
  for (; drawn < n; drawn++) counts[slots[random.integer(n)]!]!++;
}

function drawer(slots: Uint32Array, options: AucBootstrapOptions): (counts: Uint32Array) => void {
  const { random, patients } = options;
  if (patients !== null) {
    const strata = strataOf(slots, patients);
    return (counts) => drawGroups(strata, counts, random);
  }
  const positives = slots.filter((slot) => slot % 2 === 1);
  const negatives = slots.filter((slot) => slot % 2 === 0);
  return (counts) => {
    drawRows(positives, counts, random);
    drawRows(negatives, counts, random);
  };
}

/**
 * The area without each patient in turn, positives first: the jackknife values of BCa.
 *
 * @param scores Length n, at least two of each class.
 * @param labels Length n, 1 positive, 0 negative.
 * @throws StatsError `input/...`.
 */
export function aucLeftOut(scores: Numbers, labels: Numbers): Float64Array {
  const { positive, negative, area } = placements(separateClasses(scores, labels));
  const m = positive.length;
  const n = negative.length;
  const withoutPositive = positive.map((placement) => (area * m - placement) / (m - 1));
  const withoutNegative = negative.map((placement) => (area * n - placement) / (n - 1));
  return Float64Array.from([...withoutPositive, ...withoutNegative]);
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
