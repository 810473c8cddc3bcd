/**
 * Weights and inputs made by a formula, so that reference values of large networks need no weight file.
 *
 * Reads names and shapes in PyTorch's parameter order. Knows nothing of networks.
 */

import { elements } from '../../graph/shape.ts';
import type { State, StateTensor } from '../../program/state.ts';

function mix(word: number): number {
  let h = word >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * The formula's stream: numbers from -0.5 to below 0.5.
 *
 * @param seed Number of the stream.
 * @param length How many numbers.
 */
export function stream(seed: number, length: number): Float64Array {
  const start = Math.imul(seed, 2654435761);
  return Float64Array.from({ length }, (_, k) => mix((start + k) >>> 0) / 2 ** 32 - 0.5);
}

/**
 * Parameters by the formula.
 *
 * @param order Names and shapes in the order of PyTorch's named_parameters.
 */
export function formulaParameters(
  order: readonly { readonly name: string; readonly shape: readonly number[] }[],
): State {
  return new Map(
    order.map(({ name, shape }, index) => [name, { shape, data: formulaTensor(name, shape, index + 1) }]),
  );
}

function formulaTensor(name: string, shape: readonly number[], seed: number): Float32Array {
  const values = stream(seed, elements(shape));
  const last = name.endsWith('bn3.weight') ? 0.3 : 1;
  if (shape.length > 1) {
    const factor = Math.sqrt(24 / (elements(shape) / shape[0]!));
    return Float32Array.from(values, (v) => v * factor);
  }
  return Float32Array.from(values, (v) => (name.endsWith('weight') ? (1 + 0.2 * v) * last : 0.1 * v));
}

/**
 * Images by the formula, [N, C, H, W].
 *
 * @param seed Number of the stream.
 * @param shape Extents.
 */
export function formulaImages(seed: number, shape: readonly number[]): StateTensor {
  return { shape, data: Float32Array.from(stream(seed, elements(shape)), (v) => 3.4 * v) };
}
