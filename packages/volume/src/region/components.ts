/**
 * Connected parts of a region: the largest one, and the holes inside it.
 *
 * Regions are 0 and 1 on an i-fastest grid. Knows nothing of labels or millimetres.
 */
import type { Triple } from '../volume.ts';

/** Parts of a region, numbered from 1 in the order in which they are met; 0 is background. */
export interface Components {
  readonly numbers: Int32Array;
  /** Voxels of part n at index n - 1. */
  readonly voxels: readonly number[];
}

/**
 * The parts of a region whose voxels touch by faces.
 *
 * @param inside Not 0 where inside.
 * @example findComponents(mask.data, mask.geometry.size).voxels.length; // how many pieces
 */
export function findComponents(inside: Uint8Array, size: Triple): Components {
  const [ni, nj, nk] = size;
  const slice = ni * nj;
  const numbers = new Int32Array(inside.length);
  const queue = new Int32Array(inside.length);
  const voxels: number[] = [];
  let tail = 0;
  for (let seed = 0; seed < inside.length; seed++) {
    if (inside[seed] === 0 || numbers[seed] !== 0) continue;
    const number = voxels.length + 1;
    const begin = tail;
    const visit = (at: number): void => {
      if (inside[at] === 0 || numbers[at] !== 0) return;
      numbers[at] = number;
      queue[tail++] = at;
    };
    visit(seed);
    for (let head = begin; head < tail; head++) {
      const at = queue[head]!;
      const i = at % ni;
      const j = ((at - i) / ni) % nj;
      if (i > 0) visit(at - 1);
      if (i < ni - 1) visit(at + 1);
      if (j > 0) visit(at - ni);
      if (j < nj - 1) visit(at + ni);
      if (at >= slice) visit(at - slice);
      if (at < slice * (nk - 1)) visit(at + slice);
    }
    voxels.push(tail - begin);
  }
  return { numbers, voxels };
}

/**
 * The largest part of a region, as 0 and 1; the first met among equals. Empty stays empty.
 *
 * @example largestComponent(mask.data, mask.geometry.size);
 */
export function largestComponent(inside: Uint8Array, size: Triple): Uint8Array {
  const { numbers, voxels } = findComponents(inside, size);
  const out = new Uint8Array(inside.length);
  if (voxels.length === 0) return out;
  const number = voxels.indexOf(Math.max(...voxels)) + 1;
  for (let at = 0; at < out.length; at++) out[at] = numbers[at] === number ? 1 : 0;
  return out;
}

/**
 * The region with everything filled that is enclosed in its slice (fixed k), as 0 and 1.
 *
 * Background that touches the slice's border through background faces stays background.
 */
export function fillHolesInSlices(inside: Uint8Array, size: Triple): Uint8Array {
  const [ni, nj, nk] = size;
  const slice = ni * nj;
  const out = new Uint8Array(inside.length).fill(1);
  const stack = new Int32Array(slice);
  for (let k = 0; k < nk; k++) {
    const base = k * slice;
    let top = 0;
    const open = (at: number): void => {
      if (inside[base + at] !== 0 || out[base + at] === 0) return;
      out[base + at] = 0;
      stack[top++] = at;
    };
    for (let i = 0; i < ni; i++) {
      open(i);
      open(slice - 1 - i);
    }
    for (let j = 0; j < nj; j++) {
      open(j * ni);
      open(j * ni + ni - 1);
    }
    while (top > 0) {
      const at = stack[--top]!;
      const i = at % ni;
      if (i > 0) open(at - 1);
      if (i < ni - 1) open(at + 1);
      if (at >= ni) open(at - ni);
      if (at < slice - ni) open(at + ni);
    }
  }
  return out;
}
