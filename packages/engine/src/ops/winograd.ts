/**
 * A 3x3 convolution of stride 1 by Winograd's method: fewer multiplications, the same result up to rounding.
 *
 * Tiles of the image and filters are transformed, multiplied position by position, and transformed back. All steps are
 * linear, so the gradients are the same steps transposed. Transformed tiles and filters are several times larger than
 * what they come from, so for large images the backward pass computes them again instead of keeping them.
 *
 * @see Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, CVPR 2016
 */

import type { Emitter } from '../graph/emitter.ts';
import { isKept } from '../graph/keep.ts';
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
} from './nodes/winograd/nodes.ts';
import { type Tiling, tileCount } from './nodes/winograd/tiles.ts';
import type { TileEdge } from './nodes/winograd/transforms.ts';

interface Winograd {
  readonly tiling: Tiling;
  /** Edge of the gradients' tiles. */
  readonly backward: TileEdge;
  readonly channels: number;
  readonly filters: number;
}

const imageShape = ({ batch, height, width }: Tiling, channels: number): Shape => [
  batch,
  height,
  width,
  channels,
];

const stackShape = (tiling: Tiling, channels: number): Shape => [
  (tiling.edge + 2) ** 2,
  tileCount(tiling),
  channels,
];

const filterForm = ({
  tiling: { edge },
  channels,
  filters,
}: Winograd): Parameters<typeof filterNodes>[2] => ({
  edge,
  channels,
  filters,
});

/** The operation; see `winogradConvolution`. */
export const winogradOp: Op<Winograd> = {
  name: 'winogradConvolution',
  shape: (_, { tiling, filters }) => imageShape(tiling, filters),
  gradient({ inputs: [image, weights], outputGradient, attributes, needs }) {
    const form = { ...attributes, tiling: { ...attributes.tiling, edge: attributes.backward } };
    const tiles = apply(tiledGradientOp, [outputGradient], form);
    return [
      needs(0) ? apply(winogradInputGradientOp, [tiles, weights!], form) : undefined,
      needs(1) ? apply(winogradWeightGradientOp, [image!, tiles], form) : undefined,
    ];
  },
  lower: {
    gemm({ attributes, emit, value }) {
      const { tiling, filters } = attributes;
      const tiles = tilesOf(emit, value(0), attributes);
      const products = emit.node('MatMul', [tiles, filtersOf(emit, value(1), attributes)]);
      return imageNodes(emit, products, { tiling, channels: filters });
    },
  },
};

/** The output's gradient in transformed tiles, which both gradients read. */
const tiledGradientOp: Op<Winograd> = {
  name: 'winogradTiledGradient',
  shape: (_, { tiling, filters }) => stackShape(tiling, filters),
  lower: {
    gemm: ({ attributes: { tiling, filters }, emit, value }) =>
      imageGradientNodes(emit, value(0), { tiling, channels: filters }),
  },
};

/** Gradient with respect to the image: inputs are the tiled gradient and the weights. */
const winogradInputGradientOp: Op<Winograd> = {
  name: 'winogradInputGradient',
  shape: (_, { tiling, channels }) => imageShape(tiling, channels),
  lower: {
    gemm(context) {
      const { attributes, emit, value } = context;
      const { tiling, channels } = attributes;
      const filters = filtersOf(emit, value(1), attributes);
      return tileGradientNodes(emit, product(context, [value(0), filters], 'transB'), { tiling, channels });
    },
  },
};

/** Gradient with respect to the weights: inputs are the image and the tiled gradient. */
const winogradWeightGradientOp: Op<Winograd> = {
  name: 'winogradWeightGradient',
  absorbsAddition: true,
  shape: (_, { channels, filters }) => [9 * channels, filters],
  lower: {
    gemm(context) {
      const { attributes, emit, value, addend } = context;
      const tiles = tilesOf(emit, value(0), { ...attributes, after: value(1) });
      const stack = product(context, [tiles, value(1)], 'transA');
      return filterGradientNodes(emit, stack, { ...filterForm(attributes), addend });
    },
  },
};

/** Whether transformed tiles are kept for the backward pass, and the filters with them. */
const keeps = ({ tiling, channels, backward }: Winograd): boolean =>
  backward === tiling.edge && isKept(stackShape(tiling, channels));

/** Transformed tiles of an image, computed after a stack of the backward pass unless they are kept. */
function tilesOf(emit: Emitter, image: string, form: Winograd & { readonly after?: string }): string {
  const { tiling, channels } = form;
  if (!keeps(form)) return tileNodes(emit, image, form);
  return emit.once(`tiles ${tiling.edge} ${image}`, () => tileNodes(emit, image, { tiling, channels }));
}

function filtersOf(emit: Emitter, weights: string, form: Winograd): string {
  const make = (): string => filterNodes(emit, weights, filterForm(form));
  return keeps(form) ? emit.once(`filters ${form.tiling.edge} ${weights}`, make) : make();
}

/** Products at every position with one side transposed, which costs no copy. */
function product(
  { emit }: LowerContext<Winograd>,
  sides: readonly [string, string],
  transposed: 'transA' | 'transB',
): string {
  return emit.node('com.microsoft:FusedMatMul', sides, { [transposed]: 1 });
}

/**
 * A 3x3 convolution with stride 1 and a border of one pixel of zeros.
 *
 * Tiles of four pixels save more and round more: relative errors are of the order 1e-6 in one layer, against 3e-7.
 *
 * @param image Image [N, H, W, C].
 * @param weights Matrix [9C, O], taps before channels as `convolution` takes them.
 * @param edges Results along a tile's edge, in the result and in both gradients.
 * @returns Image [N, H, W, O].
 * @throws EngineError `graph/shape` when weights and image do not fit.
 */
export function winogradConvolution(
  image: Tensor,
  weights: Tensor,
  { forward, backward }: { readonly forward: TileEdge; readonly backward: TileEdge },
): Tensor {
  const [batch, height, width, channels] = image.shape;
  if (image.shape.length !== 4 || weights.shape.length !== 2 || weights.shape[0] !== 9 * channels!)
    refuseShapes(
      'winogradConvolution',
      [image.shape, weights.shape],
      'Needed an image [N, H, W, C] and weights [9C, O].',
    );
  const tiling: Tiling = { batch: batch!, height: height!, width: width!, edge: forward };
  const form = { tiling, backward, channels: channels!, filters: weights.shape[1]! };
  return apply(winogradOp, [image, weights], form);
}
