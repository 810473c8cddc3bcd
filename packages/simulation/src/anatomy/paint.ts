/**
 * Lays a patient's ellipses on a slice of voxels, with contours that are not quite elliptic.
 *
 * Reads shapes in millimetres and a grid, gives a label for each voxel. Knows nothing of tissue or of signal.
 */
import type { Body, Ellipse } from './body.ts';
import { shapesAt } from './neck-shapes.ts';

/** Where the voxels of a slice lie: centre of voxel i is at `startMm + i * stepMm`. */
export interface SliceAxes {
  readonly columns: number;
  readonly rows: number;
  readonly startMm: readonly [x: number, y: number];
  readonly stepMm: readonly [x: number, y: number];
}

/** Sideways shift of a row: what makes an ellipse look grown. Shapes with the same centre shift together. */
function wobble(body: Body, yMm: number, centreXMm: number): number {
  const which = Math.round((centreXMm + 60) / 6);
  const phase = body.phases[which % body.phases.length]! + which;
  return 0.5 * Math.sin(0.33 * yMm + phase) + 0.35 * Math.sin(0.81 * yMm + 2 * phase);
}

interface Brush {
  readonly labels: Uint8Array;
  readonly axes: SliceAxes;
  readonly body: Body;
}

/** Fills one ellipse row by row: the quadratic in x gives where each row enters and leaves it. */
function fillEllipse({ labels, axes, body }: Brush, shape: Ellipse): void {
  const { columns, rows, startMm, stepMm } = axes;
  const [centreX, centreY] = [shape.xMm * body.scaleX, shape.yMm * body.scaleY];
  const [rx, ry] = [shape.radiusXMm * body.scaleX, shape.radiusYMm * body.scaleY];
  const [cos, sin] = [Math.cos(shape.turnRad), Math.sin(shape.turnRad)];
  const a = (cos / rx) ** 2 + (sin / ry) ** 2;
  const b = cos * sin * (1 / rx ** 2 - 1 / ry ** 2);
  const c = (sin / rx) ** 2 + (cos / ry) ** 2;
  const reach = Math.sqrt(a / (a * c - b * b));
  const last = Math.min(centreY + reach, (shape.frontOfMm ?? 1e9) * body.scaleY);
  const firstRow = Math.max(0, Math.ceil((centreY - reach - startMm[1]) / stepMm[1]));
  const lastRow = Math.min(rows - 1, Math.floor((last - startMm[1]) / stepMm[1]));
  for (let row = firstRow; row <= lastRow; row++) {
    const y = startMm[1] + row * stepMm[1];
    const dy = y - centreY;
    const root = (b * dy) ** 2 - a * (c * dy * dy - 1);
    if (root < 0) continue;
    const half = Math.sqrt(root) / a;
    const middle = centreX - (b * dy) / a + wobble(body, y, shape.xMm);
    const from = Math.max(0, Math.ceil((middle - half - startMm[0]) / stepMm[0]));
    const to = Math.min(columns - 1, Math.floor((middle + half - startMm[0]) / stepMm[0]));
    if (from <= to) labels.fill(shape.label, row * columns + from, row * columns + to + 1);
  }
}

/**
 * Labels of one slice, from nothing.
 *
 * @param labels Receives `columns * rows` labels; overwritten.
 * @param heightMm Height of the slice in the body's frame.
 */
export function paintSlice(labels: Uint8Array, heightMm: number, on: Omit<Brush, 'labels'>): void {
  labels.fill(0);
  const shapes = shapesAt(on.body, heightMm);
  for (const shape of shapes) fillEllipse({ labels, ...on }, shape);
}
