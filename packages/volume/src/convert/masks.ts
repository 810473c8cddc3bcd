/**
 * Masks between DICOM (SEG, RTSTRUCT) and research formats (NIfTI, NRRD), on the series they were drawn on.
 *
 * Bytes in, bytes out. References and grids are checked by the readers and writers; a mask in another voxel order is
 * reordered, which changes no voxel, and nothing is ever resampled.
 */

import { type DicomFolder, parseDicomFolder } from '../dicom/series/folder.ts';
import type { DicomInput } from '../dicom/series/slice.ts';
import { type FormatRtstructOptions, formatRtstruct } from '../mask/rtstruct/format.ts';
import { parseRtstruct, type StructureSet } from '../mask/rtstruct/parse.ts';
import { decodeRtstruct } from '../mask/rtstruct/structures.ts';
import { type FormatSegOptions, formatSeg } from '../mask/seg/format.ts';
import { parseSeg } from '../mask/seg/parse.ts';
import { decodeSeg, segmentationMask, segmentMasks } from '../mask/seg/segmentation.ts';
import { formatSegNrrd } from '../mask/seg-nrrd/format.ts';
import { formatNifti } from '../nifti/format.ts';
import { formatNrrd } from '../nrrd/format.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import type { Mask } from '../volume.ts';
import { findReferencedStack, findStackOnGrid } from './reference.ts';
import { flipRows } from './to-nifti.ts';

/** A converted mask. */
export interface ConvertedMask {
  /** The file's bytes. */
  readonly bytes: Uint8Array;
  readonly mask: Mask;
  /** Voxels of each label. */
  readonly voxels: readonly number[];
  /** Sentences a person should read; empty when all agrees. */
  readonly notes: readonly string[];
}

/** How a SEG is converted. */
export interface ConvertSegOptions {
  /** Files of the series it was drawn on; the mask then has the grid of that series. Default: the frames' own grid. */
  readonly reference?: readonly DicomInput[];
  /** Where segments overlap. Default 'refuse'. */
  readonly overlap?: 'refuse' | 'lower' | 'higher';
}

const KNOWN_OF_SEG: KnownOptions<ConvertSegOptions> = { reference: null, overlap: 'refuse' };

/** How structures are converted. */
export interface ConvertRtstructOptions {
  /** Structures to take, by name. Default all that enclose something. */
  readonly names?: readonly string[];
  /** Where structures overlap. Default 'refuse'. */
  readonly overlap?: 'refuse' | 'first' | 'last';
}

const KNOWN_OF_RTSTRUCT: KnownOptions<ConvertRtstructOptions> = { names: null, overlap: 'refuse' };

const knownImages = (folder: DicomFolder, seriesUid: string): ReadonlySet<string> =>
  new Set(
    folder.stacks
      .filter((stack) => stack.seriesUid === seriesUid)
      .flatMap((stack) => stack.slices.map((slice) => slice.sopInstanceUid)),
  );

async function readSegOn(bytes: Uint8Array, options: ConvertSegOptions): ReturnType<typeof decodeSeg> {
  if (options.reference === undefined) return decodeSeg(bytes);
  const file = await parseSeg(bytes);
  const imageUids = file.frames.flatMap((frame) => frame.sourceUids);
  const folder = parseDicomFolder(options.reference);
  const stack = findReferencedStack(folder, { imageUids, seriesUids: file.referencedSeriesUids });
  return decodeSeg(bytes, { reference: stack });
}

/** A mask with rows from bottom to top, as the NIfTI files of the images have them. */
function flipMask(mask: Mask): Mask {
  return { ...mask, ...flipRows({ geometry: mask.geometry, data: mask.data }) };
}

/**
 * A DICOM SEG as a NIfTI label map (.nii.gz), in the voxel order of `convertDicomFolderToNifti`.
 *
 * @throws VolumeError every code of `decodeSeg` and `segmentationMask`; `series/...` when the reference is unfit.
 * @example (await convertSegToNifti(bytes)).voxels; // [322]
 */
export async function convertSegToNifti(
  bytes: Uint8Array,
  options: ConvertSegOptions = {},
): Promise<ConvertedMask> {
  checkOptions(options, KNOWN_OF_SEG);
  const segmentation = await readSegOn(bytes, options);
  const mask = flipMask(segmentationMask(segmentation, options.overlap));
  return { bytes: formatNifti(mask), mask, voxels: segmentation.voxels, notes: [] };
}

/**
 * A DICOM SEG as NRRD: a plain label map, or a Slicer segmentation that keeps names, colours and overlaps.
 *
 * @param kind `labels` for .nrrd, `segments` for .seg.nrrd.
 * @throws VolumeError as `convertSegToNifti`.
 * @example (await convertSegToNrrd(bytes, 'segments')).bytes;
 */
export async function convertSegToNrrd(
  bytes: Uint8Array,
  kind: 'labels' | 'segments',
  options: ConvertSegOptions = {},
): Promise<ConvertedMask> {
  checkOptions(options, KNOWN_OF_SEG);
  const segmentation = await readSegOn(bytes, options);
  const { voxels } = segmentation;
  if (kind === 'segments') {
    const masks = segmentMasks(segmentation);
    const mask = segmentationMask(segmentation, options.overlap ?? 'higher');
    return { bytes: formatSegNrrd(masks), mask, voxels, notes: [] };
  }
  const mask = segmentationMask(segmentation, options.overlap);
  return { bytes: formatNrrd(mask), mask, voxels, notes: [] };
}

function namedBy(set: StructureSet): { imageUids: string[]; seriesUids: readonly string[] } {
  const drawn = set.structures.flatMap((s) => s.contours.flatMap((c) => c.imageUids));
  return { imageUids: drawn, seriesUids: set.referencedSeriesUids };
}

/**
 * Structures of an RTSTRUCT as a NIfTI label map (.nii.gz), in the voxel order of `convertDicomFolderToNifti`.
 *
 * @param reference Files of the series the structures were drawn on.
 * @throws VolumeError every code of `decodeRtstruct`; `series/...` when the reference is unfit.
 * @example convertRtstructToNifti(bytes, inputs, { names: ['GTVp'] }).voxels; // [1443]
 */
export function convertRtstructToNifti(
  bytes: Uint8Array,
  reference: readonly DicomInput[],
  options: ConvertRtstructOptions = {},
): ConvertedMask {
  checkOptions(options, KNOWN_OF_RTSTRUCT);
  const folder = parseDicomFolder(reference);
  const stack = findReferencedStack(folder, namedBy(parseRtstruct(bytes)));
  const { mask, voxels, notes } = decodeRtstruct(bytes, stack, {
    ...options,
    known: knownImages(folder, stack.seriesUid),
  });
  const flipped = flipMask(mask);
  return { bytes: formatNifti(flipped), mask: flipped, voxels, notes };
}

/**
 * A mask, such as one read from NIfTI, as a DICOM SEG.
 *
 * @param reference Files of the series the mask was drawn on.
 * @throws VolumeError `mask/other-grid`, `series/no-image`, `series/several-volumes`, and every code of `formatSeg`.
 * @example convertMaskToSeg(createMask(parseNifti(bytes)), inputs, { created: new Date() });
 */
export function convertMaskToSeg(
  mask: Mask,
  reference: readonly DicomInput[],
  options: FormatSegOptions,
): Uint8Array {
  const { stack, aligned } = findStackOnGrid(mask, parseDicomFolder(reference).stacks);
  return formatSeg(aligned, stack, options);
}

/**
 * A mask, such as one read from NIfTI, as an RTSTRUCT.
 *
 * @param reference Files of the series the mask was drawn on.
 * @throws VolumeError as `convertMaskToSeg`, and every code of `formatRtstruct`.
 * @example convertMaskToRtstruct(createMask(parseNifti(bytes)), inputs, { created: new Date() });
 */
export function convertMaskToRtstruct(
  mask: Mask,
  reference: readonly DicomInput[],
  options: FormatRtstructOptions,
): Uint8Array {
  const { stack, aligned } = findStackOnGrid(mask, parseDicomFolder(reference).stacks);
  return formatRtstruct(aligned, stack, options);
}
