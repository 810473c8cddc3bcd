/**
 * A convolution with constant weights as one ONNX Conv over planar images: the fastest form for inference.
 *
 * Reads weights in the graph's order and turns them once. Knows nothing of training.
 */

import type { Emitter } from '../../graph/emitter.ts';

/** Constant weights and geometry of one convolution. */
export interface PlanarConvolution {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly channels: number;
  readonly filters: number;
  /** Row (u * kernel + v) * channels + c, column o. */
  readonly weights: Float32Array;
  readonly bias: Float32Array | undefined;
}

/**
 * Emits a Conv and gives its name.
 *
 * @param emit Where nodes go.
 * @param image Name of an image [N, C, H, W].
 * @param form Weights and geometry.
 */
export function planarConvolution(emit: Emitter, image: string, form: PlanarConvolution): string {
  const { kernel, stride, padding, channels, filters, bias } = form;
  const key = `planar ${emit.initializers.length}`;
  const weights = emit.constant(`${key} weights`, () => ({
    dims: [filters, channels, kernel, kernel],
    data: filtersFirst(form),
  }));
  const shift = bias && emit.constant(`${key} bias`, () => ({ dims: [filters], data: bias }));
  return emit.node('Conv', shift ? [image, weights, shift] : [image, weights], {
    kernel_shape: [kernel, kernel],
    strides: [stride, stride],
    pads: [padding, padding, padding, padding],
  });
}

function filtersFirst({ kernel, channels, filters, weights }: PlanarConvolution): Float32Array {
  const taps = kernel * kernel;
  const turned = new Float32Array(weights.length);
  for (let o = 0; o < filters; o++)
    for (let c = 0; c < channels; c++)
      for (let tap = 0; tap < taps; tap++)
        turned[(o * channels + c) * taps + tap] = weights[(tap * channels + c) * filters + o]!;
  return turned;
}
