/**
 * First-order features: what the intensities inside a region are like, wherever they lie.
 *
 * Definitions and names are PyRadiomics', so that published models can be fed. Knows nothing of shape or texture.
 *
 * @see van Griethuysen et al., Cancer Res 77 (2017) e104-e107; Zwanenburg et al., Radiology 295 (2020) 328-338 (IBSI).
 */
import { VolumeError } from '../errors.ts';
import { requireFiniteVoxels } from '../finite.ts';
import { voxelVolumeMm3 } from '../geometry/geometry.ts';
import { binaryMask, type MaskRegion, regionIn, requireMaskOnGrid } from '../mask/labels/mask.ts';
import { measureMask } from '../mask/labels/measure.ts';
import { intensityQuantile, sortedValues } from '../normalise/quantile.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import type { Mask, Volume } from '../volume.ts';

/** How features are counted. */
export interface FirstOrderOptions extends MaskRegion {
  /** Width of a histogram bin for entropy and uniformity, in the image's units. Default 25. */
  readonly binWidth?: number;
  /** Added to every intensity for energy and root mean square, to keep them positive. Default 0. */
  readonly voxelArrayShift?: number;
}

const KNOWN: KnownOptions<FirstOrderOptions> = { labels: null, binWidth: 25, voxelArrayShift: 0 };

/** First-order features by PyRadiomics' names. Energy in squared units, TotalEnergy also times mm3. */
export interface FirstOrderFeatures {
  readonly Energy: number;
  readonly TotalEnergy: number;
  /** In bits. */
  readonly Entropy: number;
  readonly Minimum: number;
  readonly '10Percentile': number;
  readonly '90Percentile': number;
  readonly Maximum: number;
  readonly Mean: number;
  readonly Median: number;
  readonly InterquartileRange: number;
  readonly Range: number;
  readonly MeanAbsoluteDeviation: number;
  readonly RobustMeanAbsoluteDeviation: number;
  readonly RootMeanSquared: number;
  /** Null when all intensities are equal. */
  readonly Skewness: number | null;
  /** Not the excess: 3 for a normal distribution. Null when all intensities are equal. */
  readonly Kurtosis: number | null;
  readonly Variance: number;
  readonly Uniformity: number;
}

type Values = Float64Array | Float32Array;

function mean(values: Values, of: (value: number) => number): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += of(values[at]!);
  return sum / values.length;
}

/** Shares of the histogram whose bins are multiples of the width. */
function binShares(sorted: Values, binWidth: number): number[] {
  const first = Math.floor(sorted[0]! / binWidth);
  const counts = new Map<number, number>();
  for (const value of sorted) {
    const bin = Math.floor(value / binWidth) - first;
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  return [...counts.values()].map((n) => n / sorted.length);
}

function moments(sorted: Values): Pick<FirstOrderFeatures, 'Mean' | 'Variance' | 'Skewness' | 'Kurtosis'> {
  const centre = mean(sorted, (v) => v);
  const second = mean(sorted, (v) => (v - centre) ** 2);
  const third = mean(sorted, (v) => (v - centre) ** 3);
  const fourth = mean(sorted, (v) => (v - centre) ** 4);
  const flat = second === 0;
  return {
    Mean: centre,
    Variance: second,
    Skewness: flat ? null : third / second ** 1.5,
    Kurtosis: flat ? null : fourth / second ** 2,
  };
}

function deviations(
  sorted: Values,
  centre: number,
): Pick<FirstOrderFeatures, 'MeanAbsoluteDeviation' | 'RobustMeanAbsoluteDeviation'> {
  const [low, high] = [intensityQuantile(sorted, 0.1), intensityQuantile(sorted, 0.9)];
  const middle = sorted.filter((v) => v >= low && v <= high);
  const middleMean = mean(middle, (v) => v);
  return {
    MeanAbsoluteDeviation: mean(sorted, (v) => Math.abs(v - centre)),
    RobustMeanAbsoluteDeviation: mean(middle, (v) => Math.abs(v - middleMean)),
  };
}

/**
 * First-order features of the intensities inside a mask.
 *
 * @throws VolumeError `mask/other-grid`, `mask/empty`, `volume/non-finite`, `radiomics/option` when the bin width is not above 0.
 * @example firstOrderFeatures(t1, mask).Entropy; // bits
 */
export function firstOrderFeatures(
  volume: Volume,
  mask: Mask,
  options: FirstOrderOptions = {},
): FirstOrderFeatures {
  checkOptions(options, KNOWN);
  const { binWidth = 25, voxelArrayShift = 0 } = options;
  if (!(binWidth > 0) || !Number.isFinite(binWidth) || !Number.isFinite(voxelArrayShift)) {
    throw new VolumeError('radiomics/option', {
      found: `Found a bin width of ${binWidth} and a shift of ${voxelArrayShift}.`,
      needed: 'A width above 0 and a finite shift are needed.',
      remedy: 'Correct the feature settings.',
    });
  }
  requireMaskOnGrid(mask, volume.geometry);
  requireFiniteVoxels(volume);
  measureMask(mask, regionIn(options));
  const sorted = Float64Array.from(sortedValues(volume, binaryMask(mask, regionIn(options)).data));
  const shares = binShares(sorted, binWidth);
  const meanSquare = mean(sorted, (v) => (v + voxelArrayShift) ** 2);
  const energy = meanSquare * sorted.length;
  const central = moments(sorted);
  return {
    Energy: energy,
    TotalEnergy: energy * voxelVolumeMm3(volume.geometry),
    Entropy: shares.reduce((sum, p) => sum - p * Math.log2(p), 0),
    Minimum: sorted[0]!,
    '10Percentile': intensityQuantile(sorted, 0.1),
    '90Percentile': intensityQuantile(sorted, 0.9),
    Maximum: sorted.at(-1)!,
    Median: intensityQuantile(sorted, 0.5),
    InterquartileRange: intensityQuantile(sorted, 0.75) - intensityQuantile(sorted, 0.25),
    Range: sorted.at(-1)! - sorted[0]!,
    ...deviations(sorted, central.Mean),
    RootMeanSquared: Math.sqrt(meanSquare),
    Uniformity: shares.reduce((sum, p) => sum + p * p, 0),
    ...central,
  };
}
