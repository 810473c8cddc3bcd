/**
 * What a conversion is asked and what it answers.
 */

import type { ScanError } from '../errors.ts';
import type { GridSummary, RegionSummary, SeriesSummary } from '../open/describe.ts';
import type { KnownOptions } from '../options.ts';
import type { Overlap } from '../read/regions.ts';
import type { WriteOptions } from '../write/write.ts';

/** How a scan or mask is converted. */
export interface ConvertOptions extends WriteOptions {
  /** Folder, zip or file of the DICOM series a mask was drawn on: for an RTSTRUCT, and for every mask to DICOM. */
  readonly reference?: string;
  /** What a mask becomes when the output ends in .dcm. Default 'seg'. */
  readonly as?: 'seg' | 'rtstruct';
  /** Which series of a folder: id, number, UID or part of the description. Default all. */
  readonly select?: string;
  /** Regions of a mask to take, by name. Default all. */
  readonly names?: readonly string[];
  /** Names of label values for a label map that has none, such as value 1 is GTVp. */
  readonly labels?: ReadonlyMap<number, string>;
  /** Where regions share voxels. Default 'separate': a file for each region. */
  readonly overlap?: Overlap;
  /** Moment that a DICOM object says it was made. Default now. */
  readonly created?: Date;
  /** Told of each file before it is made. */
  readonly onFile?: (path: string, nth: number, of: number) => void;
}

/** Every option of a conversion, with its default. */
export const CONVERT_OPTIONS: KnownOptions<ConvertOptions> = {
  reference: null,
  as: 'seg',
  select: null,
  names: null,
  labels: null,
  overlap: 'separate',
  created: null,
  onFile: null,
  force: false,
};

/** One file that was written. */
export interface ConvertedFile {
  readonly path: string;
  /** What it shows: a series, or the regions of a mask. */
  readonly what: string;
  readonly kind: 'image' | 'mask';
  /** Id of the series in `Conversion.series`; null when it is none. */
  readonly series: string | null;
  readonly grid: GridSummary;
  readonly voxelType: string;
  readonly regions: readonly RegionSummary[];
  readonly notes: readonly string[];
}

/** What a conversion did. */
export interface Conversion {
  readonly input: string;
  readonly written: readonly ConvertedFile[];
  /** What could not be converted while the rest was. */
  readonly refused: readonly ScanError[];
  /** Every series of the input, recognised; empty when the input is no DICOM. */
  readonly series: readonly SeriesSummary[];
  /** DICOM files that are no images, with their modality; they are converted one by one. */
  readonly others: readonly { readonly name: string; readonly modality: string }[];
  /** Files that are no DICOM. */
  readonly ignored: readonly string[];
  readonly notes: readonly string[];
}
