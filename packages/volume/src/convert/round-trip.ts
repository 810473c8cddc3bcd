/**
 * Whether a series and a mask on it come back from every format with every voxel where it was.
 *
 * Walks DICOM -> NIfTI, NRRD, MHA -> back, and a drawn mask NIfTI -> SEG and RTSTRUCT -> NIfTI, through the same
 * readers and writers that users call. Gives what differs; throws nothing away and writes nothing.
 */

import type { DicomStack } from '../dicom/series/folder.ts';
import { decodeStack } from '../dicom/series/volume.ts';
import { VolumeError } from '../errors.ts';
import { compareGeometry } from '../geometry/compare.ts';
import { createMask } from '../mask/labels/mask.ts';
import { formatRtstruct } from '../mask/rtstruct/format.ts';
import { decodeRtstruct } from '../mask/rtstruct/structures.ts';
import { formatSeg } from '../mask/seg/format.ts';
import { decodeSeg, segmentationMask } from '../mask/seg/segmentation.ts';
import { formatSegNrrd } from '../mask/seg-nrrd/format.ts';
import { parseSegNrrd } from '../mask/seg-nrrd/parse.ts';
import { formatMha } from '../mha/format.ts';
import { parseMha } from '../mha/parse.ts';
import { formatNifti } from '../nifti/format.ts';
import { parseNifti } from '../nifti/parse.ts';
import { formatNrrd } from '../nrrd/format.ts';
import { parseNrrd } from '../nrrd/parse.ts';
import type { Geometry, Mask, Volume } from '../volume.ts';
import { alignMask } from './reference.ts';
import { flipRows, formatStackAsNifti } from './to-nifti.ts';

/** One way there and back. */
export interface RoundTripStep {
  /** Such as `mask NIfTI -> SEG -> NIfTI`. */
  readonly way: string;
  readonly voxels: number;
  /** Voxels whose value changed. */
  readonly different: number;
  /** Largest distance that a corner of the grid moved, in mm. */
  readonly movedMm: number;
  /** Code of the refusal when the way could not be walked; null otherwise. */
  readonly refused: string | null;
  readonly passed: boolean;
}

/** Single precision of NIfTI-1 and decimals of DICOM move a grid by less than this. */
const MOST_MOVED_MM = 0.001;

function compare(way: string, before: Volume, after: Volume): RoundTripStep {
  const movedMm = compareGeometry(before.geometry, after.geometry, 0)?.maximumMm ?? 0;
  let different = before.data.length === after.data.length ? 0 : before.data.length;
  if (different === 0) {
    for (let at = 0; at < before.data.length; at++) if (before.data[at] !== after.data[at]) different++;
  }
  const passed = different === 0 && movedMm <= MOST_MOVED_MM;
  return { way, voxels: before.data.length, different, movedMm, refused: null, passed };
}

async function walk(way: string, before: Volume, go: () => Promise<Volume> | Volume): Promise<RoundTripStep> {
  try {
    return compare(way, before, await go());
  } catch (error) {
    if (!(error instanceof VolumeError)) throw error;
    const { length } = before.data;
    return { way, voxels: length, different: length, movedMm: 0, refused: error.code, passed: false };
  }
}

/** Two regions that no mirror and no turn leaves alone: a ball with a hole off the middle, and a bar in a corner. */
function drawnOn(geometry: Geometry): Mask {
  const [ni, nj, nk] = geometry.size;
  const data = new Uint8Array(ni * nj * nk);
  const part = (n: number, size: number): number => (n + 0.5) / size;
  let at = 0;
  for (let k = 0; k < nk; k++) {
    for (let j = 0; j < nj; j++) {
      for (let i = 0; i < ni; i++, at++) {
        const [x, y, z] = [part(i, ni), part(j, nj), part(k, nk)];
        const away = Math.hypot((x - 0.6) / 0.3, (y - 0.35) / 0.25, (z - 0.55) / 0.4);
        if (away <= 1 && away > 0.35) data[at] = 1;
        else if (x < 0.2 && y > 0.7 && z < 0.34) data[at] = 2;
      }
    }
  }
  // A first voxel keeps both regions on grids of a few voxels.
  if (!data.includes(1)) data[0] = 1;
  return createMask({ geometry, data });
}

const throughNifti = (mask: Mask): Mask => createMask(parseNifti(formatNifti(mask)), mask.labels);

/** The labels of a DICOM mask are counted from 1 in order; ours are 1 and 2 already unless one is empty. */
const turned = (mask: Mask): Mask => throughNifti({ ...mask, ...flipRows(mask) });

/**
 * Walks a series and a mask that is drawn on it through every format and back.
 *
 * @param created Moment that the DICOM objects on the way say they were made.
 * @returns One step for each way, in a fixed order.
 * @throws VolumeError the stack's own refusal when it makes no volume.
 * @example (await proveRoundTrip(stack, new Date())).every(({ passed }) => passed); // true
 */
export async function proveRoundTrip(stack: DicomStack, created: Date): Promise<RoundTripStep[]> {
  const image = await decodeStack(stack, { rows: 'bottom-up' });
  const plain = await decodeStack(stack);
  const mask = drawnOn(image.geometry);
  const known = new Set(stack.slices.map(({ sopInstanceUid }) => sopInstanceUid));
  const onStack = (): Mask => alignMask(throughNifti(mask), stack);
  return [
    await walk('image DICOM -> NIfTI', image, async () =>
      parseNifti((await formatStackAsNifti(stack)).bytes),
    ),
    await walk('image DICOM -> NRRD', plain, () => parseNrrd(formatNrrd(plain))),
    await walk('image DICOM -> MHA', plain, () => parseMha(formatMha(plain))),
    await walk('mask NIfTI -> SEG -> NIfTI', mask, async () => {
      const bytes = formatSeg(onStack(), stack, { created });
      return turned(segmentationMask(await decodeSeg(bytes, { reference: stack })));
    }),
    await walk('mask NIfTI -> RTSTRUCT -> NIfTI', mask, () =>
      turned(decodeRtstruct(formatRtstruct(onStack(), stack, { created }), stack, { known }).mask),
    ),
    await walk('mask NIfTI -> .seg.nrrd -> NIfTI', mask, () => {
      const [again] = parseSegNrrd(formatSegNrrd([throughNifti(mask)]));
      return throughNifti(again!);
    }),
    await walk('mask NIfTI -> MHA -> NIfTI', mask, () => throughNifti(createMask(parseMha(formatMha(mask))))),
  ];
}
