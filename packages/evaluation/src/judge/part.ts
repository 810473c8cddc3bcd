/**
 * An answer that may be missing: done, or not done and why.
 */

/** A part that was not done, and why. */
export interface NotDone {
  readonly done: false;
  /** A whole sentence. */
  readonly reason: string;
}

/** A part that was done, or why it was not. */
export type AnalysisPart<T> = (T & { readonly done: true }) | NotDone;

/**
 * A part that was not done.
 *
 * @example
 * notDone('No label column was named.').done; // false
 */
export function notDone(reason: string): NotDone {
  return { done: false, reason };
}

/**
 * A part that was done.
 *
 * @example
 * done({ n: 3 }); // { n: 3, done: true }
 */
export function done<T extends object>(part: T): T & { readonly done: true } {
  return { ...part, done: true };
}
