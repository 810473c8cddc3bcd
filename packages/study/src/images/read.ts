/**
 * Reads the image files of a patient and says in the words of a study what is wrong with one.
 *
 * Reads files below the data folder; gives volumes and masks. Repairs nothing.
 */
import { access, readFile } from 'node:fs/promises';
import { type TumourMask, tumourMask } from '@mriscore/model/prepare';
import { type AnyScan, isNiftiPath, readAnyMask, readAnyScan, type SeriesChoice } from '@mriscore/scans';
import { DiskError, explainSystemError } from '@mriscore/scans/disk';
import type { Volume } from '@mriscore/volume';
import { compareGeometry, findNonFinite, parseNifti, VolumeError } from '@mriscore/volume';
import type { Finding, StudyErrorCode } from '../errors.ts';
import { isCoded, StudyError } from '../errors.ts';

/** Which file of which patient. */
export interface ImageSource {
  readonly patient: string;
  /** What it is: the name of a sequence, or `mask`. */
  readonly what: string;
  /** Absolute path. */
  readonly path: string;
  /** As the protocol names it, for messages. */
  readonly file: string;
  /** Of a DICOM folder of several series: which one. */
  readonly choice?: SeriesChoice;
  /** Of a mask: absolute path of the scan it was drawn on. */
  readonly reference?: string;
  /** Of a mask of several regions: the one that counts. */
  readonly region?: string;
}

/** A scan, with its headers where it came from DICOM. */
export type ReadScan = AnyScan;

/** What is said of a file, after the patient and the file are named. */
interface Refusal extends Finding {
  readonly cause?: unknown;
}

function refuse(
  source: Omit<ImageSource, 'path'>,
  code: StudyErrorCode,
  { found, needed, remedy, cause }: Refusal,
): StudyError {
  const { patient, what, file } = source;
  const finding = { found: `Patient ${patient}, ${what} (${file}): ${found}`, needed, remedy };
  return new StudyError(code, finding, { patient, file }, cause === undefined ? undefined : { cause });
}

/** The error of a file that the protocol needs and that is not there. */
export function missingFile(source: Omit<ImageSource, 'path'>): StudyError {
  const allowed =
    source.what === 'mask' ? '' : `, or set sequences.${source.what}.mayMiss: true in study.yaml`;
  return refuse(source, 'image/missing', {
    found: 'there is no such file.',
    needed: 'The protocol needs it.',
    remedy: `Add the file${allowed}, or exclude the patient.`,
  });
}

/**
 * The error of a file of a patient that cannot be read, with patient and file.
 *
 * What the disk refuses keeps its code, for it may be gone at the next try; what a reader refuses gets the given one.
 *
 * @returns The cause itself when it is a fault of the program.
 * @example
 * throw explainFile(source, 'image/unreadable', cause);
 */
export function explainFile(source: ImageSource, code: StudyErrorCode, cause: unknown): unknown {
  const explained = explainSystemError(cause, 'it');
  if (!isCoded(explained) || explained instanceof StudyError) return explained;
  const kept = explained instanceof DiskError ? explained.code : code;
  return refuse(source, kept, { ...explained.finding, cause });
}

async function requireThere(source: ImageSource): Promise<string> {
  await access(source.path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') throw missingFile(source);
    throw explainFile(source, 'image/unreadable', cause);
  });
  return source.path;
}

async function readNifti(path: string): Promise<AnyScan> {
  return { volume: parseNifti(await readFile(path)) };
}

async function readAny(source: ImageSource): Promise<AnyScan> {
  const path = await requireThere(source);
  try {
    return isNiftiPath(path) ? await readNifti(path) : await readAnyScan(path, source.choice);
  } catch (cause) {
    throw explainFile(source, 'image/unreadable', cause);
  }
}

async function readLabels(source: ImageSource): Promise<Volume> {
  const path = await requireThere(source);
  const { reference, region } = source;
  try {
    if (isNiftiPath(path)) return (await readNifti(path)).volume;
    return await readAnyMask(path, reference, region);
  } catch (cause) {
    throw explainFile(source, 'mask/unreadable', cause);
  }
}

/**
 * Reads one image with what its headers say.
 *
 * @throws StudyError `image/missing`, `image/unreadable`, what the disk refuses (`disk/...`), or `image/not-finite` when a voxel is NaN or infinite.
 */
export async function readScan(source: ImageSource): Promise<ReadScan> {
  const scan = await readAny(source);
  const bad = findNonFinite(scan.volume);
  if (bad === null) return scan;
  throw refuse(source, 'image/not-finite', {
    found: `${bad.count} voxels are not finite numbers, the first at index ${bad.firstVoxel.join(', ')}.`,
    needed: 'Every voxel has to hold a finite number.',
    remedy: 'Export the image again, or exclude the patient.',
  });
}

/**
 * Reads one image.
 *
 * @throws StudyError as `readScan`.
 */
export async function readImage(source: ImageSource): Promise<Volume> {
  return (await readScan(source)).volume;
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
    throw refuse(source, 'image/unusable', { ...cause.finding, cause });
  }
}

/**
 * Reads the tumour mask of a patient.
 *
 * @param label Only voxels of this value are tumour; undefined: every voxel above 0.
 * @throws StudyError `image/missing`, `mask/unreadable`, or `mask/empty`.
 */
export async function readTumourMask(source: ImageSource, label: number | undefined): Promise<TumourMask> {
  const tumour = tumourMask(await readLabels(source), label);
  if (tumour.voxels > 0) return tumour;
  throw refuse(source, 'mask/empty', {
    found: `no voxel is ${label === undefined ? 'above 0' : `equal to ${label}`}.`,
    needed: 'A mask needs at least one voxel of tumour.',
    remedy: 'Draw the tumour, correct mask.label in study.yaml, or exclude the patient.',
  });
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
  throw refuse(source, 'mask/other-grid', {
    found: difference.sentence,
    needed: `The mask has to lie on the grid of ${drawnOn}, on which it was drawn (mask.drawnOn).`,
    remedy: 'Export the mask again on that image, or correct mask.drawnOn in study.yaml.',
  });
}
