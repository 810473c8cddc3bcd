/**
 * A drawn region: made from a volume of labels, and checked against an image's grid.
 *
 * Reads label values, gives a Mask. Knows nothing of files and of what a label means.
 */
import { VolumeError } from '../../errors.ts';
import { compareGeometry, GRID_TOLERANCE_MM } from '../../geometry/compare.ts';
import { checkOptions, type KnownOptions } from '../../options.ts';
import type { Geometry, Label, Mask, Volume } from '../../volume.ts';

/** Which voxels of a mask count as inside. */
export interface MaskRegion {
  /** Label values. Default: every value above 0. */
  readonly labels?: readonly number[];
}

/** Every option of a region. */
export const KNOWN_OF_REGION: KnownOptions<MaskRegion> = { labels: null };

/**
 * A mask from a volume whose voxels are label values.
 *
 * @param volume Whole numbers 0 to 255.
 * @param labels Names of the values. Default: each value that occurs, named `label N`.
 * @throws VolumeError `mask/not-labels` when a value is no whole number from 0 to 255; `mask/unknown-label` when
 * labels are given and a value is not among them.
 * @example const mask = createMask(parseNifti(bytes), [{ value: 1, name: 'tumour' }]);
 */
export function createMask(volume: Volume, labels?: readonly Label[]): Mask {
  const { data } = volume;
  const present = new Uint8Array(256);
  const values = data instanceof Uint8Array ? data : new Uint8Array(data.length);
  for (let at = 0; at < data.length; at++) {
    const value = data[at]!;
    values[at] = value;
    if (values[at] !== value) refuseValue(value, at);
    present[value] = 1;
  }
  const found = Array.from(present.keys()).filter((value) => value > 0 && present[value] === 1);
  const named = labels ?? found.map((value) => ({ value, name: `label ${value}` }));
  const unknown = found.find((value) => !named.some((label) => label.value === value));
  if (unknown !== undefined) {
    throw new VolumeError(
      'mask/unknown-label',
      {
        found: `Found voxels with the value ${unknown}.`,
        needed: `Only the labels ${named.map((label) => `${label.value} (${label.name})`).join(', ') || 'none'} are needed.`,
        remedy: 'Name the label, or correct the mask.',
      },
      { value: unknown },
    );
  }
  return { geometry: volume.geometry, data: values, labels: named };
}

function refuseValue(value: number, at: number): never {
  throw new VolumeError(
    'mask/not-labels',
    {
      found: `Found the value ${value} at voxel ${at}.`,
      needed: 'Whole numbers from 0 to 255 are needed in a mask.',
      remedy: 'Check that this file is the mask and not the image, or save it without interpolation.',
    },
    { voxel: at, value },
  );
}

/** The region alone, out of options that choose more. */
export function regionIn({ labels }: MaskRegion): MaskRegion {
  return labels === undefined ? {} : { labels };
}

/** A table of 256: 1 for each value that counts as inside. */
export function insideTable(region: MaskRegion): Uint8Array {
  const table = new Uint8Array(256).fill(region.labels === undefined ? 1 : 0);
  for (const value of region.labels ?? []) table[value] = 1;
  table[0] = 0;
  return table;
}

/**
 * The voxels that count as inside, as 0 and 1.
 *
 * @example binaryMask(mask, { labels: [1, 2] }).data; // Uint8Array of 0 and 1
 */
export function binaryMask(mask: Mask, region: MaskRegion = {}): Mask {
  checkOptions(region, KNOWN_OF_REGION);
  const table = insideTable(region);
  const data = mask.data.map((value) => table[value]!);
  return { geometry: mask.geometry, data, labels: [{ value: 1, name: 'inside' }] };
}

/**
 * Refuses a mask that does not lie on the image's grid.
 *
 * @param toleranceMm Largest accepted distance of corresponding voxel centres, in mm. Default 0.01.
 * @throws VolumeError `mask/other-grid` with the named difference in `details.difference` (a GridDifference).
 * @example requireMaskOnGrid(mask, scan.geometry);
 */
export function requireMaskOnGrid(
  mask: Mask,
  image: Geometry,
  toleranceMm: number = GRID_TOLERANCE_MM,
): void {
  const difference = compareGeometry(image, mask.geometry, toleranceMm);
  if (difference === null) return;
  const lossless = difference.sameVoxelsReordered
    ? 'Ask for the repair that reorders the mask, which changes no voxel.'
    : 'Draw the mask on this image, or ask for the repair that resamples the mask.';
  throw new VolumeError(
    'mask/other-grid',
    {
      found: `Found a mask on another grid than its image (${difference.kind}). ${difference.sentence}`,
      needed: `Voxels that lie within ${toleranceMm} mm of those of the image are needed.`,
      remedy: lossless,
    },
    { difference },
  );
}
