/**
 * How a second model moves patients between risk groups.
 *
 * Reads two probabilities for the same patients and their outcomes, gives NRI (by category and continuous) and IDI with
 * events and non-events apart. Carries its own caution: these measures reward miscalibration and adding noise; report
 * the difference in net benefit and in AUC beside them. Knows no censoring.
 */
import {
  type Numbers,
  requireBothClasses,
  requireLabels,
  requireProbabilities,
  requireRows,
} from '../columns.ts';
import { normalQuantile, normalSurvival } from '../distributions/normal.ts';
import { StatsError } from '../errors.ts';
import { checkOptions, requireLevel } from '../options.ts';
import type { Estimate } from '../types.ts';

/** Options of `reclassification`. */
export interface ReclassificationOptions {
  /** Risk category limits, rising, in (0, 1); a probability at a limit is in the higher category. */
  readonly cutoffs: Numbers;
  /** Confidence level. Default 0.95. */
  readonly level: number;
}

/** A net reclassification improvement, from -2 to 2. It is a sum of two shares, not a share of patients. */
export interface NetReclassification {
  /** Sum of both parts with its interval (standard error under the alternative). */
  readonly total: Estimate;
  /** Share of events moved up less share moved down. */
  readonly events: number;
  /** Share of non-events moved down less share moved up. */
  readonly nonEvents: number;
  /** Standard error under no improvement, used by the test. */
  readonly standardErrorNull: number;
  /** Standard error under the alternative, used by the interval. */
  readonly standardError: number;
  /** Total over the standard error under no improvement; null for 0 / 0. */
  readonly z: number | null;
  /** Two-sided P; null for 0 / 0. */
  readonly p: number | null;
}

/** Integrated discrimination improvement. */
export interface IntegratedDiscrimination {
  /** Gain in the difference of mean probability between events and non-events. */
  readonly total: Estimate;
  /** Discrimination slope of the old model. */
  readonly slopeOld: number;
  /** Discrimination slope of the new model. */
  readonly slopeNew: number;
  /** Standard error; null with fewer than two events or non-events. */
  readonly standardError: number | null;
  /** Total over its standard error; null where that is 0 or null. */
  readonly z: number | null;
  /** Two-sided P. */
  readonly p: number | null;
}

/** Everything `reclassification` gives. */
export interface Reclassification {
  /** NRI over the categories. */
  readonly categorical: NetReclassification;
  /** NRI over any movement. */
  readonly continuous: NetReclassification;
  /** IDI. */
  readonly integrated: IntegratedDiscrimination;
  /** Events by old (row) and new (column) category. */
  readonly tableEvents: number[][];
  /** Non-events by old (row) and new (column) category. */
  readonly tableNonEvents: number[][];
  /** What has to be printed beside these numbers. */
  readonly caution: string;
}

const CAUTION =
  'NRI and IDI can be positive for a miscalibrated model and for added noise, and their tests reject too often; report events and non-events apart, and lead with AUC, calibration and net benefit.';

/** Moves of one class of patients. */
interface Moves {
  up: number;
  down: number;
  n: number;
}

function twoSidedP(z: number | null): number | null {
  return z === null ? null : 2 * normalSurvival(Math.abs(z));
}

function netReclassification(events: Moves, others: Moves, level: number): NetReclassification {
  const share = (moves: Moves) => (moves.up - moves.down) / moves.n;
  const moved = (moves: Moves) => (moves.up + moves.down) / moves.n;
  const eventPart = share(events);
  const otherPart = -share(others);
  const value = eventPart + otherPart;
  const standardErrorNull = Math.sqrt(moved(events) / events.n + moved(others) / others.n);
  const variance = (moved(events) - eventPart ** 2) / events.n + (moved(others) - otherPart ** 2) / others.n;
  const standardError = Math.sqrt(Math.max(0, variance));
  const z = standardErrorNull === 0 ? null : value / standardErrorNull;
  const half = normalQuantile(1 - (1 - level) / 2) * standardError;
  const total: Estimate = {
    value,
    lower: value - half,
    upper: value + half,
    level,
    method: 'net reclassification improvement, Pencina 2008',
    ...(z === null ? { reason: 'No patient moved: the test is 0 / 0.' } : {}),
  };
  return {
    total,
    events: eventPart,
    nonEvents: otherPart,
    standardErrorNull,
    standardError,
    z,
    p: twoSidedP(z),
  };
}

function category(probability: number, cutoffs: Numbers): number {
  let index = 0;
  while (index < cutoffs.length && probability >= cutoffs[index]!) index++;
  return index;
}

/** Mean and sample variance. */
function moments(values: readonly number[]): { mean: number; variance: number | null } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: values.length < 2 ? null : squares / (values.length - 1) };
}

/** Columns that passed every check. */
interface Pair {
  readonly old: Numbers;
  readonly new: Numbers;
  readonly labels: Numbers;
}

function integrated(pair: Pair, level: number): IntegratedDiscrimination {
  const part = (label: number, of: (row: number) => number) => {
    const values: number[] = [];
    for (let i = 0; i < pair.labels.length; i++) if (pair.labels[i] === label) values.push(of(i));
    return values;
  };
  const gain = (row: number) => pair.new[row]! - pair.old[row]!;
  const slope = (p: Numbers) => moments(part(1, (i) => p[i]!)).mean - moments(part(0, (i) => p[i]!)).mean;
  const events = part(1, gain);
  const others = part(0, gain);
  const ofEvents = moments(events);
  const ofOthers = moments(others);
  const value = ofEvents.mean - ofOthers.mean;
  const isKnown = ofEvents.variance !== null && ofOthers.variance !== null;
  const standardError = isKnown
    ? Math.sqrt(ofEvents.variance! / events.length + ofOthers.variance! / others.length)
    : null;
  const z = standardError === null || standardError === 0 ? null : value / standardError;
  const half = standardError === null ? null : normalQuantile(1 - (1 - level) / 2) * standardError;
  const reason = isKnown
    ? 'The gain does not vary: the test is not defined.'
    : 'Needs two events and two non-events.';
  const total: Estimate = {
    value,
    lower: half === null ? null : value - half,
    upper: half === null ? null : value + half,
    level,
    method: 'integrated discrimination improvement, Pencina 2008',
    ...(z === null ? { reason } : {}),
  };
  return { total, slopeOld: slope(pair.old), slopeNew: slope(pair.new), standardError, z, p: twoSidedP(z) };
}

/** Counts moves and fills the two tables. */
function countMoves(pair: Pair, cutoffs: Numbers) {
  const size = cutoffs.length + 1;
  const table = () => Array.from({ length: size }, () => new Array<number>(size).fill(0));
  const zero = (): Moves => ({ up: 0, down: 0, n: 0 });
  const tables = [table(), table()] as const;
  const byCategory = [zero(), zero()] as const;
  const byAny = [zero(), zero()] as const;
  for (let i = 0; i < pair.labels.length; i++) {
    const label = pair.labels[i] as 0 | 1;
    const from = category(pair.old[i]!, cutoffs);
    const to = category(pair.new[i]!, cutoffs);
    tables[label][from]![to]!++;
    addMove(byCategory[label], to - from);
    addMove(byAny[label], pair.new[i]! - pair.old[i]!);
  }
  return { tables, byCategory, byAny };
}

function addMove(moves: Moves, step: number): void {
  moves.n++;
  if (step > 0) moves.up++;
  else if (step < 0) moves.down++;
}

function requireCutoffs(cutoffs: Numbers): void {
  let last = 0;
  for (let i = 0; i < cutoffs.length; i++) {
    if (cutoffs[i]! > last && cutoffs[i]! < 1) {
      last = cutoffs[i]!;
      continue;
    }
    throw new StatsError('input/option', {
      found: `Found the category limit ${cutoffs[i]}.`,
      needed: 'Needed rising limits above 0 and below 1.',
      remedy: 'Sort the limits and leave out 0 and 1.',
    });
  }
}

const DEFAULTS = Object.freeze({ cutoffs: Object.freeze([0.5]), level: 0.95 });

/**
 * Net reclassification and integrated discrimination improvement of a new model over an old one.
 *
 * @param old Probabilities of the old model, length n, in [0, 1].
 * @param updated Probabilities of the new model for the same patients.
 * @param labels Length n, 1 event, 0 none.
 * @param options Category limits (default 0.5 alone) and level.
 * @throws StatsError `input/...`.
 * @example
 * reclassification(clinical, combined, labels, { cutoffs: [0.2, 0.4] }).categorical.events;
 * @see Pencina et al., Stat Med 27 (2008) 157-172; Kerr et al., Epidemiology 25 (2014) 114-121. R: nricens::nribin.
 */
export function reclassification(
  old: Numbers,
  updated: Numbers,
  labels: Numbers,
  options: Partial<ReclassificationOptions> = {},
): Reclassification {
  const { cutoffs, level } = checkOptions(options, DEFAULTS);
  requireLevel(level);
  requireCutoffs(cutoffs);
  const n = requireRows({ old, updated, labels });
  requireProbabilities(old, 'old probabilities');
  requireProbabilities(updated, 'new probabilities');
  requireBothClasses(requireLabels(labels), n);
  const pair = { old, new: updated, labels };
  const { tables, byCategory, byAny } = countMoves(pair, cutoffs);
  return {
    categorical: netReclassification(byCategory[1], byCategory[0], level),
    continuous: netReclassification(byAny[1], byAny[0], level),
    integrated: integrated(pair, level),
    tableEvents: tables[1],
    tableNonEvents: tables[0],
    caution: CAUTION,
  };
}
