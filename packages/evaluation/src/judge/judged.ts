/**
 * Scores beside what the patients are: the pair of columns that every question about a label is asked of.
 */

/** Scores and targets of the same patients. */
export interface Judged {
  /** Any scale where only the order counts; a probability in (0, 1) for calibration and net benefit. Length n. */
  readonly scores: Float64Array;
  /** 1 positive, 0 negative. Length n. */
  readonly targets: Uint8Array;
}

/** Said where there are patients, but of one class only. */
export const ONE_CLASS = 'Positive and negative patients are both needed.';

/**
 * True when there are positive and negative patients.
 *
 * @example
 * hasBothClasses({ scores: Float64Array.of(0.2, 0.9), targets: Uint8Array.of(1, 1) }); // false
 */
export function hasBothClasses({ targets }: Judged): boolean {
  return targets.includes(1) && targets.includes(0);
}

/** Number of positive patients. */
export function countPositives({ targets }: Judged): number {
  return targets.reduce((sum, target) => sum + target, 0);
}
