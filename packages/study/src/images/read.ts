/**
 * Reads the image files of a patient and says in the words of a study what is wrong with one.
 *
 * Reads files below the data folder; gives volumes and masks. Repairs nothing.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Volume } from '@mriscore/volume';
import { compareGeometry, findNonFinite, parseNifti, VolumeError } from '@mriscore/volume';
import type { StudyErrorCode } from '../errors.ts';
import { StudyError } from '../errors.ts';

/** Which file of which patient. */
export interface ImageSource {
  readonly patient: string;
  /** What it is: the name of a sequence, or `mask`. */
  readonly what: string;
  /** Absolute folder of the input files. */
  readonly data: string;
  /** Relative to it. */
  readonly file: string;
}

function refuse(
  source: ImageSource,
  code: StudyErrorCode,
  found: string,
  rest: { needed: string; remedy: string; cause?: unknown },
): StudyError {
  const { patient, what, file } = source;
  const finding = {
    found: `Patient ${patient}, ${what} (${file}): ${found}`,
    needed: rest.needed,
    remedy: rest.remedy,
  };
  return new StudyError(
    code,
    finding,
    { patient, file },
    rest.cause === undefined ? undefined : { cause: rest.cause },
  );
}

/** The error of a file that the protocol needs and that is not there. */
export function missingFile(source: ImageSource): StudyError {
  const allowed =
    source.what === 'mask' ? '' : `, or set sequences.${source.what}.mayMiss: true in study.yaml`;
  return refuse(source, 'image/missing', 'there is no such file.', {
    needed: 'The protocol needs it.',
    remedy: `Add the file${allowed}, or exclude the patient.`,
  });
}

async function readVolume(source: ImageSource, code: StudyErrorCode): Promise<Volume> {
  const bytes = await readFile(join(source.data, source.file)).catch(() => {
    throw missingFile(source);
  });
  try {
    return parseNifti(bytes);
  } catch (cause) {
    if (!(cause instanceof VolumeError)) throw cause;
    const { found, needed, remedy } = cause.finding;
    throw refuse(source, code, found, { needed, remedy, cause });
  }
}

/**
 * Reads one image.
 *
 * @throws StudyError `image/missing`, `image/unreadable`, or `image/not-finite` when a voxel is NaN or infinite.
 */
export async function readImage(source: ImageSource): Promise<Volume> {
  const volume = await readVolume(source, 'image/unreadable');
  const bad = findNonFinite(volume);
  if (bad === null) return volume;
  throw refuse(
    source,
    'image/not-finite',
    `${bad.count} voxels are not finite numbers, the first at index ${bad.firstVoxel.join(', ')}.`,
    {
      needed: 'Every voxel has to hold a finite number.',
      remedy: 'Export the image again, or exclude the patient.',
    },
  );
}

/**
 * Does a step of preprocessing and says whose image it was when the step refuses.
 *
 * @throws StudyError `image/unusable` for whatever the step finds wrong with the voxels.
 */
export function withSource<T>(source: ImageSource, step: () => T): T {
  try {
    return step();
  } catch (cause) {
    if (!(cause instanceof VolumeError)) throw cause;
    const { found, needed, remedy } = cause.finding;
    throw refuse(source, 'image/unusable', found, { needed, remedy, cause });
  }
}

/** A tumour mask: 1 inside, 0 outside. */
export interface TumourMask {
  readonly geometry: Volume['geometry'];
  readonly data: Uint8Array;
  /** Number of voxels inside, >= 1. */
  readonly voxels: number;
}

/**
 * Reads the tumour mask of a patient.
 *
 * @param label Only voxels of this value are tumour; undefined: every voxel above 0.
 * @throws StudyError `image/missing`, `mask/unreadable`, or `mask/empty`.
 */
export async function readTumourMask(source: ImageSource, label: number | undefined): Promise<TumourMask> {
  const volume = await readVolume(source, 'mask/unreadable');
  const data = new Uint8Array(volume.data.length);
  let voxels = 0;
  for (let index = 0; index < data.length; index += 1) {
    const value = volume.data[index] ?? 0;
    if (label === undefined ? value > 0 : value === label) {
      data[index] = 1;
      voxels += 1;
    }
  }
  if (voxels > 0) return { geometry: volume.geometry, data, voxels };
  throw refuse(
    source,
    'mask/empty',
    `no voxel is ${label === undefined ? 'above 0' : `equal to ${label}`}.`,
    {
      needed: 'A mask needs at least one voxel of tumour.',
      remedy: 'Draw the tumour, correct mask.label in study.yaml, or exclude the patient.',
    },
  );
}

/**
 * Makes sure that a mask lies on the grid of the image it was drawn on.
 *
 * @throws StudyError `mask/other-grid` that names the difference in millimetres.
 */
export function requireMaskOnImage(
  source: ImageSource,
  { mask, image, drawnOn }: { mask: TumourMask; image: Volume; drawnOn: string },
): void {
  const difference = compareGeometry(image.geometry, mask.geometry);
  if (difference === null) return;
  throw refuse(source, 'mask/other-grid', difference.sentence, {
    needed: `The mask has to lie on the grid of ${drawnOn}, on which it was drawn (mask.drawnOn).`,
    remedy: 'Export the mask again on that image, or correct mask.drawnOn in study.yaml.',
  });
}
