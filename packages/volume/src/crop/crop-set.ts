/**
 * The 2.5D crop of a tumour: a few slices around its largest one, each a square of pixels around the tumour.
 *
 * plan decides from the mask (and is what the record keeps), apply cuts any scan on the same grid. Slices beyond
 * the scan are replaced by its last one, and the plan says so. Knows nothing of sequences or models.
 */
import { VolumeError } from '../errors.ts';
import { compareGeometry } from '../geometry/compare.ts';
import { spacingMm } from '../geometry/geometry.ts';
import { type MaskRegion, regionIn } from '../mask/labels/mask.ts';
import { measureMask } from '../mask/labels/measure.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import type { Geometry, Mask, Triple, Volume } from '../volume.ts';
import { pixelWeights, sampleSlice } from './pixels.ts';

/** How the crop is chosen. */
export interface CropOptions extends MaskRegion {
  /** Slices relative to the one with most tumour, along k. Default [-4, -2, -1, 0, 1, 2, 4]. */
  readonly sliceOffsets?: readonly number[];
  /** Pixels along each side of the square. Default 64. */
  readonly sizePx?: number;
  /** Tissue kept around the tumour's box on each side, in mm. Default 10. */
  readonly marginMm?: number;
  /** Side of the square in mm when every crop shall have the same scale; marginMm is then not used. */
  readonly sideMm?: number;
  /** Middle of the square. Default 'box', the middle of the tumour's bounding box. */
  readonly centre?: 'box' | 'centroid';
  /** What lies beyond the slice's border: its outermost pixels, or a value. Default 'edge'. */
  readonly outside?: 'edge' | number;
}

const KNOWN: KnownOptions<CropOptions> = {
  labels: null,
  sliceOffsets: [-4, -2, -1, 0, 1, 2, 4],
  sizePx: 64,
  marginMm: 10,
  sideMm: null,
  centre: 'box',
  outside: 'edge',
};

/** One slice of a crop. */
export interface CropSlice {
  readonly offset: number;
  /** Slice that is read. */
  readonly slice: number;
  /** True when largestSlice + offset lies outside the scan and the outermost slice was taken. */
  readonly clamped: boolean;
}

/** A crop as it is recorded; plain JSON. */
export interface CropPlan {
  readonly kind: 'crop-2.5d';
  /** Grid the plan is for. */
  readonly size: Triple;
  readonly indexToLpsMm: readonly number[];
  readonly slices: readonly CropSlice[];
  readonly sizePx: number;
  readonly sideMm: number;
  /** Middle of the square in voxels along i and j. */
  readonly centreVoxel: readonly [i: number, j: number];
  readonly outside: 'edge' | number;
  /** Share of the square that lies outside the slice, 0 to 1. */
  readonly outsideShare: number;
  /** True when the square is smaller than the tumour's box in the slice plane. */
  readonly cutsTumour: boolean;
}

/** Pixels of a crop: `data[x + sizePx * (y + sizePx * slice)]`, x along i, y along j. */
export interface Crop {
  readonly data: Float32Array;
  readonly slices: number;
  readonly sizePx: number;
}

/** Offsets of the default: the largest slice and 1, 2 and 4 slices to either side. */
export const SLICE_OFFSETS: readonly number[] = [-4, -2, -1, 0, 1, 2, 4];

function requireSettings({
  sliceOffsets = SLICE_OFFSETS,
  sizePx = 64,
  marginMm = 10,
  sideMm,
}: CropOptions): void {
  const fits =
    sliceOffsets.length > 0 &&
    sliceOffsets.every(Number.isInteger) &&
    Number.isInteger(sizePx) &&
    sizePx >= 2 &&
    sizePx <= 4096 &&
    marginMm >= 0 &&
    Number.isFinite(marginMm) &&
    (sideMm === undefined || (sideMm > 0 && Number.isFinite(sideMm)));
  if (fits) return;
  throw new VolumeError('crop/option', {
    found: `Found slice offsets ${sliceOffsets.join(', ') || 'none'}, ${sizePx} pixels, a margin of ${marginMm} mm and a side of ${sideMm ?? 'no'} mm.`,
    needed: 'Whole offsets (at least one), 2 to 4096 pixels, a margin >= 0 and a side > 0 are needed.',
    remedy: 'Correct the crop settings.',
  });
}

/** Share of a square that lies outside a rectangle, both centred by voxel index. */
function shareOutside(
  centre: readonly [number, number],
  sides: readonly [number, number],
  size: Triple,
): number {
  const overlap = (axis: 0 | 1): number => {
    const from = Math.max(-0.5, centre[axis] - sides[axis] / 2);
    const to = Math.min(size[axis] - 0.5, centre[axis] + sides[axis] / 2);
    return Math.max(0, to - from) / sides[axis];
  };
  return Math.max(0, 1 - overlap(0) * overlap(1));
}

/**
 * Decides where to cut.
 *
 * The square holds the bounding box of the whole tumour in the slice plane plus the margin, so that every slice of
 * the set shows the same place.
 *
 * @throws VolumeError `mask/empty`, `crop/option`.
 * @example const plan = planCrop(mask, { sizePx: 64, marginMm: 10 });
 */
export function planCrop(mask: Mask, options: CropOptions = {}): CropPlan {
  checkOptions(options, KNOWN);
  requireSettings(options);
  const { geometry } = mask;
  const measures = measureMask(mask, regionIn(options));
  const spacing = spacingMm(geometry);
  const { first, last } = measures.boundsVoxel;
  const byBox = [(first[0] + last[0]) / 2, (first[1] + last[1]) / 2] as const;
  const centreVoxel =
    options.centre === 'centroid' ? ([measures.centroidVoxel[0], measures.centroidVoxel[1]] as const) : byBox;
  const boxMm = Math.max(measures.boxMm[0], measures.boxMm[1]);
  const sideMm = options.sideMm ?? boxMm + 2 * (options.marginMm ?? 10);
  const lastSlice = geometry.size[2] - 1;
  const slices = [...(options.sliceOffsets ?? SLICE_OFFSETS)].map((offset) => {
    const wanted = measures.largestSlice + offset;
    const slice = Math.min(lastSlice, Math.max(0, wanted));
    return { offset, slice, clamped: slice !== wanted };
  });
  return {
    kind: 'crop-2.5d',
    size: geometry.size,
    indexToLpsMm: Array.from(geometry.indexToLpsMm),
    slices,
    sizePx: options.sizePx ?? 64,
    sideMm,
    centreVoxel,
    outside: options.outside ?? 'edge',
    outsideShare: shareOutside(centreVoxel, [sideMm / spacing[0], sideMm / spacing[1]], geometry.size),
    cutsTumour: sideMm < boxMm,
  };
}

function requireGrid(geometry: Geometry, plan: CropPlan): void {
  const planned = { size: plan.size, indexToLpsMm: Float64Array.from(plan.indexToLpsMm) };
  const difference = compareGeometry(planned, geometry);
  if (difference === null) return;
  throw new VolumeError(
    'crop/other-grid',
    {
      found: `Found a scan on another grid than the mask the crop was planned on. ${difference.sentence}`,
      needed: 'The same grid is needed.',
      remedy: 'Resample the scan to the grid of the mask before it is cropped.',
    },
    { difference },
  );
}

/**
 * Cuts the planned squares out of a scan (or of a mask, which gives each pixel's share of tumour).
 *
 * Bilinear; averaged over the pixel when it is larger than a voxel.
 *
 * @returns Float32 pixels, slices in the order of the plan.
 * @throws VolumeError `crop/other-grid`.
 * @example const crop = applyCrop(t1, plan); // crop.data.length === 7 * 64 * 64
 */
export function applyCrop(volume: Volume, plan: CropPlan): Crop {
  requireGrid(volume.geometry, plan);
  const { sizePx, sideMm, centreVoxel, outside } = plan;
  const spacing = spacingMm(volume.geometry);
  const weights = ([0, 1] as const).map((axis) =>
    pixelWeights({
      pixels: sizePx,
      voxels: volume.geometry.size[axis],
      centreVoxel: centreVoxel[axis],
      voxelsPerPixel: sideMm / sizePx / spacing[axis],
      extendEdge: outside === 'edge',
    }),
  );
  const data = new Float32Array(plan.slices.length * sizePx * sizePx);
  plan.slices.forEach(({ slice }, at) => {
    sampleSlice(volume, slice, {
      along: [weights[0]!, weights[1]!],
      outside: outside === 'edge' ? 0 : outside,
      out: data.subarray(at * sizePx * sizePx, (at + 1) * sizePx * sizePx),
    });
  });
  return { data, slices: plan.slices.length, sizePx };
}
