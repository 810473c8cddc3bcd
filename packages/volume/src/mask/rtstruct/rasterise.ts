/**
 * Closed contours to voxels: a voxel is inside when its centre is, by the even-odd rule over all contours of a slice.
 *
 * Holes are contours inside contours. Contours that lie between slices are refused, because moving them would be an
 * invention.
 */
import type { DicomStack } from '../../dicom/series/folder.ts';
import { VolumeError } from '../../errors.ts';
import { lpsToIndexMatrix } from '../../geometry/geometry.ts';
import type { Triple } from '../../volume.ts';
import type { Contour, Structure } from './parse.ts';

/** How far a point may lie from the plane of its slice, as a part of the distance between slices. */
const OFF_PLANE_PART = 0.1;

/** A contour in the index space of one slice. */
interface Ring {
  readonly slice: number;
  /** i and j of each point, fractional. */
  readonly i: Float64Array;
  readonly j: Float64Array;
}

function refuseOffPlane(structure: Structure, slices: number, why: string): never {
  throw new VolumeError(
    'rtstruct/off-plane',
    {
      found: `Found a contour of structure ${structure.number} ${why}.`,
      needed: `Contours on one of the ${slices} slices of the series are needed.`,
      remedy: 'Export the structures on the slices of the images.',
    },
    { structure: structure.number },
  );
}

function ringOf(contour: Contour, inverse: Float64Array, at: { structure: Structure; slices: number }): Ring {
  const p = contour.pointsLpsMm;
  const count = p.length / 3;
  const [i, j] = [new Float64Array(count), new Float64Array(count)];
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let n = 0; n < count; n++) {
    const [x, y, z] = [p[3 * n]!, p[3 * n + 1]!, p[3 * n + 2]!];
    i[n] = inverse[0]! * x + inverse[1]! * y + inverse[2]! * z + inverse[3]!;
    j[n] = inverse[4]! * x + inverse[5]! * y + inverse[6]! * z + inverse[7]!;
    const k = inverse[8]! * x + inverse[9]! * y + inverse[10]! * z + inverse[11]!;
    least = Math.min(least, k);
    most = Math.max(most, k);
  }
  const slice = Math.round((least + most) / 2);
  const off = Math.max(most - slice, slice - least);
  if (!(off <= OFF_PLANE_PART))
    refuseOffPlane(at.structure, at.slices, `${off.toFixed(2)} slices off its slice`);
  if (slice < 0 || slice >= at.slices) refuseOffPlane(at.structure, at.slices, `on slice ${slice + 1}`);
  return { slice, i, j };
}

/** Most crossings of edges with rows in one slice; drawn structures have some thousand. */
const MAXIMUM_CROSSINGS = 2e7;

/** Adds where the edges of a ring cross rows. An edge counts on the rows its span holds, half open. */
function addCrossings(ring: Ring, byRow: Map<number, number[]>, rows: number): number {
  const { i, j } = ring;
  let added = 0;
  for (let n = 0, before = i.length - 1; n < i.length; before = n++) {
    const [low, high] = j[before]! < j[n]! ? [before, n] : [n, before];
    const [from, to] = [j[low]!, j[high]!];
    const last = Math.min(rows - 1, Math.ceil(to) - 1);
    for (let row = Math.max(0, Math.ceil(from)); row <= last; row++, added++) {
      const at = i[low]! + ((row - from) / (to - from)) * (i[high]! - i[low]!);
      const crossed = byRow.get(row);
      if (crossed === undefined) byRow.set(row, [at]);
      else crossed.push(at);
    }
    if (added > MAXIMUM_CROSSINGS) break;
  }
  return added;
}

function refuseTangle(structure: Structure): never {
  throw new VolumeError(
    'rtstruct/contour',
    {
      found: `Found contours of structure ${structure.number} that cross rows more than ${MAXIMUM_CROSSINGS} times.`,
      needed: 'Contours that a person or a program drew around something are needed.',
      remedy: 'Do not trust this file; export the structures again.',
    },
    { structure: structure.number },
  );
}

function paintSlice(
  rings: readonly Ring[],
  data: Uint8Array,
  at: { structure: Structure; size: Triple },
): void {
  const [columns, rows] = at.size;
  const first = rings[0]!.slice * columns * rows;
  const byRow = new Map<number, number[]>();
  let crossings = 0;
  for (const ring of rings) {
    crossings += addCrossings(ring, byRow, rows);
    if (crossings > MAXIMUM_CROSSINGS) refuseTangle(at.structure);
  }
  for (const [row, crossed] of byRow) {
    const sorted = Float64Array.from(crossed).sort();
    for (let n = 0; n + 1 < sorted.length; n += 2) {
      const start = Math.max(0, Math.ceil(sorted[n]!));
      const end = Math.min(columns, Math.ceil(sorted[n + 1]!));
      if (end > start) data.fill(1, first + row * columns + start, first + row * columns + end);
    }
  }
}

function requireOwnImages(structure: Structure, rings: readonly Ring[], stack: DicomStack): void {
  const sliceOf = new Map(stack.slices.map((s, k) => [s.sopInstanceUid, k]));
  const severalFrames = sliceOf.size < stack.slices.length;
  if (severalFrames) return;
  structure.contours.forEach((contour, n) => {
    const named = contour.imageUids.map((uid) => sliceOf.get(uid)).filter((k) => k !== undefined);
    if (named.length === 0 || named.includes(rings[n]!.slice)) return;
    throw new VolumeError('rtstruct/reference', {
      found: `Found a contour that lies on slice ${rings[n]!.slice + 1} and names the image of slice ${named[0]! + 1}.`,
      needed: 'A contour must lie on the image that it names.',
      remedy: 'Export the structure set again.',
    });
  });
}

/**
 * Voxels of one structure.
 *
 * @param stack Series with a grid.
 * @returns 0 or 1 for each voxel of the stack's grid.
 * @throws VolumeError `rtstruct/off-plane`, `rtstruct/reference`, `rtstruct/empty` when it has no closed contour.
 */
export function rasteriseStructure(structure: Structure, stack: DicomStack): Uint8Array {
  const geometry = stack.geometry;
  if (structure.contours.length === 0 || geometry === undefined) {
    throw new VolumeError('rtstruct/empty', {
      found: `Found no closed contour in structure ${structure.number}, or images without a grid.`,
      needed: 'At least one closed contour on a grid is needed for a mask.',
      remedy: 'Choose a structure that is drawn, on a whole series.',
    });
  }
  const { size } = geometry;
  const inverse = lpsToIndexMatrix(geometry);
  const rings = structure.contours.map((contour) => ringOf(contour, inverse, { structure, slices: size[2] }));
  requireOwnImages(structure, rings, stack);
  const data = new Uint8Array(size[0] * size[1] * size[2]);
  const bySlice = Map.groupBy(rings, (ring) => ring.slice);
  for (const own of bySlice.values()) paintSlice(own, data, { structure, size });
  return data;
}
