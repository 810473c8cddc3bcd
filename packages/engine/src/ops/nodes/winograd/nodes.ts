/**
 * The linear steps of a Winograd convolution and their transposes as ONNX nodes: gathers, and products with constants.
 *
 * Reads names of matrices and a tiling, emits nodes. Stacks are [positions, tiles, channels].
 */

import type { Emitter } from '../../../graph/emitter.ts';
import type { Addend } from '../../../graph/operation.ts';
import { withZeroRow } from '../patches.ts';
import { productNodes } from '../product.ts';
import { pixelRows, resultRows, sourceRows, type Tiling, tileCount, tileReaders } from './tiles.ts';
import { kroneckerSquare, type TileEdge, transforms } from './transforms.ts';

/** A tiling with the number of channels. */
export interface TiledForm {
  readonly tiling: Tiling;
  readonly channels: number;
}

const reachOf = (edge: TileEdge): number => (edge + 2) ** 2;

/** A transform's constant matrix, named as in `transforms`; with a stroke, transposed. */
type MatrixName = `${keyof ReturnType<typeof transforms>}${'' | "'"}`;

function matrix(emit: Emitter, name: MatrixName, edge: TileEdge): string {
  const transposed = name.endsWith("'");
  const which = (transposed ? name.slice(0, -1) : name) as keyof ReturnType<typeof transforms>;
  return emit.constant(`winograd ${name} ${edge}`, () =>
    kroneckerSquare(transforms(edge)[which], transposed),
  );
}

/** A list of rows as a constant; its key says what it is and for which tiling. */
function list(emit: Emitter, [what, tiling]: readonly [string, Tiling], make: () => Int32Array): string {
  return emit.constant(`winograd ${what} ${Object.values(tiling).join(' ')}`, () => {
    const data = make();
    return { dims: [data.length], data };
  });
}

/**
 * Transformed tiles [(edge + 2)^2, tiles, C] of an image [N*H*W, C].
 *
 * @param emit Where nodes go.
 * @param image Name of the image.
 * @param form Tiling and channels; `after` names a stack before which the tiles shall not be computed.
 */
export function tileNodes(
  emit: Emitter,
  image: string,
  { tiling, channels, after }: TiledForm & { readonly after?: string },
): string {
  const { edge } = tiling;
  const rows = withZeroRow(emit, image, { channels, ...(after && { after: [after, 3] }) });
  const read = list(emit, ['reads', tiling], () => sourceRows(tiling));
  const gathered = emit.node('Gather', [rows, read], { axis: 0 });
  const tiles = tileCount(tiling);
  const flat = emit.node('Reshape', [gathered, emit.integers(reachOf(edge), tiles * channels)]);
  const turned = emit.node('MatMul', [matrix(emit, 'pixels', edge), flat]);
  return emit.node('Reshape', [turned, emit.integers(reachOf(edge), tiles, channels)]);
}

/**
 * The transpose of `tileNodes`: an image from the gradient of its transformed tiles, whose spare tile is zero.
 *
 * @param emit Where nodes go.
 * @param stack Name of the gradient.
 * @param form Tiling and channels.
 */
export function tileGradientNodes(emit: Emitter, stack: string, { tiling, channels }: TiledForm): string {
  const [positions, tiles] = [reachOf(tiling.edge), tileCount(tiling)];
  const flat = emit.node('Reshape', [stack, emit.integers(positions, tiles * channels)]);
  const turned = emit.node('MatMul', [matrix(emit, "pixels'", tiling.edge), flat]);
  const rows = emit.node('Reshape', [turned, emit.integers(positions * tiles, channels)]);
  const parts = tileReaders(tiling).map((readers, index) =>
    emit.node('Gather', [rows, list(emit, [`readers ${index}`, tiling], () => readers)], { axis: 0 }),
  );
  return parts.reduce((sum, part) => emit.node('Add', [sum, part]));
}

/**
 * Transformed filters [(edge + 2)^2, C, O] of weights [9C, O].
 *
 * @param emit Where nodes go.
 * @param weights Name of the weights.
 * @param form Edge, channels and filters.
 */
export function filterNodes(
  emit: Emitter,
  weights: string,
  { edge, channels, filters }: { edge: TileEdge; channels: number; filters: number },
): string {
  const flat = emit.node('Reshape', [weights, emit.integers(9, channels * filters)]);
  const turned = emit.node('MatMul', [matrix(emit, 'taps', edge), flat]);
  return emit.node('Reshape', [turned, emit.integers(reachOf(edge), channels, filters)]);
}

/**
 * The transpose of `filterNodes`: weights [9C, O] from the gradient of the transformed filters.
 *
 * @param emit Where nodes go.
 * @param stack Name of the gradient.
 * @param form Edge, channels, filters, and a matrix to add (such as a decayed momentum).
 */
export function filterGradientNodes(
  emit: Emitter,
  stack: string,
  form: { edge: TileEdge; channels: number; filters: number; addend?: Addend | undefined },
): string {
  const { edge, channels, filters, addend } = form;
  const flatten = (name: string, rows: number): string =>
    emit.node('Reshape', [name, emit.integers(rows, channels * filters)]);
  const flat = productNodes(emit, [matrix(emit, "taps'", edge), flatten(stack, reachOf(edge))], {
    addend: addend && { ...addend, name: flatten(addend.name, 9) },
  });
  return emit.node('Reshape', [flat, emit.integers(9 * channels, filters)]);
}

/**
 * An image [N*H*W, O] from products of tiles and filters [(edge + 2)^2, tiles, O].
 *
 * @param emit Where nodes go.
 * @param stack Name of the products.
 * @param form Tiling and channels of the result.
 */
export function imageNodes(emit: Emitter, stack: string, { tiling, channels }: TiledForm): string {
  const { edge } = tiling;
  const tiles = tileCount(tiling);
  const flat = emit.node('Reshape', [stack, emit.integers(reachOf(edge), tiles * channels)]);
  const turned = emit.node('MatMul', [matrix(emit, 'results', edge), flat]);
  const rows = emit.node('Reshape', [turned, emit.integers(edge * edge * tiles, channels)]);
  return emit.node('Gather', [rows, list(emit, ['results', tiling], () => resultRows(tiling))], { axis: 0 });
}

/**
 * The transpose of `imageNodes`: transformed tiles of the gradient of an image; the spare tile is zero.
 *
 * @param emit Where nodes go.
 * @param gradient Name of the gradient [N*H*W, O].
 * @param form Tiling and channels of the gradient.
 */
export function imageGradientNodes(emit: Emitter, gradient: string, { tiling, channels }: TiledForm): string {
  const { edge } = tiling;
  const tiles = tileCount(tiling);
  const extended = withZeroRow(emit, gradient, { channels });
  const pixels = list(emit, ['pixels', tiling], () => pixelRows(tiling));
  const gathered = emit.node('Gather', [extended, pixels], { axis: 0 });
  const flat = emit.node('Reshape', [gathered, emit.integers(edge * edge, tiles * channels)]);
  const turned = emit.node('MatMul', [matrix(emit, "results'", edge), flat]);
  return emit.node('Reshape', [turned, emit.integers(reachOf(edge), tiles, channels)]);
}
