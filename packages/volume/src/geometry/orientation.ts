/**
 * Which way the axes of a grid point in the body, in the three letters radiology uses.
 *
 * A letter is the side towards which the index grows: L or R, P or A, S or I. Gives the closest of the 48
 * orientations for oblique grids.
 */
import type { Geometry } from '../volume.ts';
import { axisDirections } from './geometry.ts';

/** LPS world axes: the letter towards plus and the letter towards minus. */
const LETTERS = [
  ['L', 'R'],
  ['P', 'A'],
  ['S', 'I'],
] as const;

/** Which world axis (0 left, 1 back, 2 up) each index axis follows most closely, and whether towards plus (1) or minus (-1). */
export interface AxisMap {
  readonly world: readonly [i: number, j: number, k: number];
  readonly sign: readonly [i: number, j: number, k: number];
}

const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

/**
 * The assignment of index axes to world axes with the largest summed cosine.
 *
 * Every world axis is taken once, also for grids turned by 45 degrees.
 */
export function closestAxes(geometry: Geometry): AxisMap {
  const axes = axisDirections(geometry);
  let best: readonly [number, number, number] = ORDERS[0];
  let bestSum = -1;
  for (const order of ORDERS) {
    const sum = Math.abs(axes[0][order[0]]!) + Math.abs(axes[1][order[1]]!) + Math.abs(axes[2][order[2]]!);
    if (sum > bestSum + 1e-12) {
      best = order;
      bestSum = sum;
    }
  }
  const sign = (axis: 0 | 1 | 2): number => (axes[axis][best[axis]]! < 0 ? -1 : 1);
  return { world: best, sign: [sign(0), sign(1), sign(2)] };
}

/**
 * The three letters of a grid: towards which side i, j and k grow.
 *
 * @returns For example `LPS` for an axial scan as DICOM orders it, `RAS` for the usual NIfTI file.
 * @example orientationLetters(createGeometry({ size: [4, 4, 4] })); // 'LPS'
 */
export function orientationLetters(geometry: Geometry): string {
  const { world, sign } = closestAxes(geometry);
  return [0, 1, 2].map((axis) => LETTERS[world[axis]!]![sign[axis]! > 0 ? 0 : 1]).join('');
}

/** The anatomical plane that slices along k show. */
export type Plane = 'axial' | 'coronal' | 'sagittal';

/**
 * The plane of the slices (fixed k).
 *
 * @example slicePlane(createGeometry({ size: [4, 4, 4] })); // 'axial'
 */
export function slicePlane(geometry: Geometry): Plane {
  return (['sagittal', 'coronal', 'axial'] as const)[closestAxes(geometry).world[2]]!;
}

/**
 * The axis map that three letters ask for, or undefined when they are not an orientation.
 *
 * @example axesFromLetters('RAS'); // { world: [0, 1, 2], sign: [-1, -1, 1] }
 */
export function axesFromLetters(letters: string): AxisMap | undefined {
  const world: number[] = [];
  const sign: number[] = [];
  for (const letter of letters) {
    const axis = LETTERS.findIndex((pair) => (pair as readonly string[]).includes(letter));
    if (axis < 0 || world.includes(axis)) return undefined;
    world.push(axis);
    sign.push(LETTERS[axis]![0] === letter ? 1 : -1);
  }
  if (world.length !== 3) return undefined;
  return { world: [world[0]!, world[1]!, world[2]!], sign: [sign[0]!, sign[1]!, sign[2]!] };
}
