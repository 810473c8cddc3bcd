/**
 * A folder of DICOM to NIfTI files: one for each volume in it, with a list of what was refused.
 *
 * Plans first and decodes when a file is asked for. Rows are stored bottom to top, as dcm2niix and most readers of
 * NIfTI have them; the affine says so. Touches no disk.
 */

import { findNumbers } from '../dicom/parse/value.ts';
import {
  type DicomFolder,
  type DicomStack,
  type ParseFolderOptions,
  parseDicomFolder,
} from '../dicom/series/folder.ts';
import type { DicomInput } from '../dicom/series/slice.ts';
import { bottomUpGeometry, decodeStack, fractionalRescale } from '../dicom/series/volume.ts';
import { VolumeError, type VolumeErrorCode } from '../errors.ts';
import { type FormatNiftiOptions, formatNifti } from '../nifti/format.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import type { Volume, VoxelArray } from '../volume.ts';

/** One NIfTI file that can be made. */
export interface PlannedNifti {
  /** Suggested name, such as `out.nii.gz` for a single volume and `out-s004-2.nii.gz` for one of several. */
  readonly fileName: string;
  readonly stack: DicomStack;
  /** Decodes the stack and gives the file's bytes. Throws what `decodeStack` throws. */
  format(): Promise<Uint8Array>;
}

/** Something in the folder that cannot be converted. */
export interface RefusedInput {
  /** Stack id with its labels, or the name of the file. */
  readonly what: string;
  readonly code: VolumeErrorCode;
  /** Whole sentences. */
  readonly message: string;
}

/** What a folder becomes. */
export interface NiftiConversion {
  readonly files: readonly PlannedNifti[];
  readonly refused: readonly RefusedInput[];
  /** Names of files that are no DICOM. */
  readonly ignored: readonly string[];
  /** Everything found, for listing. */
  readonly folder: DicomFolder;
}

/** How a folder is converted. */
export interface NiftiConversionOptions extends ParseFolderOptions {
  /** Name the files are derived from. Ends in `.nii` or `.nii.gz`. Default `out.nii.gz`. */
  readonly outName?: string;
  /** Compression level of .nii.gz, 1 to 9. Default 4. */
  readonly level?: number;
}

const KNOWN: KnownOptions<NiftiConversionOptions> = { limits: null, outName: 'out.nii.gz', level: 4 };

/**
 * The same voxels with rows from bottom to top.
 *
 * @example flipRows(volume).geometry.indexToLpsMm; // second column negated, origin at the old last row
 */
export function flipRows<T extends VoxelArray>(volume: Volume<T>): Volume<T> {
  const [columns, rows, slices] = volume.geometry.size;
  const data = new (volume.data.constructor as new (length: number) => T)(volume.data.length);
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const from = columns * (j + rows * k);
      data.set(volume.data.subarray(from, from + columns), columns * (rows - 1 - j + rows * k));
    }
  }
  return { geometry: bottomUpGeometry(volume.geometry), data };
}

function splitName(outName: string): [stem: string, extension: string] {
  const match = /\.nii(\.gz)?$/i.exec(outName);
  return match === null ? [outName, '.nii.gz'] : [outName.slice(0, match.index), match[0]];
}

/** A stack as a NIfTI file. */
export interface StackNifti {
  readonly bytes: Uint8Array;
  /** What the file stores: values before slope and intercept where it has them. */
  readonly volume: Volume;
}

/**
 * One stack as a NIfTI file, rows from bottom to top.
 *
 * Values with fractions are kept as stored, with slope and intercept in the header, as dcm2niix does: no digit is lost.
 *
 * @throws VolumeError as `decodeStack` and `formatNifti`.
 * @example await writeFile('t1.nii.gz', (await formatStackAsNifti(stack, { gzip: true })).bytes);
 */
export async function formatStackAsNifti(
  stack: DicomStack,
  options: Pick<FormatNiftiOptions, 'gzip' | 'level' | 'description'> = {},
): Promise<StackNifti> {
  checkOptions(options, { gzip: true, level: 4, description: '' });
  const scaling = fractionalRescale(stack);
  const volume = await decodeStack(stack, { rows: 'bottom-up', stored: scaling !== undefined });
  const bytes = formatNifti(volume, { ...options, ...(scaling === undefined ? {} : { scaling }) });
  return { bytes, volume };
}

/**
 * Whether a stack's order is certain though its place is not: the frames of one file that says nothing of position.
 *
 * Such files come from de-identification, screens and ultrasound. They are no scan to measure in, but their pixels can
 * be kept.
 */
export function isUnplacedFile({ slices }: DicomStack): boolean {
  const source = slices[0]!.source;
  return slices.every(
    (slice) => slice.place === undefined && slice.source === source && slice.tile === undefined,
  );
}

/**
 * The frames of one file as a NIfTI file that says its place is unknown, in the order of the file, rows as stored.
 *
 * @throws VolumeError `series/no-position` when the stack is not `isUnplacedFile`, and every pixel code of `openFrames`.
 * @example formatUnplacedAsNifti(stack, { gzip: true });
 */
export async function formatUnplacedAsNifti(
  stack: DicomStack,
  options: Pick<FormatNiftiOptions, 'gzip' | 'level'> = {},
): Promise<StackNifti> {
  checkOptions(options, { gzip: true, level: 4 });
  if (!isUnplacedFile(stack)) {
    throw new VolumeError('series/no-position', {
      found: 'Found images of several files, or in places that are known.',
      needed: 'The frames of one file without positions are needed here.',
      remedy: 'Read the stack as a volume.',
    });
  }
  const first = stack.slices[0]!;
  const { dataset } = first.source.file;
  const [down = 1, along = 1] = findNumbers(dataset, 'PixelSpacing').filter((mm) => mm > 0);
  const between = first.spacingBetweenMm ?? first.thicknessMm ?? 1;
  const m = Float64Array.of(along, 0, 0, 0, 0, down, 0, 0, 0, 0, between > 0 ? between : 1, 0);
  const geometry = { size: [first.columns, first.rows, stack.slices.length] as const, indexToLpsMm: m };
  const slices = stack.slices.toSorted((a, b) => a.frame - b.frame);
  const scaling = fractionalRescale(stack);
  const volume = await decodeStack(
    { ...stack, slices, geometry, findings: [] },
    { stored: scaling !== undefined },
  );
  const bytes = formatNifti(volume, {
    ...options,
    place: 'unknown',
    ...(scaling === undefined ? {} : { scaling }),
  });
  return { bytes, volume };
}

function refusalsOf(folder: DicomFolder): RefusedInput[] {
  const stacks = folder.stacks.flatMap((stack) =>
    stack.findings
      .filter((finding) => finding.kind === 'refusal')
      .map(({ code, sentence }) => ({
        what: [stack.id, ...stack.labels].join(', '),
        code,
        message: sentence,
      })),
  );
  const files = folder.unreadable.map(({ name, code, message }) => ({ what: name, code, message }));
  return [...stacks, ...files];
}

/**
 * Plans the NIfTI files of a folder of DICOM.
 *
 * @param inputs Name and bytes of every file.
 * @returns Files to make one at a time, and every refusal; a caller that wants all or nothing checks `refused`.
 * @example
 * const { files, refused } = convertDicomFolderToNifti(inputs, { outName: 't1.nii.gz' });
 * for (const file of files) await writeFile(file.fileName, await file.format());
 */
export function convertDicomFolderToNifti(
  inputs: readonly DicomInput[],
  options: NiftiConversionOptions = {},
): NiftiConversion {
  checkOptions(options, KNOWN);
  const folder = parseDicomFolder(inputs, options.limits === undefined ? {} : { limits: options.limits });
  const [stem, extension] = splitName(options.outName ?? 'out.nii.gz');
  const good = folder.stacks.filter((stack) => stack.geometry !== undefined);
  const gzip = extension.toLowerCase().endsWith('.gz');
  const files = good.map((stack) => ({
    fileName: folder.stacks.length === 1 ? `${stem}${extension}` : `${stem}-${stack.id}${extension}`,
    stack,
    format: async () =>
      (
        await formatStackAsNifti(stack, {
          gzip,
          ...(options.level === undefined ? {} : { level: options.level }),
        })
      ).bytes,
  }));
  return { files, refused: refusalsOf(folder), ignored: folder.ignored, folder };
}
