/**
 * How good one scan is, in figures that a person can sort patients by: signal to noise, ghosting, shading, coverage.
 *
 * Each figure is computed from the scan alone (and a mask where it says so). None decides; thresholds belong to the
 * study. A figure that cannot be had is null with a reason.
 */
import { spacingMm } from '../geometry/geometry.ts';
import { orientationLetters, type Plane, slicePlane } from '../geometry/orientation.ts';
import { type MaskRegion, requireMaskOnGrid } from '../mask/labels/mask.ts';
import { measureMask } from '../mask/labels/measure.ts';
import { findBody } from '../normalise/body.ts';
import { squaredDistanceMm2 } from '../region/distance.ts';
import type { Mask, Triple, Volume } from '../volume.ts';

/** A figure, or why there is none. */
export interface QualityFigure {
  readonly value: number | null;
  readonly reason?: string;
}

/** Figures of one scan. */
export interface ImageQuality {
  readonly orientation: string;
  readonly plane: Plane;
  readonly size: Triple;
  readonly spacingMm: Triple;
  /** Mean over the body divided by the noise in the air, corrected for the Rayleigh distribution. Higher is better. */
  readonly signalToNoise: QualityFigure;
  /**
   * Mean of the air in line with the body along i or j (the larger) over the mean of the other air: ghosts of motion lie
   * along one axis. 1 is none, higher is worse.
   */
  readonly ghostRatio: QualityFigure;
  /** Relative spread of the slice means over the body: uneven slices tell of motion or shading. 0 is none. */
  readonly sliceVariation: QualityFigure;
  /** Share of the body's voxels that hold the largest value of the scan: clipped intensities. 0 is none. */
  readonly clippedShare: number;
}

/** Standard deviation of Gaussian noise for a mean of magnitude noise. */
const RAYLEIGH_MEAN = Math.sqrt(Math.PI / 2);
/** Air this far from the body counts, in mm. */
const AWAY_MM = 8;
const FEWEST_VOXELS = 200;

interface Regions {
  readonly body: Uint8Array;
  readonly air: Uint8Array;
}

function regionsOf(volume: Volume): Regions {
  const body = findBody(volume).data;
  const distance = squaredDistanceMm2(body, volume.geometry.size, spacingMm(volume.geometry));
  return { body, air: Uint8Array.from(distance, (d) => (d > AWAY_MM * AWAY_MM ? 1 : 0)) };
}

function meanWhere({ data }: Volume, counts: (at: number) => boolean): { mean: number; voxels: number } {
  let sum = 0;
  let voxels = 0;
  for (let at = 0; at < data.length; at++) {
    if (!counts(at)) continue;
    sum += data[at]!;
    voxels++;
  }
  return { mean: sum / voxels, voxels };
}

function signalToNoise(volume: Volume, { body, air }: Regions): QualityFigure {
  const tissue = meanWhere(volume, (at) => body[at] === 1);
  const noise = meanWhere(volume, (at) => air[at] === 1);
  if (noise.voxels < FEWEST_VOXELS) return { value: null, reason: 'Too little air around the body.' };
  if (!(noise.mean > 0)) return { value: null, reason: 'The air is 0 throughout: it was cut away.' };
  return { value: tissue.mean / (noise.mean / RAYLEIGH_MEAN) };
}

/** Air in rows and columns that the body crosses, per slice. */
function ghostRatio(volume: Volume, { body, air }: Regions): QualityFigure {
  const [ni, nj, nk] = volume.geometry.size;
  const rows = new Uint8Array(nj * nk);
  const columns = new Uint8Array(ni * nk);
  for (let at = 0; at < body.length; at++) {
    if (body[at] === 0) continue;
    const k = Math.floor(at / (ni * nj));
    rows[(Math.floor(at / ni) % nj) + nj * k] = 1;
    columns[(at % ni) + ni * k] = 1;
  }
  const inRow = (at: number): boolean =>
    rows[(Math.floor(at / ni) % nj) + nj * Math.floor(at / (ni * nj))] === 1;
  const inColumn = (at: number): boolean => columns[(at % ni) + ni * Math.floor(at / (ni * nj))] === 1;
  const alongI = meanWhere(volume, (at) => air[at] === 1 && inRow(at));
  const alongJ = meanWhere(volume, (at) => air[at] === 1 && inColumn(at));
  const corners = meanWhere(volume, (at) => air[at] === 1 && !inRow(at) && !inColumn(at));
  if (Math.min(alongI.voxels, alongJ.voxels, corners.voxels) < FEWEST_VOXELS)
    return { value: null, reason: 'Too little air beside the body.' };
  if (!(corners.mean > 0)) return { value: null, reason: 'The air is 0 in the corners: it was cut away.' };
  return { value: Math.max(alongI.mean, alongJ.mean) / corners.mean };
}

function sliceVariation(volume: Volume, { body }: Regions): QualityFigure {
  const [ni, nj, nk] = volume.geometry.size;
  const means: number[] = [];
  for (let k = 0; k < nk; k++) {
    const from = ni * nj * k;
    let sum = 0;
    let voxels = 0;
    for (let at = from; at < from + ni * nj; at++) {
      if (body[at] === 0) continue;
      sum += volume.data[at]!;
      voxels++;
    }
    if (voxels >= FEWEST_VOXELS) means.push(sum / voxels);
  }
  if (means.length < 3) return { value: null, reason: 'Fewer than three slices show the body.' };
  // Neighbours are compared, so that a slow change of anatomy does not count.
  const steps = means.slice(1).map((m, at) => Math.abs(m - means[at]!));
  const mean = means.reduce((a, b) => a + b, 0) / means.length;
  return { value: steps.reduce((a, b) => a + b, 0) / steps.length / mean };
}

/**
 * Figures of one scan.
 *
 * @throws VolumeError `normalise/constant` when all voxels have one value.
 * @example assessImage(t1).signalToNoise.value;
 */
export function assessImage(volume: Volume): ImageQuality {
  const regions = regionsOf(volume);
  let top = -Infinity;
  for (let at = 0; at < volume.data.length; at++) if (volume.data[at]! > top) top = volume.data[at]!;
  let clipped = 0;
  let inside = 0;
  for (let at = 0; at < volume.data.length; at++) {
    if (regions.body[at] === 0) continue;
    inside++;
    if (volume.data[at] === top) clipped++;
  }
  return {
    orientation: orientationLetters(volume.geometry),
    plane: slicePlane(volume.geometry),
    size: volume.geometry.size,
    spacingMm: spacingMm(volume.geometry),
    signalToNoise: signalToNoise(volume, regions),
    ghostRatio: ghostRatio(volume, regions),
    sliceVariation: sliceVariation(volume, regions),
    clippedShare: clipped / inside,
  };
}

/** How a tumour lies in a scan. */
export interface Coverage {
  /** Slices (fixed k) that show the tumour. */
  readonly slices: number;
  /** Slices between the tumour and the nearer end of the scan; 0 when the tumour may go on beyond it. */
  readonly slicesToEnd: number;
  /** Whether the tumour reaches a border of the scan. */
  readonly touchesBorder: boolean;
}

/**
 * How a tumour lies in a scan.
 *
 * @throws VolumeError `mask/other-grid`, `mask/empty`.
 * @example coverageOf(t1, mask).touchesBorder; // the tumour may be cut
 */
export function coverageOf(volume: Volume, mask: Mask, region: MaskRegion = {}): Coverage {
  requireMaskOnGrid(mask, volume.geometry);
  const { boundsVoxel, voxelsOfSlice } = measureMask(mask, region);
  const { size } = volume.geometry;
  const ends = [0, 1, 2].map((axis) =>
    Math.min(boundsVoxel.first[axis]!, size[axis]! - 1 - boundsVoxel.last[axis]!),
  );
  return {
    slices: voxelsOfSlice.filter((n) => n > 0).length,
    slicesToEnd: ends[2]!,
    touchesBorder: Math.min(...ends) === 0,
  };
}

/**
 * Contrast uptake in the tumour: its mean over the body's in the contrast scan, over the same ratio before contrast.
 *
 * Above 1 where the tumour took contrast up more than the body around it. Both scans share the mask's grid.
 *
 * @throws VolumeError `mask/other-grid`, `mask/empty`, `normalise/constant`.
 * @example contrastUptake({ before: t1, after: t1c, mask }).value; // 1.4
 */
export function contrastUptake(
  scans: { before: Volume; after: Volume; mask: Mask },
  region: MaskRegion = {},
): QualityFigure {
  const { before, after, mask } = scans;
  requireMaskOnGrid(mask, before.geometry);
  requireMaskOnGrid(mask, after.geometry);
  measureMask(mask, region);
  const counts = (value: number): boolean =>
    value !== 0 && (region.labels === undefined || region.labels.includes(value));
  const body = findBody(after).data;
  const ratio = (volume: Volume): number => {
    const tumour = meanWhere(volume, (at) => counts(mask.data[at]!)).mean;
    return tumour / meanWhere(volume, (at) => body[at] === 1 && !counts(mask.data[at]!)).mean;
  };
  const value = ratio(after) / ratio(before);
  return Number.isFinite(value)
    ? { value }
    : { value: null, reason: 'The mean intensity before contrast is 0.' };
}
