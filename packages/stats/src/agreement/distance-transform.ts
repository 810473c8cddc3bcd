/**
 * How far every voxel of a box is from the nearest marked one, exactly.
 *
 * Reads marks on a grid of up to three axes with its spacing, gives squared distances in mm2, in time proportional to
 * the number of voxels. Knows nothing of masks or surfaces.
 */

/** A grid in C order: the last axis runs fastest. */
export interface Grid {
  /** Voxels along each axis. */
  readonly shape: readonly [number, number, number];
  /** Distance of neighbours along each axis, in mm. */
  readonly spacingMm: readonly [number, number, number];
}

/** Working space of one line of voxels. */
interface Line {
  readonly values: Float64Array;
  readonly sites: Int32Array;
  readonly borders: Float64Array;
}

/** Lower envelope of the parabolas f[q] + step2 (x - q)^2 along a line, written back into the volume. */
function transformLine(
  data: Float64Array,
  from: number,
  stride: number,
  size: { n: number; step2: number; line: Line },
): void {
  const { n, step2, line } = size;
  const { values, sites, borders } = line;
  let last = -1;
  for (let q = 0; q < n; q++) {
    const f = data[from + q * stride]!;
    values[q] = f;
    if (f === Number.POSITIVE_INFINITY) continue;
    let border = Number.NEGATIVE_INFINITY;
    while (last >= 0) {
      const site = sites[last]!;
      border = ((f - values[site]!) / step2 + q * q - site * site) / (2 * (q - site));
      if (border > borders[last]!) break;
      last--;
    }
    last++;
    sites[last] = q;
    borders[last] = last === 0 ? Number.NEGATIVE_INFINITY : border;
  }
  if (last < 0) return;
  for (let q = 0, k = 0; q < n; q++) {
    while (k < last && borders[k + 1]! < q) k++;
    const site = sites[k]!;
    data[from + q * stride] = values[site]! + step2 * (q - site) * (q - site);
  }
}

/**
 * Squared Euclidean distance of every voxel to the nearest mark.
 *
 * @param marks Not 0 where a voxel is marked. Length shape[0] * shape[1] * shape[2], C order.
 * @returns mm2; infinite everywhere when nothing is marked.
 * @see Felzenszwalb and Huttenlocher, Theory Comput 8 (2012) 415-428.
 */
export function squaredDistances(marks: ArrayLike<number>, grid: Grid): Float64Array {
  const [nx, ny, nz] = grid.shape;
  const data = new Float64Array(nx * ny * nz);
  for (let i = 0; i < data.length; i++) data[i] = marks[i] === 0 ? Number.POSITIVE_INFINITY : 0;
  const longest = Math.max(nx, ny, nz);
  const line = {
    values: new Float64Array(longest),
    sites: new Int32Array(longest),
    borders: new Float64Array(longest),
  };
  const run = (axis: 0 | 1 | 2, from: number, stride: number) =>
    transformLine(data, from, stride, { n: grid.shape[axis], step2: grid.spacingMm[axis] ** 2, line });
  for (let x = 0; x < nx; x++) for (let y = 0; y < ny; y++) run(2, (x * ny + y) * nz, 1);
  for (let x = 0; x < nx; x++) for (let z = 0; z < nz; z++) run(1, x * ny * nz + z, nz);
  for (let y = 0; y < ny; y++) for (let z = 0; z < nz; z++) run(0, y * nz + z, ny * nz);
  return data;
}
