/**
 * What the import leaves in `1-series/`: one file a patient that says what its images are.
 */
import type { ScanHeaders } from '@mriscore/scans';
import type { FileHash } from '../../files/hash.ts';

/** One image or mask file and where its voxels lie. */
export interface ImageFacts extends Partial<ScanHeaders> {
  readonly file: FileHash;
  /** Voxels along i, j, k. */
  readonly size: readonly [number, number, number];
  readonly spacingMm: readonly [number, number, number];
  /** Letters of the directions of i, j, k, such as LPS. */
  readonly orientation: string;
  /** Intensities at the percentiles of Nyul's landmarks, ascending; only where the protocol normalises by them. */
  readonly landmarks?: readonly number[];
}

/** The mask of a patient. */
export interface MaskFacts extends ImageFacts {
  /** Voxels of tumour. */
  readonly voxels: number;
  readonly volumeMm3: number;
}

/** `1-series/PATIENT.json`. */
export interface SeriesArtefact {
  readonly schema: 'mriscore/series/1';
  readonly patient: string;
  /** Sequence name -> facts, or null where the patient has no such image. */
  readonly sequences: Readonly<Record<string, ImageFacts | null>>;
  readonly mask: MaskFacts;
}

/** Where the artefact of a patient lies, relative to the study folder. */
export function seriesPath(patient: string): string {
  return `1-series/${patient}.json`;
}
