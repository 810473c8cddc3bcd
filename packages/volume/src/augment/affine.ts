/**
 * Turning, scaling and shifting a crop, drawn at random.
 */
import type { RandomNumbers } from '../volume.ts';
import { type AffineStep, checkRange, refuseAugment } from './step.ts';

/** How far a crop is turned, scaled and shifted. */
export interface AffineOptions {
  /** Chance that it is done at all. Default 0.8. */
  readonly probability: number;
  /** Largest angle to either side, in degrees, uniform. Default 15. */
  readonly rotateDegrees: number;
  /** Largest change of scale: the factor is log-uniform from 1 / (1 + scale) to 1 + scale. Default 0.1. */
  readonly scale: number;
  /** Largest shift along i and along j, in pixels, uniform. Default 4. */
  readonly shiftPx: number;
}

/** Moderate changes, as a reader would still call the same image. */
export const AFFINE_DEFAULTS: AffineOptions = Object.freeze({
  probability: 0.8,
  rotateDegrees: 15,
  scale: 0.1,
  shiftPx: 4,
});

/**
 * Draws an angle, a scale and a shift, or undefined for none.
 *
 * @throws VolumeError `augment/option` when a setting is out of range.
 */
export function planAffine(options: Partial<AffineOptions>, rng: RandomNumbers): AffineStep | undefined {
  const settings = { ...AFFINE_DEFAULTS, ...options };
  checkRange('affine', { ...settings });
  if (settings.scale >= 9)
    refuseAugment(`Found affine.scale = ${settings.scale}.`, 'A number below 9 is needed.');
  const drawn = rng.uniform() < settings.probability;
  const signed = (): number => 2 * rng.uniform() - 1;
  const rotateDegrees = signed() * settings.rotateDegrees;
  const scale = (1 + settings.scale) ** signed();
  const shiftPx = [signed() * settings.shiftPx, signed() * settings.shiftPx] as const;
  return drawn ? { name: 'affine', rotateDegrees, scale, shiftPx } : undefined;
}
