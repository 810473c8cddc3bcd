/**
 * Target grids for resampling: another spacing over the same field of view.
 *
 * Gives geometry only; see resample.ts for the voxels.
 */
import { VolumeError } from '../errors.ts';
import { composeAffine } from '../geometry/affine.ts';
import { checkGeometry, spacingMm } from '../geometry/geometry.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import type { Geometry, Triple } from '../volume.ts';

/** How the new grid sits on the old one. */
export interface SpacingOptions {
  /**
   * 'first-voxel' keeps the centre of voxel (0, 0, 0), as ITK examples do; 'field-of-view' keeps the outer face of
   * the first voxel, so that both grids cover the same box. Default 'field-of-view'.
   */
  readonly keep?: 'first-voxel' | 'field-of-view';
  /** How the number of voxels is rounded: `ceil`, or `round` (at least 1). Default 'ceil'. */
  readonly rounding?: 'ceil' | 'round';
}

const KNOWN: KnownOptions<SpacingOptions> = { keep: 'field-of-view', rounding: 'ceil' };

/**
 * A grid with another spacing in the same place and direction.
 *
 * @param spacing New distance of voxel centres along i, j, k in mm, > 0; 0 keeps the old spacing of that axis.
 * @throws VolumeError `resample/option` when a spacing is below 0 or not finite; `geometry/size`, `geometry/affine`.
 * @example gridWithSpacing(scan.geometry, [1, 1, 0]); // 1 mm in the slice, slices as they are
 */
export function gridWithSpacing(geometry: Geometry, spacing: Triple, options: SpacingOptions = {}): Geometry {
  checkOptions(options, KNOWN);
  const old = spacingMm(geometry);
  if (spacing.some((s) => !(s >= 0) || !Number.isFinite(s))) {
    throw new VolumeError('resample/option', {
      found: `Found the spacing ${spacing.join(' x ')} mm.`,
      needed: 'Three numbers in mm are needed, above 0, or 0 to keep the spacing of an axis.',
      remedy: 'Correct the spacing.',
    });
  }
  const scale = spacing.map((s, axis) => (s === 0 ? 1 : s / old[axis]!));
  const toOld = new Float64Array(12);
  const size = scale.map((factor, axis) => {
    const shift = options.keep === 'first-voxel' ? 0 : factor / 2 - 0.5;
    toOld[axis * 5] = factor;
    toOld[axis * 4 + 3] = shift;
    // A whole number of voxels stays one although the division rounds.
    const exact = geometry.size[axis]! / factor;
    const near = Math.round(exact);
    if (options.rounding === 'round' || Math.abs(exact - near) < 1e-6) return Math.max(1, near);
    return Math.ceil(exact);
  });
  return checkGeometry({
    size: [size[0]!, size[1]!, size[2]!],
    indexToLpsMm: composeAffine(geometry.indexToLpsMm, toOld),
  });
}
