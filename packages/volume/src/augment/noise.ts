/**
 * Adding noise to a crop, drawn at random and the same again from its record.
 */
import type { RandomNumbers } from '../volume.ts';
import { checkRange, type NoiseStep } from './step.ts';

/** How much noise. */
export interface NoiseOptions {
  /** Chance that it is done at all. Default 0.3. */
  readonly probability: number;
  /** Largest standard deviation in units of the crop's intensities, uniform from 0. Default 0.1. */
  readonly deviation: number;
}

/** Noise as of a faster scan. */
export const NOISE_DEFAULTS: NoiseOptions = Object.freeze({ probability: 0.3, deviation: 0.1 });

/**
 * Draws the amount and a seed, or undefined for none.
 *
 * @throws VolumeError `augment/option` when a setting is out of range.
 */
export function planNoise(options: Partial<NoiseOptions>, rng: RandomNumbers): NoiseStep | undefined {
  const settings = { ...NOISE_DEFAULTS, ...options };
  checkRange('noise', { ...settings });
  const drawn = rng.uniform() < settings.probability;
  const deviation = rng.uniform() * settings.deviation;
  const seed = rng.integer(2 ** 32);
  return drawn ? { name: 'noise', deviation, seed } : undefined;
}

/** Uniform in [0, 1) from a counter and a seed: a multiply-xor-shift mixer. */
function mixed(counter: number, seed: number): number {
  let h = (Math.imul(counter, 0x9e3779b1) ^ seed) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

/** Adds the noise in place. @see Box and Muller, Ann Math Stat 29 (1958) 610-611. */
export function applyNoise(data: Float32Array, { deviation, seed }: NoiseStep): void {
  for (let at = 0; at < data.length; at += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - mixed(at, seed)));
    const angle = 2 * Math.PI * mixed(at + 1, seed);
    data[at]! += radius * Math.cos(angle);
    if (at + 1 < data.length) data[at + 1]! += radius * Math.sin(angle);
  }
}
