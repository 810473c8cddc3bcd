/**
 * An estimate where there is none, and an estimate without what else its statistic said.
 */
import type { Estimate } from '@mriscore/stats';

/**
 * An estimate that is not defined.
 *
 * @param method What would have made it.
 * @param reason Why it did not, as a whole sentence.
 * @example
 * noEstimate('DeLong', 'No patient.').value; // null
 */
export function noEstimate(method: string, reason: string): Estimate {
  return { value: null, lower: null, upper: null, level: 0.95, method, reason };
}

/**
 * Value, limits, level, method and reason of an estimate; variances and counts beside them are left out.
 *
 * @example
 * plainEstimate({ ...noEstimate('DeLong', 'No patient.'), n: 0 } as Estimate); // without n
 */
export function plainEstimate({ value, lower, upper, level, method, reason }: Estimate): Estimate {
  return { value, lower, upper, level, method, ...(reason === undefined ? {} : { reason }) };
}
