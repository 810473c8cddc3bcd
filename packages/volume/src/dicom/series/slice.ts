/**
 * What one image of a series is: one frame of a file, with the header fields that place and group it.
 *
 * Only types. A classic file gives one slice, an enhanced file one for each frame, a mosaic one for each tile.
 */
import type { Triple } from '../../volume.ts';
import type { DicomFile } from '../parse/dataset.ts';

/** A file as it was handed in. */
export interface DicomInput {
  /** Name for messages, such as the path inside the folder. Never opened. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A parsed file with the name it came under. */
export interface NamedDicom {
  readonly name: string;
  readonly file: DicomFile;
}

/** Where an image lies. Absent as a whole when the header does not say. */
export interface SlicePlace {
  /** Unit vectors (LPS) along a row (column index grows) and down a column (row index grows). */
  readonly rowDirection: Triple;
  readonly columnDirection: Triple;
  /** Centre of the first pixel, LPS mm. */
  readonly positionLpsMm: Triple;
  /** Distance between neighbouring columns (along a row) and between neighbouring rows, in mm. */
  readonly pixelMm: readonly [alongRow: number, downColumn: number];
}

/** Part of a frame that a mosaic slice takes. */
export interface Tile {
  readonly firstRow: number;
  readonly firstColumn: number;
}

/** What tells repeats at one position apart, where the header says it. */
export interface SliceTime {
  readonly temporalPosition?: number;
  readonly acquisitionNumber?: number;
  readonly triggerTimeMs?: number;
  readonly frameAcquisitionNumber?: number;
  /** Seconds since midnight. */
  readonly acquisitionSeconds?: number;
  readonly contentSeconds?: number;
}

/** What the magnet did differently for this slice. */
export interface SliceContrast {
  readonly echoTimeMs?: number;
  readonly echoNumber?: number;
  readonly inversionTimeMs?: number;
  /** Diffusion weighting in s/mm2. */
  readonly bValue?: number;
  readonly gradientDirection?: Triple;
  /** Magnitude unless the header says otherwise. */
  readonly component: 'magnitude' | 'phase' | 'real' | 'imaginary';
}

/** One image. */
export interface DicomSlice {
  readonly source: NamedDicom;
  /** Frame of the file, from 0. */
  readonly frame: number;
  readonly tile?: Tile;
  readonly rows: number;
  readonly columns: number;
  readonly place?: SlicePlace;
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly frameOfReferenceUid?: string;
  readonly modality: string;
  readonly instanceNumber?: number;
  /** Slices of a stack an enhanced file names; slices of different stacks never make one volume. */
  readonly stackId?: string;
  readonly imageType: readonly string[];
  readonly time: SliceTime;
  readonly contrast: SliceContrast;
  readonly thicknessMm?: number;
  readonly spacingBetweenMm?: number;
  /** Value = slope * stored + intercept. */
  readonly rescale: { readonly slope: number; readonly intercept: number };
}
