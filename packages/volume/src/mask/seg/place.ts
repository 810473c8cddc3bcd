/**
 * Frames of a SEG to slices of a grid: the grid of the images it was drawn on, or the one its frames span.
 *
 * Checks frame of reference, referenced images, plane and position before a voxel is placed. Moves nothing.
 */

import type { DicomStack } from '../../dicom/series/folder.ts';
import { normalOf } from '../../dicom/series/separate.ts';
import { VolumeError } from '../../errors.ts';
import { applyAffine } from '../../geometry/affine.ts';
import { checkGeometry, lpsToIndexMatrix } from '../../geometry/geometry.ts';
import type { Geometry, Triple } from '../../volume.ts';
import type { SegFile, SegFrame } from './parse.ts';

/** A frame with the slice of the grid it belongs to. */
export interface PlacedFrame {
  readonly frame: SegFrame;
  /** Index along k. */
  readonly slice: number;
}

/** Frames on one grid. */
export interface PlacedSeg {
  readonly geometry: Geometry;
  readonly frames: readonly PlacedFrame[];
}

/** How far a frame may lie from its slice, as a part of the voxel's edge along each axis. */
const OFF_GRID_PART = 0.05;
/** How far direction cosines may differ within one file. */
const DIRECTION_TOLERANCE = 1e-3;
/** Empty slices between frames that are believed, for each frame there is. */
const EMPTY_SLICES_PER_FRAME = 16;
const EMPTY_SLICES_FREE = 256;

function refuseGeometry(found: string, details?: Record<string, unknown>): never {
  throw new VolumeError(
    'seg/geometry',
    {
      found,
      needed: 'Parallel frames that lie on the slices of one grid are needed.',
      remedy: 'Draw the mask on these images, or read the file without a reference.',
    },
    details,
  );
}

function refuseReference(found: string): never {
  throw new VolumeError('seg/reference', {
    found,
    needed: 'A segmentation of these very images is needed.',
    remedy: 'Give the series that the segmentation was drawn on.',
  });
}

function requireOnePlane(frames: readonly SegFrame[]): void {
  const first = frames[0]!;
  for (const [n, frame] of frames.entries()) {
    const pairs = [...first.rowDirection, ...first.columnDirection].map((value, at) =>
      Math.abs(value - [...frame.rowDirection, ...frame.columnDirection][at]!),
    );
    const spacing = frame.pixelMm.some((value, at) => Math.abs(value - first.pixelMm[at]!) > 1e-4 * value);
    if (Math.max(...pairs) > DIRECTION_TOLERANCE || spacing) {
      refuseGeometry(`Found frame ${n + 1} in another plane or with other pixels than frame 1.`);
    }
  }
}

function planeGeometry(frame: SegFrame, step: Triple, size: Geometry['size']): Geometry {
  const { rowDirection: r, columnDirection: c, pixelMm, positionLpsMm: p } = frame;
  const m = new Float64Array(12);
  for (const axis of [0, 1, 2] as const)
    m.set([r[axis] * pixelMm[0], c[axis] * pixelMm[1], step[axis], p[axis]], axis * 4);
  return checkGeometry({ size, indexToLpsMm: m });
}

/** The slice of a grid on which a frame's first pixel lies, refused when it lies between voxels. */
function sliceOn(inverse: Float64Array, geometry: Geometry, frame: SegFrame): number {
  const [i, j, k] = applyAffine(inverse, [...frame.positionLpsMm]);
  const slice = Math.round(k);
  const off = Math.max(Math.abs(i), Math.abs(j), Math.abs(k - slice));
  if (off > OFF_GRID_PART) {
    const at = [i, j, k].map((v) => v.toFixed(2)).join(', ');
    refuseGeometry(`Found a frame whose first pixel is voxel (${at}) of the grid instead of (0, 0, whole).`);
  }
  if (slice < 0 || slice >= geometry.size[2]) {
    refuseGeometry(`Found a frame on slice ${slice + 1} of a grid of ${geometry.size[2]} slices.`);
  }
  return slice;
}

/** Distance between slices: what the file says, else the smallest distance between frames, else the thickness. */
function stepMm(frames: readonly SegFrame[], sorted: readonly number[]): number {
  const stated = frames[0]!.spacingBetweenMm;
  if (stated !== undefined && stated > 0) return stated;
  const steps = sorted.slice(1).map((value, n) => value - sorted[n]!);
  const apart = steps.filter((s) => s > 0.01);
  const step = apart.length > 0 ? Math.min(...apart) : frames[0]!.thicknessMm;
  if (step === undefined || !(step > 0)) return refuseGeometry('Found a single frame without a thickness.');
  return step;
}

/**
 * The grid that the frames themselves span. Slices between frames are empty.
 *
 * @throws VolumeError `seg/geometry`, `geometry/affine`, `geometry/size`.
 */
export function placeAlone(seg: SegFile): PlacedSeg {
  const { frames } = seg;
  requireOnePlane(frames);
  const normal = normalOf(frames[0]!);
  const along = (f: SegFrame): number =>
    f.positionLpsMm.reduce((sum, value, axis) => sum + value * normal[axis]!, 0);
  const sorted = frames.map(along).sort((a, b) => a - b);
  const step = stepMm(frames, sorted);
  const slices = Math.round((sorted[sorted.length - 1]! - sorted[0]!) / step) + 1;
  if (slices > EMPTY_SLICES_FREE + EMPTY_SLICES_PER_FRAME * frames.length) {
    refuseGeometry(`Found ${frames.length} frames spread over ${slices} slices.`, { slices });
  }
  const lowest = frames.reduce((best, frame) => (along(frame) < along(best) ? frame : best));
  const vector: Triple = [normal[0] * step, normal[1] * step, normal[2] * step];
  const geometry = planeGeometry(lowest, vector, [seg.columns, seg.rows, slices]);
  const inverse = lpsToIndexMatrix(geometry);
  return { geometry, frames: frames.map((frame) => ({ frame, slice: sliceOn(inverse, geometry, frame) })) };
}

function requireReference(seg: SegFile, stack: DicomStack): void {
  const frame = stack.frameOfReferenceUid;
  if (seg.frameOfReferenceUid !== frame) {
    refuseReference('Found a segmentation in another frame of reference than the images.');
  }
  if (seg.referencedSeriesUids.length > 0 && !seg.referencedSeriesUids.includes(stack.seriesUid)) {
    refuseReference('Found a segmentation that names another series than the images.');
  }
}

/** Images that frames name must be those of the slices on which the frames lie. */
function requireSources(placed: readonly PlacedFrame[], stack: DicomStack): void {
  const known = new Set(stack.slices.map((s) => s.sopInstanceUid));
  for (const { frame, slice } of placed) {
    if (frame.sourceUids.length === 0) continue;
    const own = stack.slices[slice]!.sopInstanceUid;
    if (!frame.sourceUids.some((uid) => known.has(uid))) {
      refuseReference(`Found a frame on slice ${slice + 1} that names an image outside the series.`);
    }
    if (!frame.sourceUids.includes(own)) {
      refuseReference(`Found a frame that lies on slice ${slice + 1} and names the image of another slice.`);
    }
  }
}

/**
 * The grid of the images that the segmentation was drawn on.
 *
 * @throws VolumeError `seg/reference`, `seg/geometry`.
 */
export function placeOnStack(seg: SegFile, stack: DicomStack): PlacedSeg {
  const { geometry } = stack;
  if (geometry === undefined) return refuseGeometry('Found images that make no grid.');
  requireReference(seg, stack);
  requireOnePlane(seg.frames);
  const [columns, rows] = geometry.size;
  if (seg.columns !== columns || seg.rows !== rows) {
    refuseGeometry(`Found frames of ${seg.columns} x ${seg.rows} for images of ${columns} x ${rows}.`);
  }
  const inverse = lpsToIndexMatrix(geometry);
  const frames = seg.frames.map((frame) => {
    requireFarCorner(frame, inverse, seg);
    return { frame, slice: sliceOn(inverse, geometry, frame) };
  });
  requireSources(frames, stack);
  return { geometry, frames };
}

/** The last pixel must be the grid's last voxel in its slice: excludes flips, turns and other pixel sizes. */
function requireFarCorner(frame: SegFrame, inverse: Float64Array, seg: SegFile): void {
  const { rowDirection: r, columnDirection: c, pixelMm, positionLpsMm: p } = frame;
  const [across, down] = [(seg.columns - 1) * pixelMm[0], (seg.rows - 1) * pixelMm[1]];
  const far = [0, 1, 2].map((axis) => p[axis]! + r[axis]! * across + c[axis]! * down);
  const near = applyAffine(inverse, [...p]);
  const [i, j, k] = applyAffine(inverse, [far[0]!, far[1]!, far[2]!]);
  const off = [i - near[0] - (seg.columns - 1), j - near[1] - (seg.rows - 1), k - near[2]];
  if (Math.max(...off.map(Math.abs)) > 2 * OFF_GRID_PART) {
    refuseGeometry('Found frames that are turned, flipped or of another pixel size than the images.');
  }
}
