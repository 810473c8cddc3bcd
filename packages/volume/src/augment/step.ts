/**
 * What an augmentation step is: a few numbers drawn once, that say what is done to every slice of a crop.
 *
 * A step is plain JSON, so that a training image can be made again from its record.
 */
import { VolumeError } from '../errors.ts';

/** Mirrors the crop. */
export interface FlipStep {
  readonly name: 'flip';
  readonly alongI: boolean;
  readonly alongJ: boolean;
}

/** Turns, scales and shifts the crop about its middle. */
export interface AffineStep {
  readonly name: 'affine';
  /** From the i axis towards the j axis. */
  readonly rotateDegrees: number;
  /** Above 1 enlarges what is seen. */
  readonly scale: number;
  /** Along i and j, in pixels. */
  readonly shiftPx: readonly [i: number, j: number];
}

/** Bends the crop by shifts on a coarse grid. */
export interface ElasticStep {
  readonly name: 'elastic';
  /** Points along each side, the outermost on the crop's border. */
  readonly gridPoints: number;
  /** Shift along i of each point, then along j, i-fastest, in pixels. */
  readonly shiftsPx: readonly number[];
}

/** Changes brightness and contrast: value * gain + offset after a gamma on the crop's own range. */
export interface IntensityStep {
  readonly name: 'intensity';
  readonly gain: number;
  /** In units of the crop's intensities. */
  readonly offset: number;
  /** Exponent on (value - lowest) / (highest - lowest). */
  readonly gamma: number;
}

/** Adds normal noise. */
export interface NoiseStep {
  readonly name: 'noise';
  /** In units of the crop's intensities. */
  readonly deviation: number;
  /** 32-bit seed of the noise, so that the same record gives the same noise. */
  readonly seed: number;
}

/** Multiplies (value - lowest) by the exponential of a cubic polynomial over the crop. */
export interface BiasFieldStep {
  readonly name: 'bias-field';
  /** Coefficients of x, y, x2, xy, y2, x3, x2y, xy2, y3 with x and y from -1 to 1. */
  readonly coefficients: readonly number[];
}

/** A step that moves pixels. */
export type SpatialStep = FlipStep | AffineStep | ElasticStep;
/** A step that changes values in place. */
export type ValueStep = IntensityStep | NoiseStep | BiasFieldStep;
/** One step of an augmentation. */
export type AugmentStep = SpatialStep | ValueStep;

/** Refuses settings of an augmentation. */
export function refuseAugment(found: string, needed: string): never {
  throw new VolumeError('augment/option', { found, needed, remedy: 'Correct the augmentation settings.' });
}

/** Refuses a probability outside [0, 1] or a range below 0. */
export function checkRange(name: string, values: Readonly<Record<string, number>>): void {
  for (const [key, value] of Object.entries(values)) {
    const limit = key.startsWith('probability') ? 1 : Infinity;
    if (value >= 0 && value <= limit && Number.isFinite(value)) continue;
    refuseAugment(
      `Found ${name}.${key} = ${value}.`,
      `A number from 0 to ${limit === 1 ? '1' : 'any size'} is needed.`,
    );
  }
}
