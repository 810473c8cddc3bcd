/**
 * Noise by the million: a hashed counter for single voxels and a smooth field in three dimensions.
 *
 * Reads a 32-bit key that a named random stream gives, so images stay a function of the study's seed. Not for
 * statistics: normal numbers come from a table of 4096 quantiles.
 */
import { normalQuantile } from '@mriscore/stats';

const TABLE_BITS = 12;
/** Number of quantiles in a normal table. */
export const TABLE_SIZE = 2 ** TABLE_BITS;

/** Quantiles of the standard normal distribution at the middles of 4096 equal shares. */
export function normalTable(): Float32Array {
  const table = new Float32Array(TABLE_SIZE);
  for (let n = 0; n < TABLE_SIZE / 2; n++) {
    const quantile = normalQuantile((n + 0.5) / TABLE_SIZE);
    table[n] = quantile;
    table[TABLE_SIZE - 1 - n] = -quantile;
  }
  return table;
}

/** 32 well-mixed bits of a counter; two 12-bit indices fit in them. */
export function mix(counter: number): number {
  let bits = Math.imul(counter ^ (counter >>> 16), 0x7feb352d);
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** A smooth random function of a place in millimetres: mean about 0, standard deviation about 1. */
export type SmoothNoise = (xMm: number, yMm: number, zMm: number) => number;

const LATTICE = 16;

/** Smooth step from 0 to 1 whose slope is 0 at both ends. */
const ease = (t: number) => t * t * (3 - 2 * t);

/**
 * Normal numbers on a lattice, joined smoothly. Repeats after 16 cells.
 *
 * @param cellMm Distance of the lattice's points: about the size of a lump.
 * @param key 32 bits that choose the function.
 * @param table From `normalTable()`.
 */
export function smoothNoise(cellMm: number, key: number, table: Float32Array): SmoothNoise {
  const values = new Float32Array(LATTICE ** 3);
  // Joining eight neighbours lowers the variance to about 0.41 of a lattice point's, averaged over a cell.
  for (let n = 0; n < values.length; n++) values[n] = table[mix(key + n) >>> (32 - TABLE_BITS)]! * 1.56;
  return (xMm, yMm, zMm) => {
    const [x, y, z] = [xMm / cellMm + 1024, yMm / cellMm + 1024, zMm / cellMm + 1024];
    const [i, j, k] = [Math.floor(x), Math.floor(y), Math.floor(z)];
    const [u, v, w] = [ease(x - i), ease(y - j), ease(z - k)];
    const [i0, i1] = [i & 15, (i + 1) & 15];
    const [j0, j1] = [(j & 15) << 4, ((j + 1) & 15) << 4];
    const [k0, k1] = [(k & 15) << 8, ((k + 1) & 15) << 8];
    const along = (row: number) => values[row + i0]! * (1 - u) + values[row + i1]! * u;
    const near = along(k0 + j0) * (1 - v) + along(k0 + j1) * v;
    const far = along(k1 + j0) * (1 - v) + along(k1 + j1) * v;
    return near * (1 - w) + far * w;
  };
}
