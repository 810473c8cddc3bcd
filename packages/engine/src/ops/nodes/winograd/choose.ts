/**
 * Which form of a 3x3 convolution costs a training step least: direct, or tiles of two or four results.
 *
 * Reads extents, gives edges. Knows nothing of graphs.
 */

import { type Tiling, tileCount } from './tiles.ts';
import type { TileEdge } from './transforms.ts';

/** A 3x3 convolution of stride 1 with a border of one pixel. */
export interface TileableConvolution extends Omit<Tiling, 'edge'> {
  readonly channels: number;
  readonly filters: number;
}

/**
 * What moving one transformed filter value through memory costs, in multiplications: five passes of four bytes, at
 * about six operations a byte on the processors measured. It is what makes the direct form win for small images.
 */
const TRAFFIC = 120;

/** Filters of another edge than the result's are transformed once more; measured on ResNet's stages 2 to 4. */
const OWN_FILTERS = 1.4;

/** Edges of the tiles of a convolution: those of the result, and those of both gradients. */
export interface Edges {
  readonly forward: TileEdge;
  readonly backward: TileEdge;
}

/**
 * The cheapest edges, or `undefined` for the direct form.
 *
 * @param candidate Extents.
 * @param largest The largest edges whose rounding is acceptable; the gradients' is at least the result's.
 */
export function cheapestEdges(candidate: TileableConvolution, largest: Edges): Edges | undefined {
  const forward = cheapestEdge(candidate, largest.forward);
  if (forward === undefined) return undefined;
  if (forward === largest.backward || largest.forward === largest.backward)
    return { forward, backward: forward };
  const [same, other] = [tiledCost(candidate, forward), tiledCost(candidate, largest.backward)];
  const gained = (2 / 3) * (same.products - other.products) + (same.tiles - other.tiles) / 2;
  const lost = OWN_FILTERS * other.filters - same.filters;
  return { forward, backward: gained > lost ? largest.backward : forward };
}

/** The cheapest edge for the result and both gradients together. */
function cheapestEdge(candidate: TileableConvolution, largest: TileEdge): TileEdge | undefined {
  const { batch, height, width } = candidate;
  let best: { cost: number; edge?: TileEdge } = { cost: 3 * 2 * 9 * batch * height * width };
  for (const edge of [2, 4] as const) {
    const { products, filters, tiles } = tiledCost(candidate, edge);
    const cost = products + filters + tiles;
    if (edge <= largest && cost < best.cost) best = { cost, edge };
  }
  return best.edge;
}

/** Operations for one pair of channel and filter, in the result and both gradients. */
interface TiledCost {
  readonly products: number;
  /** Transforms of filters, there and back. */
  readonly filters: number;
  /** Transforms of images. */
  readonly tiles: number;
}

function tiledCost({ channels, filters, ...extents }: TileableConvolution, edge: TileEdge): TiledCost {
  const tiles = tileCount({ ...extents, edge });
  const [reach, results] = [(edge + 2) ** 2, edge ** 2];
  return {
    products: 3 * 2 * reach * tiles,
    filters: (2 * 2 * 9 + TRAFFIC) * reach,
    tiles: 2 * 2 * reach * tiles * (reach / filters + results / channels),
  };
}
