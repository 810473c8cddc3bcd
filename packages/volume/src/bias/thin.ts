/**
 * The voxels that a bias field is estimated from: those of tissue on a thinned grid, as logarithms.
 *
 * Reads a scan and where tissue is, changes neither. Knows nothing of fields.
 */
import { spacingMm } from '../geometry/geometry.ts';
import type { Volume } from '../volume.ts';

/** Thinned tissue. */
export interface Thinned {
  /** Log intensities of the kept voxels of tissue. */
  readonly logs: Float64Array;
  /** Where those lie on the thinned grid. */
  readonly at: Int32Array;
  /** 1 at those, 0 elsewhere on the thinned grid. */
  readonly inside: Uint8Array;
  /** Places of the kept voxels along each axis, 0 to 1 of the whole axis. */
  readonly places: readonly [number[], number[], number[]];
}

/** Indices that are kept along an axis, centred. */
function keptIndices(n: number, step: number): number[] {
  const kept = Math.max(1, Math.floor(n / step));
  const offset = Math.floor((n - 1 - (kept - 1) * step) / 2);
  return Array.from({ length: kept }, (_, at) => offset + at * step);
}

/**
 * Thins a scan.
 *
 * @param mask 0 where a voxel is no tissue; one value for each voxel of the scan.
 * @param toMm Voxels are left out until those that stay are this far apart, in mm.
 */
export function thinned(volume: Volume, mask: Uint8Array, toMm: number): Thinned {
  const { size } = volume.geometry;
  const steps = spacingMm(volume.geometry).map((s) => Math.max(1, Math.floor(toMm / s + 1e-6)));
  const kept = ([0, 1, 2] as const).map((axis) => keptIndices(size[axis], steps[axis]!));
  const count = kept.reduce((product, list) => product * list.length, 1);
  const logs = new Float64Array(count);
  const at = new Int32Array(count);
  const inside = new Uint8Array(count);
  let [to, n] = [0, 0];
  for (const k of kept[2]!) {
    for (const j of kept[1]!) {
      for (const i of kept[0]!) {
        const from = i + size[0] * (j + size[1] * k);
        const value = volume.data[from]!;
        if (mask[from] !== 0 && value > 0) {
          inside[to] = 1;
          at[n] = to;
          logs[n++] = Math.log(value);
        }
        to++;
      }
    }
  }
  const places = ([0, 1, 2] as const).map((axis) =>
    kept[axis]!.map((i) => (size[axis] > 1 ? i / (size[axis] - 1) : 0)),
  );
  return { logs: logs.slice(0, n), at: at.slice(0, n), inside, places: [places[0]!, places[1]!, places[2]!] };
}
