/**
 * Whether a new model moves patients the right way.
 *
 * Reads counts of moves up and down, gives the net reclassification of events and non-events with limits.
 */
import { normalSurvival } from '../distributions/normal.ts';
import { normalQuantile } from '../distributions/normal-quantile.ts';
import type { Estimate } from '../types.ts';

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

/** Moves of one class of patients. */
export interface Moves {
  up: number;
  down: number;
  n: number;
}

/** Two-sided P of a normal statistic; null of null. */
export function pOfZ(z: number | null): number | null {
  return z === null ? null : 2 * normalSurvival(Math.abs(z));
}

/** Net improvement of events, non-events and both, with limits and test. */
export function netReclassification(events: Moves, others: Moves, level: number): NetReclassification {
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
    p: pOfZ(z),
  };
}
