/**
 * A smooth brightness gradient over a crop, as of a coil, drawn at random.
 */
import type { RandomNumbers } from '../volume.ts';
import { rangeOf } from './intensity.ts';
import { type BiasFieldStep, checkRange } from './step.ts';

/** How strong the gradient is. */
export interface BiasFieldOptions {
  /** Chance that it is done at all. Default 0.3. */
  readonly probability: number;
  /** Largest coefficient of the polynomial to either side, uniform. Default 0.2. */
  readonly strength: number;
}

/** A gradient of up to some ten percent. */
export const BIAS_FIELD_DEFAULTS: BiasFieldOptions = Object.freeze({ probability: 0.3, strength: 0.2 });

/** Terms of a cubic polynomial in two variables without the constant. */
const TERMS = 9;

/**
 * Draws the polynomial, or undefined for none.
 *
 * @throws VolumeError `augment/option` when a setting is out of range.
 */
export function planBiasField(
  options: Partial<BiasFieldOptions>,
  rng: RandomNumbers,
): BiasFieldStep | undefined {
  const settings = { ...BIAS_FIELD_DEFAULTS, ...options };
  checkRange('biasField', { ...settings });
  const drawn = rng.uniform() < settings.probability;
  const coefficients = Array.from({ length: TERMS }, () => (2 * rng.uniform() - 1) * settings.strength);
  return drawn ? { name: 'bias-field', coefficients } : undefined;
}

/** Applies the gradient in place, the same for every slice. */
export function applyBiasField(data: Float32Array, sizePx: number, { coefficients: c }: BiasFieldStep): void {
  const [low] = rangeOf(data);
  const square = sizePx * sizePx;
  for (let j = 0; j < sizePx; j++) {
    const y = (2 * j) / (sizePx - 1) - 1;
    for (let i = 0; i < sizePx; i++) {
      const x = (2 * i) / (sizePx - 1) - 1;
      const linear = c[0]! * x + c[1]! * y + c[2]! * x * x + c[3]! * x * y + c[4]! * y * y;
      const field = Math.exp(
        linear + c[5]! * x * x * x + c[6]! * x * x * y + c[7]! * x * y * y + c[8]! * y * y * y,
      );
      for (let at = i + sizePx * j; at < data.length; at += square)
        data[at] = low + (data[at]! - low) * field;
    }
  }
}
