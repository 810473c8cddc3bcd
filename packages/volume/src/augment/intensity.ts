/**
 * Changing brightness and contrast of a crop, drawn at random.
 */
import type { RandomNumbers } from '../volume.ts';
import { checkRange, type IntensityStep } from './step.ts';

/** How far brightness and contrast change. */
export interface IntensityOptions {
  /** Chance that it is done at all. Default 0.5. */
  readonly probability: number;
  /** Largest relative change of the gain: log-uniform from 1 / (1 + gain) to 1 + gain. Default 0.1. */
  readonly gain: number;
  /** Largest offset to either side in units of the crop's intensities, uniform. Default 0.1. */
  readonly offset: number;
  /** Largest relative change of the exponent: log-uniform from 1 / (1 + gamma) to 1 + gamma. Default 0.2. */
  readonly gamma: number;
}

/** As two scanners of one kind differ. */
export const INTENSITY_DEFAULTS: IntensityOptions = Object.freeze({
  probability: 0.5,
  gain: 0.1,
  offset: 0.1,
  gamma: 0.2,
});

/**
 * Draws gain, offset and gamma, or undefined for none.
 *
 * @throws VolumeError `augment/option` when a setting is out of range.
 */
export function planIntensity(
  options: Partial<IntensityOptions>,
  rng: RandomNumbers,
): IntensityStep | undefined {
  const settings = { ...INTENSITY_DEFAULTS, ...options };
  checkRange('intensity', { ...settings });
  const drawn = rng.uniform() < settings.probability;
  const signed = (): number => 2 * rng.uniform() - 1;
  const gain = (1 + settings.gain) ** signed();
  const offset = signed() * settings.offset;
  const gamma = (1 + settings.gamma) ** signed();
  return drawn ? { name: 'intensity', gain, offset, gamma } : undefined;
}

/** Lowest and highest value of a crop. */
export function rangeOf(data: Float32Array): [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (let at = 0; at < data.length; at++) {
    const value = data[at]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** Changes the values in place. */
export function applyIntensity(data: Float32Array, { gain, offset, gamma }: IntensityStep): void {
  const [low, high] = rangeOf(data);
  const width = high - low;
  const curved = gamma !== 1 && width > 0;
  for (let at = 0; at < data.length; at++) {
    const value = curved ? low + width * ((data[at]! - low) / width) ** gamma : data[at]!;
    data[at] = value * gain + offset;
  }
}
