/**
 * Turns the scans of one patient into crops that can be compared: same orientation, same grid, same scale of numbers.
 *
 * Reads volumes and the tumour mask, gives pixels and the plan of every step. Knows nothing of files or cohorts.
 */
import type { CropPlan, Mask, PercentilePlan, Volume, ZScorePlan } from '@mriscore/volume';
import {
  applyCrop,
  applyPercentile,
  applyZScore,
  planCrop,
  planPercentile,
  planZScore,
  reorient,
  reorientMask,
  resample,
  sameGrid,
} from '@mriscore/volume';
import type { Protocol } from '../protocol/schema.ts';

/** i to the left, j to the back, k to the head. */
const ORIENTATION = 'LPS';

/** What was done to one scan; plain data. */
export interface ScanRecord {
  readonly resampled: boolean;
  readonly normalise: ZScorePlan | PercentilePlan;
}

/** What was done to one patient; plain data. */
export interface CropRecord {
  readonly orientation: typeof ORIENTATION;
  readonly crop: CropPlan;
  readonly scans: Readonly<Record<string, ScanRecord>>;
}

/** The crops of a scan: slices x sizePx x sizePx values. */
export interface ScanCrop {
  readonly pixels: Float32Array;
  readonly record: ScanRecord;
}

function normalise(
  scan: Volume,
  settings: Protocol['preprocessing']['normalise'],
): { scan: Volume; plan: ScanRecord['normalise'] } {
  const within = settings.region === 'body' ? 'body' : 'all';
  if (settings.method === 'percentile') {
    const plan = planPercentile(scan, { within });
    return { scan: applyPercentile(scan, plan), plan };
  }
  const plan = planZScore(scan, { within });
  return { scan: applyZScore(scan, plan), plan };
}

function lowest(scan: Volume): number {
  let low = Infinity;
  for (const value of scan.data) if (value < low) low = value;
  return low;
}

/**
 * Decides where to cut a patient, from the mask alone.
 *
 * @throws VolumeError `mask/empty` or `crop/option`.
 */
export function planPatientCrop(
  mask: Mask,
  settings: Protocol['preprocessing']['crop'],
): { mask: Mask; plan: CropPlan } {
  const turned = reorientMask(mask, ORIENTATION);
  const { sizePx, marginMm, slices } = settings;
  return { mask: turned, plan: planCrop(turned, { sizePx, marginMm, sliceOffsets: slices }) };
}

/**
 * Cuts one scan: normalised on its own voxels, turned, resampled to the grid of the mask where it lies on another.
 *
 * @param scan As it was read.
 * @param grid The turned mask, whose grid is the patient's.
 * @throws VolumeError when the scan is constant or its grid is no grid.
 */
export function cropScan(
  scan: Volume,
  grid: Mask,
  context: { plan: CropPlan; settings: Protocol['preprocessing'] },
): ScanCrop {
  const normalised = normalise(scan, context.settings.normalise);
  const turned = reorient(normalised.scan, ORIENTATION);
  const onGrid = sameGrid(grid.geometry, turned.geometry);
  const placed = onGrid
    ? turned
    : resample(turned, grid.geometry, { method: 'linear', outside: lowest(turned) });
  const { data } = applyCrop(placed, context.plan);
  return { pixels: data, record: { resampled: !onGrid, normalise: normalised.plan } };
}
