/**
 * A layer's convolution in a training graph, in the form that costs least.
 *
 * Reads the layer's geometry. Knows nothing of normalisation or optimisers.
 */

import type { Tensor } from '../graph/operation.ts';
import { add } from '../ops/add.ts';
import { convolution } from '../ops/convolution.ts';
import { cheapestEdges, type Edges } from '../ops/nodes/winograd/choose.ts';
import { winogradConvolution } from '../ops/winograd.ts';
import type { ConvolutionNorm } from './residual.ts';

/** How large Winograd's tiles may be; `direct` for none. */
export type LargestTiles = Edges | 'direct';

/**
 * A convolution with an optional bias.
 *
 * @param image Image [N, H, W, C].
 * @param weights Matrix [k*k*C, O].
 * @param layer Geometry, bias [1, O], and how large tiles may be.
 * @returns Image [N, H', W', O].
 */
export function convolve(
  image: Tensor,
  weights: Tensor,
  layer: Pick<ConvolutionNorm, 'kernel' | 'stride' | 'padding'> & {
    readonly largestTiles: LargestTiles;
    readonly bias?: Tensor;
  },
): Tensor {
  const edges = edgesOf(image, weights, layer);
  if (edges === undefined) return convolution(image, weights, layer);
  const sum = winogradConvolution(image, weights, edges);
  return layer.bias ? add(sum, layer.bias) : sum;
}

function edgesOf(
  image: Tensor,
  weights: Tensor,
  { kernel, stride, padding, largestTiles }: Parameters<typeof convolve>[2],
): Edges | undefined {
  if (largestTiles === 'direct' || kernel !== 3 || stride !== 1 || padding !== 1) return undefined;
  const [batch, height, width, channels] = image.shape as [number, number, number, number];
  return cheapestEdges({ batch, height, width, channels, filters: weights.shape[1]! }, largestTiles);
}
