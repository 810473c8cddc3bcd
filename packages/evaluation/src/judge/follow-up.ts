/**
 * The columns that survival statistics read, made from patients with follow-up.
 */
import type { FollowUp } from '@mriscore/stats';
import { followUpOf } from '@mriscore/stats';

/** Time and event of one patient. */
export interface WithFollowUp {
  /** Above 0. */
  readonly months: number;
  /** 1 where the event was seen, 0 where the patient was censored. */
  readonly observed: 0 | 1;
}

/**
 * Follow-up of patients, in their order.
 *
 * @throws StatsError as `followUpOf`; `input/empty` without a patient.
 */
export function followUpOfPatients(patients: readonly WithFollowUp[]): FollowUp {
  return followUpOf(
    patients.map(({ months }) => months),
    patients.map(({ observed }) => observed),
  );
}

/**
 * Values in units of their standard deviation, around 0; all 0 when they do not vary.
 *
 * @example
 * perStandardDeviation([1, 2, 3]); // [-1, 0, 1]
 */
export function perStandardDeviation(values: readonly number[]): readonly number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const spread = Math.sqrt(squares / Math.max(1, values.length - 1));
  return values.map((value) => (spread > 0 ? (value - mean) / spread : 0));
}
