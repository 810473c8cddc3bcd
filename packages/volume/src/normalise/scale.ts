/**
 * Intensities of one scan brought to a known scale by numbers from the same scan: z-score, and percentiles.
 *
 * Both are plan + apply and learn nothing across patients. The plan is linear: value * gain + shift, then a clip.
 */
import { VolumeError } from '../errors.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import type { Transform, Volume } from '../volume.ts';
import { intensityQuantile, sortedValues } from './quantile.ts';
import { regionOf, type WithinOptions } from './within.ts';

/** A z-score as it is recorded. */
export interface ZScorePlan {
  readonly kind: 'z-score';
  readonly mean: number;
  /** Standard deviation with n in the denominator. */
  readonly deviation: number;
  /** Voxels the numbers were taken from. */
  readonly voxels: number;
}

/** A percentile scaling as it is recorded. */
export interface PercentilePlan {
  readonly kind: 'percentile';
  readonly lowerPercent: number;
  readonly upperPercent: number;
  /** Intensities at those percentiles; they go to `toLow` and `toHigh`. */
  readonly lower: number;
  readonly upper: number;
  readonly toLow: number;
  readonly toHigh: number;
  /** Whether values beyond are cut to the ends. */
  readonly clip: boolean;
}

/** How percentiles are scaled. */
export interface PercentileOptions extends WithinOptions {
  /** Default 1. */
  readonly lowerPercent?: number;
  /** Default 99. */
  readonly upperPercent?: number;
  /** Where the lower percentile goes. Default 0. */
  readonly toLow?: number;
  /** Where the upper percentile goes. Default 1. */
  readonly toHigh?: number;
  /** Default true. */
  readonly clip?: boolean;
}

const KNOWN_OF_Z_SCORE: KnownOptions<WithinOptions> = { within: 'body' };
const KNOWN_OF_PERCENTILE: KnownOptions<PercentileOptions> = {
  within: 'body',
  lowerPercent: 1,
  upperPercent: 99,
  toLow: 0,
  toHigh: 1,
  clip: true,
};

function refuseConstant(value: number): never {
  throw new VolumeError(
    'normalise/constant',
    {
      found: `Found the same intensity (${value}) throughout the region.`,
      needed: 'Intensities that differ are needed.',
      remedy: 'Check the scan and the mask it is normalised in.',
    },
    { value },
  );
}

/**
 * Mean and standard deviation of a scan.
 *
 * @throws VolumeError `normalise/constant`, `normalise/empty`, `volume/non-finite`, `geometry/other-grid`.
 * @example planZScore(t1); // over the body
 */
export function planZScore(volume: Volume, options: WithinOptions = {}): ZScorePlan {
  checkOptions(options, KNOWN_OF_Z_SCORE);
  const inside = regionOf(volume, options.within ?? 'body');
  const { data } = volume;
  let voxels = 0;
  let mean = 0;
  let squares = 0;
  for (let at = 0; at < data.length; at++) {
    if (inside !== undefined && inside[at] === 0) continue;
    voxels++;
    const away = data[at]! - mean;
    mean += away / voxels;
    squares += away * (data[at]! - mean);
  }
  if (voxels === 0) sortedValues(volume, inside);
  const deviation = Math.sqrt(squares / voxels);
  if (!(deviation > 0)) refuseConstant(mean);
  return { kind: 'z-score', mean, deviation, voxels };
}

/**
 * The scan in units of standard deviations from the mean.
 *
 * @example applyZScore(t1, planZScore(t1)).data; // Float32Array
 */
export function applyZScore(volume: Volume, plan: ZScorePlan): Volume<Float32Array> {
  const data = new Float32Array(volume.data.length);
  const gain = 1 / plan.deviation;
  for (let at = 0; at < data.length; at++) data[at] = (volume.data[at]! - plan.mean) * gain;
  return { geometry: volume.geometry, data };
}

/** The z-score as a recordable transform. */
export function zScoring(options: WithinOptions = {}): Transform<ZScorePlan> {
  checkOptions(options, KNOWN_OF_Z_SCORE);
  return { plan: (input) => planZScore(input, options), apply: applyZScore };
}

/**
 * The intensities at two percentiles of a scan.
 *
 * @throws VolumeError `normalise/option` unless 0 <= lowerPercent < upperPercent <= 100 and toLow < toHigh;
 * `normalise/constant`, `normalise/empty`, `volume/non-finite`, `geometry/other-grid`.
 * @example planPercentile(t2, { lowerPercent: 0.5, upperPercent: 99.5 });
 */
export function planPercentile(volume: Volume, options: PercentileOptions = {}): PercentilePlan {
  checkOptions(options, KNOWN_OF_PERCENTILE);
  const { lowerPercent = 1, upperPercent = 99, toLow = 0, toHigh = 1, clip = true } = options;
  if (!(lowerPercent >= 0 && upperPercent <= 100 && lowerPercent < upperPercent && toLow < toHigh)) {
    throw new VolumeError('normalise/option', {
      found: `Found percentiles ${lowerPercent} and ${upperPercent} that go to ${toLow} and ${toHigh}.`,
      needed: 'Two percentiles from 0 to 100 and two targets, each pair ascending, are needed.',
      remedy: 'Correct the numbers.',
    });
  }
  const sorted = sortedValues(volume, regionOf(volume, options.within ?? 'body'));
  const lower = intensityQuantile(sorted, lowerPercent / 100);
  const upper = intensityQuantile(sorted, upperPercent / 100);
  if (!(upper > lower)) refuseConstant(lower);
  return { kind: 'percentile', lowerPercent, upperPercent, lower, upper, toLow, toHigh, clip };
}

/**
 * The scan on the planned scale.
 *
 * @example applyPercentile(t2, planPercentile(t2)).data; // Float32Array in 0 to 1
 */
export function applyPercentile(volume: Volume, plan: PercentilePlan): Volume<Float32Array> {
  const data = new Float32Array(volume.data.length);
  const gain = (plan.toHigh - plan.toLow) / (plan.upper - plan.lower);
  for (let at = 0; at < data.length; at++) {
    const value = plan.toLow + (volume.data[at]! - plan.lower) * gain;
    data[at] = !plan.clip
      ? value
      : value < plan.toLow
        ? plan.toLow
        : value > plan.toHigh
          ? plan.toHigh
          : value;
  }
  return { geometry: volume.geometry, data };
}

/** The percentile scaling as a recordable transform. */
export function percentileScaling(options: PercentileOptions = {}): Transform<PercentilePlan> {
  checkOptions(options, KNOWN_OF_PERCENTILE);
  return { plan: (input) => planPercentile(input, options), apply: applyPercentile };
}
