/**
 * Which form of a 3x3 convolution costs a training step least: direct, or tiles of two or four results.
 *
 * Reads extents, gives an edge. Knows nothing of graphs.
 */

import { type Tiling, tileCount } from './tiles.ts';
import type { TileEdge } from './transforms.ts';

/** A 3x3 convolution of stride 1 with a border of one pixel. */
export interface Candidate extends Omit<Tiling, 'edge'> {
  readonly channels: number;
  readonly filters: number;
}

/**
 * What moving one transformed filter value through memory costs, in multiplications: five passes of four bytes, at
 * about six operations a byte on the processors measured. It is what makes the direct form win for small images.
 */
const TRAFFIC = 120;

/**
 * The cheapest edge for forward and both gradients together, or `undefined` for the direct form.
 *
 * Costs are operations for one pair of channel and filter.
 *
 * @param candidate Extents.
 * @param largest The largest edge whose rounding is acceptable.
 */
export function cheapestEdge(candidate: Candidate, largest: TileEdge): TileEdge | undefined {
  const { batch, height, width } = candidate;
  let best: { cost: number; edge?: TileEdge } = { cost: 3 * 2 * 9 * batch * height * width };
  for (const edge of [2, 4] as const) {
    const cost = tiledCost(candidate, edge);
    if (edge <= largest && cost < best.cost) best = { cost, edge };
  }
  return best.edge;
}

function tiledCost({ channels, filters, ...extents }: Candidate, edge: TileEdge): number {
  const tiles = tileCount({ ...extents, edge });
  const [reach, results] = [(edge + 2) ** 2, edge ** 2];
  const products = 3 * 2 * reach * tiles;
  const ofFilters = (2 * 2 * 9 + TRAFFIC) * reach;
  const ofTiles = 2 * 2 * reach * tiles * (reach / filters + results / channels);
  return products + ofFilters + ofTiles;
}
