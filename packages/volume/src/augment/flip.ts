/**
 * Mirroring a crop, drawn at random.
 */
import type { RandomNumbers } from '../volume.ts';
import { checkRange, type FlipStep } from './step.ts';

/** How often a crop is mirrored. */
export interface FlipOptions {
  /** Chance of mirroring along i (left-right in LPS). Default 0.5. */
  readonly probabilityI: number;
  /** Chance of mirroring along j (front-back in LPS). Default 0. */
  readonly probabilityJ: number;
}

/** Left-right only: heads are nearly symmetric that way and no other. */
export const FLIP_DEFAULTS: FlipOptions = Object.freeze({ probabilityI: 0.5, probabilityJ: 0 });

/**
 * Draws a mirroring, or undefined for none.
 *
 * @throws VolumeError `augment/option` when a chance is not in [0, 1].
 */
export function planFlip(options: Partial<FlipOptions>, rng: RandomNumbers): FlipStep | undefined {
  const settings = { ...FLIP_DEFAULTS, ...options };
  checkRange('flip', { ...settings });
  const alongI = rng.uniform() < settings.probabilityI;
  const alongJ = rng.uniform() < settings.probabilityJ;
  return alongI || alongJ ? { name: 'flip', alongI, alongJ } : undefined;
}
