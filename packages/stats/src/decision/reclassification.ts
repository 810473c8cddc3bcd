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
import { StatsError } from '../errors.ts';
import { checkOptions, requireLevel } from '../options.ts';
import {
  type IntegratedDiscrimination,
  integrated,
  type ProbabilityPair,
} from './integrated-discrimination.ts';
import { type Moves, type NetReclassification, netReclassification } from './net-reclassification.ts';

/** Options of `reclassification`. */
export interface ReclassificationOptions {
  /** Risk category limits, rising, in (0, 1); a probability at a limit is in the higher category. */
  readonly cutoffs: Numbers;
  /** Confidence level. Default 0.95. */
  readonly level: number;
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

function category(probability: number, cutoffs: Numbers): number {
  let index = 0;
  while (index < cutoffs.length && probability >= cutoffs[index]!) index++;
  return index;
}

/** Counts moves and fills the two tables. */
function countMoves(pair: ProbabilityPair, cutoffs: Numbers) {
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
