/**
 * How far two drawn masks of a patient agree by volume, label by label, and over a group of patients as one figure.
 *
 * Reads masks on one grid, gives mm3 and Dice coefficients. Knows nothing of surfaces and distances.
 *
 * @see Dice, Ecology 26 (1945) 297-302; Andrearczyk et al., HECKTOR 2022, for the aggregate coefficient.
 */
import { VolumeError } from '../errors.ts';
import { voxelVolumeMm3 } from '../geometry/geometry.ts';
import { requireMaskOnGrid } from '../mask/labels/mask.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import type { Mask } from '../volume.ts';

/** How overlap is counted. */
export interface OverlapOptions {
  /** Label values that are compared, each alone. Default: every value that has a name in either mask. */
  readonly labels?: readonly number[];
  /**
   * Volume of a voxel in mm3. Default: that of the grid. A NIfTI file stores its axes rounded to 32 bits, so the grid
   * of a tilted scan is up to 1e-7 off the spacing in the same header; where two programs must agree to more digits,
   * give the product of the header's spacing.
   */
  readonly voxelVolumeMm3?: number;
}

const KNOWN: KnownOptions<OverlapOptions> = { labels: null, voxelVolumeMm3: null };

/** One label in two masks. */
export interface LabelOverlap {
  readonly label: number;
  /** What both masks call by this label. */
  readonly sharedMm3: number;
  readonly truthMm3: number;
  readonly predictionMm3: number;
  /** Twice the shared volume over the sum of both; null when neither mask has the label. */
  readonly dice: number | null;
}

function requireVolume(mm3: number): number {
  if (mm3 > 0 && Number.isFinite(mm3)) return mm3;
  throw new VolumeError('radiomics/option', {
    found: `Found a voxel volume of ${mm3} mm3.`,
    needed: 'A finite volume above 0 is needed.',
    remedy: "Leave it out, or give the product of the header's spacing.",
  });
}

function namedLabels(truth: Mask, prediction: Mask): number[] {
  const values = [...truth.labels, ...prediction.labels].map(({ value }) => value);
  return [...new Set(values)].sort((a, b) => a - b);
}

/**
 * Overlap of two masks, one entry a label.
 *
 * @param truth The mask that is taken for right.
 * @param prediction The mask that is judged, on the same grid.
 * @throws VolumeError `mask/other-grid`; `radiomics/option` when the voxel volume is not above 0.
 * @example measureOverlap(truth, drawn).map(({ dice }) => dice); // [0.82, null]
 */
export function measureOverlap(
  truth: Mask,
  prediction: Mask,
  options: OverlapOptions = {},
): readonly LabelOverlap[] {
  checkOptions(options, KNOWN);
  requireMaskOnGrid(prediction, truth.geometry);
  const voxelMm3 = requireVolume(options.voxelVolumeMm3 ?? voxelVolumeMm3(truth.geometry));
  const counts = {
    shared: new Float64Array(256),
    truth: new Float64Array(256),
    prediction: new Float64Array(256),
  };
  for (let at = 0; at < truth.data.length; at++) {
    const [a, b] = [truth.data[at]!, prediction.data[at]!];
    counts.truth[a]!++;
    counts.prediction[b]!++;
    if (a === b) counts.shared[a]!++;
  }
  return (options.labels ?? namedLabels(truth, prediction)).map((label) => {
    const [shared, ours, theirs] = [counts.shared[label]!, counts.truth[label]!, counts.prediction[label]!];
    return {
      label,
      sharedMm3: shared * voxelMm3,
      truthMm3: ours * voxelMm3,
      predictionMm3: theirs * voxelMm3,
      dice: ours + theirs === 0 ? null : (2 * shared) / (ours + theirs),
    };
  });
}

/**
 * Dice coefficient of a label over a group of patients: twice the sum of what is shared over the sum of all volumes.
 *
 * A patient without the label counts by what was wrongly drawn, which a mean of patients' coefficients cannot do.
 *
 * @param overlaps The same label, one entry a patient.
 * @returns 0 to 1, higher is better; null when no mask of any patient has the label.
 * @example aggregateDice(patients.map(([a, b]) => measureOverlap(a, b, { labels: [1] })[0]!));
 */
export function aggregateDice(overlaps: readonly LabelOverlap[]): number | null {
  let [shared, all] = [0, 0];
  for (const { sharedMm3, truthMm3, predictionMm3 } of overlaps) {
    shared += sharedMm3;
    all += truthMm3 + predictionMm3;
  }
  return all === 0 ? null : (2 * shared) / all;
}
