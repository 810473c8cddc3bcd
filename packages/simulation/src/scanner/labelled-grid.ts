/**
 * Which tissue each voxel of one grid holds, and what the tumour is where it lies.
 *
 * Reads a body, a tumour and a grid; gives labels and a list of tumour voxels. Knows nothing of signal.
 */
import type { Geometry } from '@mriscore/volume';
import type { Body } from '../anatomy/body.ts';
import { paintSlice, type SliceAxes } from '../anatomy/paint.ts';
import { LABEL } from '../anatomy/tissue.ts';
import { depthMm, type Tumour } from '../anatomy/tumour.ts';
import type { GridPlan } from './scanner.ts';

/** The patient on the table. */
export interface Anatomy {
  readonly body: Body;
  readonly tumour: Tumour;
  /** Height in the body's frame of the middle of the slab. */
  readonly slabHeightMm: number;
  /** LPS position of the body's origin, at slab height, in the scanner. */
  readonly isocentreLpsMm: readonly [number, number, number];
}

/** A grid and how it is shifted against the slab's middle. */
export interface PlacedGrid extends GridPlan {
  readonly shiftMm: readonly [x: number, y: number, height: number];
}

/** Tumour voxels in the order of their indices. Index n is the same voxel in every array. */
export interface TumourVoxels {
  readonly index: readonly number[];
  /** Depth below the surface in mm. */
  readonly depth: readonly number[];
  readonly lump: readonly number[];
}

/** Every voxel's tissue. */
export interface LabelledGrid {
  readonly geometry: Geometry;
  /** Values of `LABEL`, i-fastest. */
  readonly labels: Uint8Array;
  readonly tumour: TumourVoxels;
  readonly axes: SliceAxes;
  /** Height in the body's frame of each slice. */
  readonly heightsMm: readonly number[];
}

/** Tissues that the tumour does not grow into. */
const SPARED: ReadonlySet<number> = new Set([
  LABEL.outside,
  LABEL.skin,
  LABEL.marrow,
  LABEL.cortex,
  LABEL.disc,
  LABEL.fluid,
  LABEL.cord,
  LABEL.artery,
]);

function axesOf({ size, spacingMm, shiftMm }: PlacedGrid): SliceAxes {
  const start = (axis: 0 | 1) => shiftMm[axis] - ((size[axis] - 1) / 2) * spacingMm[axis];
  return {
    columns: size[0],
    rows: size[1],
    startMm: [start(0), start(1)],
    stepMm: [spacingMm[0], spacingMm[1]],
  };
}

function geometryOf(grid: PlacedGrid, axes: SliceAxes, anatomy: Anatomy): Geometry {
  const [x, y, z] = anatomy.isocentreLpsMm;
  const [di, dj, dk] = grid.spacingMm;
  const bottom = grid.shiftMm[2] - ((grid.size[2] - 1) / 2) * dk;
  const origin = [x + axes.startMm[0], y + axes.startMm[1], z + bottom] as const;
  return {
    size: [...grid.size],
    indexToLpsMm: Float64Array.of(di, 0, 0, origin[0], 0, dj, 0, origin[1], 0, 0, dk, origin[2]),
  };
}

interface Growing {
  readonly labels: Uint8Array;
  readonly axes: SliceAxes;
  readonly heightMm: number;
  readonly offset: number;
}

/** Lays the tumour over one slice and lists its voxels. */
function growTumour(
  into: { index: number[]; depth: number[]; lump: number[] },
  tumour: Tumour,
  on: Growing,
): void {
  const { axes, heightMm, labels, offset } = on;
  const reach = 1.5 * Math.max(...tumour.radiiMm);
  const range = (axis: 0 | 1, count: number): [number, number] => [
    Math.max(0, Math.ceil((tumour.centreMm[axis] - reach - axes.startMm[axis]) / axes.stepMm[axis])),
    Math.min(count - 1, Math.floor((tumour.centreMm[axis] + reach - axes.startMm[axis]) / axes.stepMm[axis])),
  ];
  const [firstRow, lastRow] = range(1, axes.rows);
  const [firstColumn, lastColumn] = range(0, axes.columns);
  for (let row = firstRow; row <= lastRow; row++) {
    const y = axes.startMm[1] + row * axes.stepMm[1];
    for (let column = firstColumn; column <= lastColumn; column++) {
      const at = offset + row * axes.columns + column;
      if (SPARED.has(labels[at]!)) continue;
      const x = axes.startMm[0] + column * axes.stepMm[0];
      const depth = depthMm(tumour, [x, y, heightMm]);
      if (depth <= 0) continue;
      labels[at] = LABEL.tumour;
      into.index.push(at);
      into.depth.push(depth);
      into.lump.push(tumour.lumps(x, y, heightMm));
    }
  }
}

/** Paints body and tumour on a grid. */
export function labelGrid(anatomy: Anatomy, grid: PlacedGrid): LabelledGrid {
  const [columns, rows, slices] = grid.size;
  const axes = axesOf(grid);
  const labels = new Uint8Array(columns * rows * slices);
  const tumour = { index: [] as number[], depth: [] as number[], lump: [] as number[] };
  const heightsMm = Array.from(
    { length: slices },
    (_, k) => anatomy.slabHeightMm + grid.shiftMm[2] + (k - (slices - 1) / 2) * grid.spacingMm[2],
  );
  heightsMm.forEach((heightMm, k) => {
    const offset = k * columns * rows;
    paintSlice(labels.subarray(offset, offset + columns * rows), heightMm, { axes, body: anatomy.body });
    growTumour(tumour, anatomy.tumour, { labels, axes, heightMm, offset });
  });
  return { geometry: geometryOf(grid, axes, anatomy), labels, tumour, axes, heightsMm };
}
