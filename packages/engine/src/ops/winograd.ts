/**
 * A 3x3 convolution of stride 1 by Winograd's method: fewer multiplications, the same result up to rounding.
 *
 * Four operations - tiles of the image, filters, their products, the image of the products - each linear in what it
 * reads, so that the gradients are the same steps transposed and share their intermediate results.
 *
 * @see Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, CVPR 2016
 */

import type { LowerContext, Op, Tensor } from '../graph/operation.ts';
import { refuseShapes, type Shape } from '../graph/shape.ts';
import { apply } from '../graph/tensor.ts';
import {
  filterGradientNodes,
  filterNodes,
  imageGradientNodes,
  imageNodes,
  tileGradientNodes,
  tileNodes,
} from '../lower/gemm/winograd/nodes.ts';
import { type Tiling, tileCount } from '../lower/gemm/winograd/tiles.ts';
import type { TileEdge } from '../lower/gemm/winograd/transforms.ts';

interface Tiled {
  readonly tiling: Tiling;
}

const positions = (edge: TileEdge): number => (edge + 2) ** 2;
const imageShape = ({ batch, height, width }: Tiling, channels: number): Shape => [
  batch,
  height,
  width,
  channels,
];
const stackShape = (tiling: Tiling, channels: number): Shape => [
  positions(tiling.edge),
  tileCount(tiling),
  channels,
];

/** Transformed tiles of an image. */
export const tilesOp: Op<Tiled> = {
  name: 'winogradTiles',
  shape: ([image], { tiling }) => stackShape(tiling, image![3]!),
  gradient: ({ outputGradient, attributes }) => [apply(tilesGradientOp, [outputGradient], attributes)],
  lower: {
    gemm: ({ inputs, attributes: { tiling }, emit, value }) =>
      tileNodes(emit, value(0), { tiling, channels: inputs[0]!.shape[3]! }),
  },
};

const tilesGradientOp: Op<Tiled> = {
  name: 'winogradTilesGradient',
  shape: ([stack], { tiling }) => imageShape(tiling, stack![2]!),
  lower: {
    gemm: ({ inputs, attributes: { tiling }, emit, value }) =>
      tileGradientNodes(emit, value(0), { tiling, channels: inputs[0]!.shape[2]! }),
  },
};

interface Filters {
  readonly edge: TileEdge;
  readonly channels: number;
  readonly filters: number;
}

/** Transformed filters. */
export const filtersOp: Op<Filters> = {
  name: 'winogradFilters',
  shape: (_, { edge, channels, filters }) => [positions(edge), channels, filters],
  gradient: ({ outputGradient, attributes }) => [apply(filtersGradientOp, [outputGradient], attributes)],
  lower: { gemm: ({ attributes, emit, value }) => filterNodes(emit, value(0), attributes) },
};

const filtersGradientOp: Op<Filters> = {
  name: 'winogradFiltersGradient',
  absorbsAddition: true,
  shape: (_, { channels, filters }) => [9 * channels, filters],
  lower: {
    gemm: ({ attributes, emit, value, addend }) =>
      filterGradientNodes(emit, value(0), { ...attributes, addend }),
  },
};

interface Transposes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Products at every position. Transposed sides cost no copy, unlike those of `batchMatmul`. */
export const productsOp: Op<Transposes> = {
  name: 'winogradProducts',
  shape: ([a, b], { transposeA, transposeB }) => [a![0]!, a![transposeA ? 2 : 1]!, b![transposeB ? 1 : 2]!],
  gradient: ({ inputs: [tiles, filters], outputGradient, needs }) => [
    needs(0) ? products(outputGradient, filters!, { transposeA: false, transposeB: true }) : undefined,
    needs(1) ? products(tiles!, outputGradient, { transposeA: true, transposeB: false }) : undefined,
  ],
  lower: { gemm: lowerProducts },
};

function lowerProducts({ attributes, emit, value }: LowerContext<Transposes>): string {
  const { transposeA, transposeB } = attributes;
  if (!transposeA && !transposeB) return emit.node('MatMul', [value(0), value(1)]);
  const sides = { transA: transposeA ? 1 : 0, transB: transposeB ? 1 : 0 };
  return emit.node('com.microsoft:FusedMatMul', [value(0), value(1)], sides);
}

function products(a: Tensor, b: Tensor, transposes: Transposes): Tensor {
  return apply(productsOp, [a, b], transposes);
}

/** The image of the products. */
export const imageOp: Op<Tiled> = {
  name: 'winogradImage',
  shape: ([stack], { tiling }) => imageShape(tiling, stack![2]!),
  gradient: ({ outputGradient, attributes }) => [apply(imageGradientOp, [outputGradient], attributes)],
  lower: {
    gemm: ({ inputs, attributes: { tiling }, emit, value }) =>
      imageNodes(emit, value(0), { tiling, channels: inputs[0]!.shape[2]! }),
  },
};

const imageGradientOp: Op<Tiled> = {
  name: 'winogradImageGradient',
  shape: ([image], { tiling }) => stackShape(tiling, image![3]!),
  lower: {
    gemm: ({ inputs, attributes: { tiling }, emit, value }) =>
      imageGradientNodes(emit, value(0), { tiling, channels: inputs[0]!.shape[3]! }),
  },
};

/**
 * A 3x3 convolution with stride 1 and a border of one pixel of zeros.
 *
 * Tiles of four pixels save more and round more: relative errors are of the order 1e-6 in one layer, against 3e-7.
 *
 * @param image Image [N, H, W, C].
 * @param weights Matrix [9C, O], taps before channels as `convolution` takes them.
 * @param edge Results along a tile's edge.
 * @returns Image [N, H, W, O].
 * @throws EngineError `graph/shape` when weights and image do not fit.
 */
export function winogradConvolution(image: Tensor, weights: Tensor, edge: TileEdge): Tensor {
  const [batch, height, width, channels] = image.shape;
  if (image.shape.length !== 4 || weights.shape.length !== 2 || weights.shape[0] !== 9 * channels!)
    refuseShapes(
      'winogradConvolution',
      [image.shape, weights.shape],
      'Needed an image [N, H, W, C] and weights [9C, O].',
    );
  const tiling: Tiling = { batch: batch!, height: height!, width: width!, edge };
  const tiles = apply(tilesOp, [image], { tiling });
  const filters = apply(filtersOp, [weights], { edge, channels: channels!, filters: weights.shape[1]! });
  return apply(imageOp, [products(tiles, filters, { transposeA: false, transposeB: false })], { tiling });
}
