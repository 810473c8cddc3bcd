/**
 * Whether a new model sets the mean probabilities of both classes further apart.
 *
 * Reads two probabilities a patient, gives the gain with its error. Knows no categories.
 */
import type { Numbers } from '../columns.ts';
import { normalQuantile } from '../distributions/normal-quantile.ts';
import type { Estimate } from '../types.ts';
import { pOfZ } from './net-reclassification.ts';

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

/** Mean and sample variance. */
function moments(values: readonly number[]): { mean: number; variance: number | null } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: values.length < 2 ? null : squares / (values.length - 1) };
}

/** Columns that passed every check. */
export interface ProbabilityPair {
  readonly old: Numbers;
  readonly new: Numbers;
  readonly labels: Numbers;
}

/** Integrated discrimination improvement with limits and test. */
export function integrated(pair: ProbabilityPair, level: number): IntegratedDiscrimination {
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
  return { total, slopeOld: slope(pair.old), slopeNew: slope(pair.new), standardError, z, p: pOfZ(z) };
}
