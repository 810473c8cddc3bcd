/**
 * Shape features: how large a region is and what form it has, whatever the intensities.
 *
 * Definitions and names are PyRadiomics'. Expects axes at right angles, as scanners make them.
 *
 * @see van Griethuysen et al., Cancer Res 77 (2017) e104-e107; Zwanenburg et al., Radiology 295 (2020) 328-338 (IBSI).
 */
import { spacingMm } from '../geometry/geometry.ts';
import { binaryMask, type MaskRegion } from '../mask/labels/mask.ts';
import { measureMask } from '../mask/labels/measure.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import type { Mask, Triple } from '../volume.ts';
import type { SurfaceKind } from './cube.ts';
import { symmetricEigenvalues } from './eigen.ts';
import { surfaceOf } from './surface.ts';

/** Shape features by PyRadiomics' names, in mm, mm2 and mm3. */
export interface ShapeFeatures {
  readonly MeshVolume: number;
  readonly VoxelVolume: number;
  readonly SurfaceArea: number;
  readonly SurfaceVolumeRatio: number;
  /** 1 for a ball, less for anything else. */
  readonly Sphericity: number;
  readonly Maximum3DDiameter: number;
  /** Within a slice (fixed k). */
  readonly Maximum2DDiameterSlice: number;
  /** Within a plane of fixed j. */
  readonly Maximum2DDiameterColumn: number;
  /** Within a plane of fixed i. */
  readonly Maximum2DDiameterRow: number;
  readonly MajorAxisLength: number;
  readonly MinorAxisLength: number;
  readonly LeastAxisLength: number;
  /** Square root of second over first eigenvalue; null for a single voxel. */
  readonly Elongation: number | null;
  /** Square root of third over first eigenvalue; null for a single voxel. */
  readonly Flatness: number | null;
}

/** How shape is measured. */
export interface ShapeOptions extends MaskRegion {
  /**
   * `baseline` gives the values that PyRadiomics publishes as its baseline, `closed` those of its later versions.
   * They differ where corners of voxels meet in one rare way (by 0.08 % of the area in one of five real tumours):
   * there the baseline's surface lacks a triangle. Default baseline.
   */
  readonly surface?: SurfaceKind;
}

const KNOWN: KnownOptions<ShapeOptions> = { labels: null, surface: 'baseline' };

interface Block {
  readonly data: Uint8Array;
  readonly size: Triple;
}

/** The region's bounding box with a border of one empty voxel. */
function padded(mask: Mask, region: MaskRegion): Block {
  const inside = binaryMask(mask, region).data;
  const { first, last } = measureMask(mask, region).boundsVoxel;
  const [ni, nj] = mask.geometry.size;
  const size: Triple = [last[0] - first[0] + 3, last[1] - first[1] + 3, last[2] - first[2] + 3];
  const data = new Uint8Array(size[0] * size[1] * size[2]);
  for (let k = first[2]; k <= last[2]; k++) {
    for (let j = first[1]; j <= last[1]; j++) {
      const from = first[0] + ni * (j + nj * k);
      data.set(
        inside.subarray(from, from + size[0] - 2),
        1 + size[0] * (j - first[1] + 1 + size[1] * (k - first[2] + 1)),
      );
    }
  }
  return { data, size };
}

/** Lengths of the principal axes: four standard deviations of the voxel centres along each. */
function axes({ data, size }: Block, spacing: Triple): [major: number, minor: number, least: number] {
  const sum = [0, 0, 0];
  const products = new Float64Array(9);
  let n = 0;
  for (let at = 0; at < data.length; at++) {
    if (data[at] === 0) continue;
    n++;
    const place = [
      (at % size[0]) * spacing[0],
      (Math.floor(at / size[0]) % size[1]) * spacing[1],
      Math.floor(at / (size[0] * size[1])) * spacing[2],
    ];
    for (let a = 0; a < 3; a++) {
      sum[a]! += place[a]!;
      for (let b = 0; b < 3; b++) products[a * 3 + b]! += place[a]! * place[b]!;
    }
  }
  const covariance = products.map((v, at) => v / n - (sum[Math.floor(at / 3)]! / n) * (sum[at % 3]! / n));
  const [first, second, third] = symmetricEigenvalues(covariance).map((v) => 4 * Math.sqrt(Math.max(0, v)));
  return [first!, second!, third!];
}

/** Largest distances between surface points: overall, and within planes of fixed k, j and i. */
function diameters(points: readonly Triple[]): [all: number, slice: number, column: number, row: number] {
  let [all, slice, column, row] = [0, 0, 0, 0];
  for (let a = 0; a < points.length; a++) {
    const p = points[a]!;
    for (let b = a + 1; b < points.length; b++) {
      const q = points[b]!;
      const distance = (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2 + (p[2] - q[2]) ** 2;
      if (distance > all) all = distance;
      if (distance > slice && p[2] === q[2]) slice = distance;
      if (distance > column && p[1] === q[1]) column = distance;
      if (distance > row && p[0] === q[0]) row = distance;
    }
  }
  return [Math.sqrt(all), Math.sqrt(slice), Math.sqrt(column), Math.sqrt(row)];
}

/**
 * Shape features of a mask.
 *
 * @throws VolumeError `mask/empty`.
 * @example shapeFeatures(mask).Sphericity;
 */
export function shapeFeatures(mask: Mask, options: ShapeOptions = {}): ShapeFeatures {
  checkOptions(options, KNOWN);
  const { surface: kind = 'baseline', ...region } = options;
  const block = padded(mask, region);
  const spacing = spacingMm(mask.geometry);
  const surface = surfaceOf(block, spacing, kind);
  const [all, slice, column, row] = diameters(surface.pointsMm);
  const [major, minor, least] = axes(block, spacing);
  return {
    MeshVolume: surface.volumeMm3,
    VoxelVolume: measureMask(mask, region).volumeMm3,
    SurfaceArea: surface.areaMm2,
    SurfaceVolumeRatio: surface.areaMm2 / surface.volumeMm3,
    Sphericity: (36 * Math.PI * surface.volumeMm3 ** 2) ** (1 / 3) / surface.areaMm2,
    Maximum3DDiameter: all,
    Maximum2DDiameterSlice: slice,
    Maximum2DDiameterColumn: column,
    Maximum2DDiameterRow: row,
    MajorAxisLength: major,
    MinorAxisLength: minor,
    LeastAxisLength: least,
    Elongation: major > 0 ? minor / major : null,
    Flatness: major > 0 ? least / major : null,
  };
}
