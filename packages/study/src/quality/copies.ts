/**
 * Which scans of different patients are the same image.
 *
 * Reads marks of scans, gives pairs. A copy in two parts of a study lets a model be judged on what it was trained on.
 */
import { type Fingerprint, likeness } from '@mriscore/volume';
import type { Copy } from './artefact.ts';

/** One scan and who it belongs to. */
export interface MarkedScan {
  readonly patient: string;
  readonly sequence: string;
  /** Cohort and split. */
  readonly part: string;
  readonly mark: Fingerprint;
}

/** Above this likeness two scans are probably one: different heads in one sequence reach about 0.9. */
export const NEAR_COPY = 0.995;

/**
 * Pairs of scans of one sequence and different patients that are alike.
 *
 * @returns Exact ones first, then by likeness.
 */
export function findCopies(scans: readonly MarkedScan[]): readonly Copy[] {
  const copies: Copy[] = [];
  scans.forEach((a, at) => {
    for (let other = at + 1; other < scans.length; other += 1) {
      const b = scans[other]!;
      if (a.patient === b.patient || a.sequence !== b.sequence) continue;
      const alike = likeness(a.mark, b.mark);
      if (alike < NEAR_COPY) continue;
      copies.push({
        sequence: a.sequence,
        patients: [a.patient, b.patient],
        likeness: alike,
        exact: a.mark.exact === b.mark.exact,
        acrossParts: a.part !== b.part,
      });
    }
  });
  return copies.sort((a, b) => Number(b.exact) - Number(a.exact) || b.likeness - a.likeness);
}
