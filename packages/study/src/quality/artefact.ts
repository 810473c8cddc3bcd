/**
 * What the quality control of a study writes down: figures of every scan, what is odd about a patient, and copies.
 */
import type { Coverage, ImageQuality, QualityFigure } from '@mriscore/volume';
import type { Split } from '../stages/cohort/artefact.ts';

/** Figures of one scan of a patient. */
export interface ScanQuality extends ImageQuality {
  /** Brightest over darkest twentieth of the bias field in tissue; 1 is an even scan. */
  readonly shading: QualityFigure;
  /** How the tumour lies in it; null when the mask is on another grid. */
  readonly coverage: Coverage | null;
}

/** One patient. */
export interface PatientQuality {
  readonly patient: string;
  readonly cohort: string;
  readonly split: Split;
  readonly tumourMm3: number;
  /** Sequence name -> figures. */
  readonly scans: Readonly<Record<string, ScanQuality>>;
  /** Uptake of the tumour from the sequence before contrast to the one after; null where the study has no such pair. */
  readonly contrastUptake: QualityFigure | null;
  /** What a person should look at, as sentences. Empty when nothing is odd. */
  readonly flags: readonly string[];
}

/** Two scans of different patients that are one image, exactly or nearly. */
export interface Copy {
  readonly sequence: string;
  readonly patients: readonly [string, string];
  /** 1 for equal voxels. */
  readonly likeness: number;
  readonly exact: boolean;
  /** Whether DICOM calls both one series (the same SeriesInstanceUID). */
  readonly sameSeries: boolean;
  /** Whether the two are in different parts of the study, where a copy is a leak. */
  readonly acrossParts: boolean;
}

/** `1-series/quality.json`. */
export interface QualityArtefact {
  readonly schema: 'mriscore/quality/1';
  /** In the order of the table. */
  readonly patients: readonly PatientQuality[];
  readonly copies: readonly Copy[];
}

/** Where the artefact lies, relative to the study folder. */
export const QUALITY_FILE = '1-series/quality.json';
