/**
 * Which pixels the tiles of a Winograd convolution read and give, as index lists for gathering rows.
 *
 * Reads the extents of an image, gives index arrays. Knows nothing of transforms or ONNX.
 */

import type { TileEdge } from './transforms.ts';

/** Images of one size cut into tiles; the convolution is 3x3 with stride 1 and a border of one pixel. */
export interface Tiling {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly edge: TileEdge;
}

/**
 * Tiles of a batch, and one more that belongs to no pixel: gradients find their zeros there.
 *
 * @param tiling Extents and edge.
 */
export function tileCount(tiling: Tiling): number {
  const [down, across] = grid(tiling);
  return tiling.batch * down * across + 1;
}

/** Tiles down and across one image. */
function grid({ height, width, edge }: Tiling): [down: number, across: number] {
  return [Math.ceil(height / edge), Math.ceil(width / edge)];
}

/** Where a tile lies: image, and the first pixel it gives. */
interface Place {
  readonly tile: number;
  readonly image: number;
  readonly top: number;
  readonly left: number;
}

function* places(tiling: Tiling): Generator<Place> {
  const [down, across] = grid(tiling);
  let tile = 0;
  for (let image = 0; image < tiling.batch; image++)
    for (let p = 0; p < down; p++)
      for (let q = 0; q < across; q++, tile++)
        yield { tile, image, top: p * tiling.edge, left: q * tiling.edge };
}

/**
 * For every position in a tile and every tile, the pixel that it reads; past the border and in the spare tile the number
 * of pixels, where the caller puts a row of zeros.
 *
 * @param tiling Extents and edge.
 */
export function sourceRows(tiling: Tiling): Int32Array {
  const { batch, height, width, edge } = tiling;
  const [reach, tiles] = [edge + 2, tileCount(tiling)];
  const rows = new Int32Array(reach * reach * tiles).fill(batch * height * width);
  for (const { tile, image, top, left } of places(tiling))
    for (let at = 0; at < reach * reach; at++) {
      const [y, x] = [top + Math.floor(at / reach) - 1, left + (at % reach) - 1];
      if (y < 0 || x < 0 || y >= height || x >= width) continue;
      rows[at * tiles + tile] = (image * height + y) * width + x;
    }
  return rows;
}

/**
 * For every pixel, the row of the tiles' results that holds it.
 *
 * @param tiling Extents and edge.
 */
export function resultRows(tiling: Tiling): Int32Array {
  const { batch, height, width, edge } = tiling;
  const tiles = tileCount(tiling);
  const rows = new Int32Array(batch * height * width);
  for (const { tile, image, top, left } of places(tiling))
    for (let u = 0; u < edge && top + u < height; u++)
      for (let v = 0; v < edge && left + v < width; v++)
        rows[(image * height + top + u) * width + left + v] = (u * edge + v) * tiles + tile;
  return rows;
}

/**
 * For every position in a tile's results and every tile, its pixel; past the border and in the spare tile the number of
 * pixels, where the caller puts a row of zeros.
 *
 * @param tiling Extents and edge.
 */
export function pixelRows(tiling: Tiling): Int32Array {
  const { batch, height, width, edge } = tiling;
  const pixels = batch * height * width;
  const rows = new Int32Array(edge * edge * tileCount(tiling)).fill(pixels);
  resultRows(tiling).forEach((row, pixel) => {
    rows[row] = pixel;
  });
  return rows;
}

/**
 * For every pixel the positions in tiles that read it, as several lists of one entry a pixel: adding what the lists
 * gather is the transpose of `sourceRows`. Where a pixel has fewer readers than lists, the entry is in the spare tile.
 *
 * @param tiling Extents and edge.
 */
export function tileReaders(tiling: Tiling): Int32Array[] {
  const { batch, height, width, edge } = tiling;
  const [reach, tiles] = [edge + 2, tileCount(tiling)];
  const lists: Int32Array[] = [];
  const used = new Uint8Array(batch * height * width);
  for (const { tile, image, top, left } of places(tiling))
    for (let at = 0; at < reach * reach; at++) {
      const [y, x] = [top + Math.floor(at / reach) - 1, left + (at % reach) - 1];
      if (y < 0 || x < 0 || y >= height || x >= width) continue;
      const pixel = (image * height + y) * width + x;
      const list = used[pixel]!;
      used[pixel] = list + 1;
      lists[list] ??= new Int32Array(used.length).fill(tiles - 1);
      lists[list][pixel] = at * tiles + tile;
    }
  return lists;
}
