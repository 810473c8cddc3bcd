/**
 * Where the images and the mask of a patient are, by the patterns of the protocol.
 *
 * Gives plain data: the part of the protocol that decides which voxels of a patient are read.
 */
import { resolve } from 'node:path';
import type { SeriesChoice } from '@mriscore/scans';
import type { Protocol } from '../protocol/schema.ts';
import type { ImageSource } from './read.ts';

/** One image of a patient. */
export interface PatientImage {
  /** Relative to the data folder, or absolute. */
  readonly file: string;
  /** Of a DICOM folder of several series: which one. */
  readonly choice: SeriesChoice;
}

/** The mask of a patient. */
export interface PatientMask {
  readonly file: string;
  /** Name of the sequence on whose grid it was drawn. */
  readonly drawnOn: string;
  /** Only voxels of this value are tumour. Left out: every voxel above 0. */
  readonly label?: number;
  /** Only the region of this name. Left out: all. */
  readonly region?: string;
}

/** Everything that says which voxels of one patient are read. */
export interface PatientImages {
  readonly patient: string;
  /** Sequence name -> its image, in the order of the protocol. */
  readonly sequences: Readonly<Record<string, PatientImage>>;
  readonly mask: PatientMask;
}

/** The path that a pattern means for a patient. */
export function fillPattern(pattern: string, patient: string): string {
  return pattern.replaceAll('{patient}', patient);
}

function imageOf({ file, recognise, series }: Protocol['sequences'][string], patient: string): PatientImage {
  const named = series?.[patient];
  const choice = {
    ...(named === undefined ? {} : { series: named }),
    ...(recognise === undefined ? {} : { recognise }),
  };
  return { file: fillPattern(file, patient), choice };
}

/**
 * What a protocol says of the images of one patient.
 *
 * @example
 * patientImages(protocol, 'P001').sequences.T1.file; // 'images/P001/T1.nii.gz'
 */
export function patientImages(
  { sequences, mask }: Pick<Protocol, 'sequences' | 'mask'>,
  patient: string,
): PatientImages {
  const images = Object.entries(sequences).map(([name, one]) => [name, imageOf(one, patient)] as const);
  const { file, drawnOn, label, region } = mask;
  return {
    patient,
    sequences: Object.fromEntries(images),
    mask: {
      file: fillPattern(file, patient),
      drawnOn,
      ...(label === undefined ? {} : { label }),
      ...(region === undefined ? {} : { region }),
    },
  };
}

/** Where the files of a patient lie on this machine. */
export interface ImageFiles {
  /** Whether it may be opened. */
  has(file: string): boolean;
  /** Its absolute path. */
  locate(file: string): string;
}

/** Every file below a folder, whether it is there or not. */
export function anyFileBelow(data: string): ImageFiles {
  return { has: () => true, locate: (file) => resolve(data, file) };
}

/** Where the image of a sequence is. */
export function imageSource(
  { patient, sequences }: PatientImages,
  sequence: string,
  files: ImageFiles,
): ImageSource {
  const { file, choice } = sequences[sequence]!;
  return { patient, what: sequence, path: files.locate(file), file, choice };
}

/** Where the mask is, with the scan it was drawn on and the region that counts. */
export function maskSource({ patient, sequences, mask }: PatientImages, files: ImageFiles): ImageSource {
  const drawnOn = sequences[mask.drawnOn]?.file;
  const reference = drawnOn !== undefined && files.has(drawnOn) ? files.locate(drawnOn) : undefined;
  return {
    patient,
    what: 'mask',
    path: files.locate(mask.file),
    file: mask.file,
    ...(reference === undefined ? {} : { reference }),
    ...(mask.region === undefined ? {} : { region: mask.region }),
  };
}
