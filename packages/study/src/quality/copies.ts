/**
 * Which scans of different patients are the same image.
 *
 * Reads marks of scans and the identifiers of their series, gives pairs. A copy in two parts of a study lets a model be judged on what it was trained on.
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
  /** SeriesInstanceUID, where the scan came from DICOM. */
  readonly seriesUid?: string;
}

/** Above this likeness two scans are probably one: different heads in one sequence reach about 0.9. */
export const NEAR_COPY = 0.995;

/** Whether DICOM calls both one series: then they are one examination, whatever was done to the voxels since. */
function isOneSeries(a: MarkedScan, b: MarkedScan): boolean {
  return a.seriesUid !== undefined && a.seriesUid === b.seriesUid;
}

/**
 * Pairs of scans of different patients that are one series, or of one sequence and alike.
 *
 * @returns Exact ones first, then those of one series, then by likeness.
 */
export function findCopies(scans: readonly MarkedScan[]): readonly Copy[] {
  const copies: Copy[] = [];
  scans.forEach((a, at) => {
    for (let other = at + 1; other < scans.length; other += 1) {
      const b = scans[other]!;
      if (a.patient === b.patient) continue;
      const sameSeries = isOneSeries(a, b);
      if (a.sequence !== b.sequence && !sameSeries) continue;
      const alike = likeness(a.mark, b.mark);
      if (alike < NEAR_COPY && !sameSeries) continue;
      copies.push({
        sequence: a.sequence,
        patients: [a.patient, b.patient],
        likeness: alike,
        exact: a.mark.exact === b.mark.exact,
        sameSeries,
        acrossParts: a.part !== b.part,
      });
    }
  });
  return copies.sort(
    (a, b) =>
      Number(b.exact) - Number(a.exact) ||
      Number(b.sameSeries) - Number(a.sameSeries) ||
      b.likeness - a.likeness,
  );
}
