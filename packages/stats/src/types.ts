/**
 * The words that every statistic of the package shares.
 *
 * Gives types only: follow-up, an estimate with its interval, a cut-off that remembers its origin, a fitted step.
 */

/** Follow-up of n patients. Index i is the same patient in every array of a call. */
export interface FollowUp {
  /** Time to the event or to the last contact, in months. Length n, every value finite and >= 0. */
  readonly months: Float64Array;
  /** 1 where the event was seen, 0 where the patient was censored. Length n. */
  readonly observed: Uint8Array;
}

/** A number with its confidence interval. `null` where it is not defined, and then `reason` says why. */
export interface Estimate {
  /** The estimate, or null where it is not defined. */
  readonly value: number | null;
  /** Lower confidence limit, or null. */
  readonly lower: number | null;
  /** Upper confidence limit, or null. */
  readonly upper: number | null;
  /** Confidence level, say 0.95. */
  readonly level: number;
  /** How value and interval were made, in words a methods section can take. */
  readonly method: string;
  /** Why a number is null, or what a reader has to know about the interval. */
  readonly reason?: string;
}

/** A chi-square test. */
export interface ChiSquareTest {
  /** The statistic, 0 or more; null where undefined. */
  readonly statistic: number | null;
  /** Degrees of freedom. */
  readonly degreesOfFreedom: number;
  /** P value; null when the statistic is. */
  readonly p: number | null;
  /** Why the statistic is null, or what it is a limit of. */
  readonly reason?: string;
}

/** A decision rule that remembers how it came to be. Positive when score >= value. */
export interface Cutoff {
  /** The threshold, in the unit of the score. Finite. */
  readonly value: number;
  /** Which scores are called positive. Always `>=`; kept so that a stored cut-off is complete. */
  readonly side: '>=';
  /** How the value was chosen, with its tie rule. */
  readonly rule: string;
  /** SHA-256 (hex) of the rows it was fitted on, whatever their order; of no rows for a fixed value. */
  readonly fittedOn: string;
  /** Number of rows it was fitted on; 0 for a value fixed beforehand. */
  readonly n: number;
}

/** Anything that a JSON file can hold. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** The only way to learn from data: fit sees training rows and nothing else. */
export interface FoldFitted<In, Out> {
  /** Learns from training rows. */
  fit(training: In): Fitted<In, Out>;
}

/** What was learnt, ready for rows that were not seen. */
export interface Fitted<In, Out> {
  /** Applies what was learnt. */
  apply(rows: In): Out;
  /** Everything needed to repeat `apply`, for the record. */
  readonly record: JsonValue;
}
