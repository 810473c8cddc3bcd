/**
 * What stands where an estimate cannot be made.
 */
import type { Estimate } from '@mriscore/stats';

/** An estimate that was not made, with the reason. */
export function noEstimate(method: string, reason: string): Estimate {
  return { value: null, lower: null, upper: null, level: 0.95, method, reason };
}
