/**
 * The neck as ellipses at any height, in the order they are laid over each other.
 *
 * Reads a patient's build and a height, gives shapes in millimetres of an average body; who paints them scales them.
 * Sizes are set by eye after axial neck MRI. Knows nothing of voxels.
 */
import type { Body, Ellipse } from './body.ts';
import { LABEL, type TissueLabel } from './tissue.ts';

type Size = readonly [radiusX: number, radiusY: number];
type Place = readonly [x: number, y: number, turn?: number];

/** Collects the shapes of one slice. */
interface Slice {
  readonly body: Body;
  readonly heightMm: number;
  readonly shapes: Ellipse[];
}

function add({ shapes }: Slice, label: TissueLabel, [place, size, frontOfMm]: [Place, Size, number?]): void {
  const [xMm, yMm, turnRad = 0] = place;
  const shape = { label, xMm, yMm, radiusXMm: size[0], radiusYMm: size[1], turnRad };
  shapes.push(frontOfMm === undefined ? shape : { ...shape, frontOfMm });
}

/** The same shape on the left and, mirrored, on the right. */
function addPair(slice: Slice, label: TissueLabel, [[x, y, turn = 0], size]: [Place, Size]): void {
  add(slice, label, [[x, y, turn], size]);
  add(slice, label, [[-x, y, -turn], size]);
}

/** From 0 below `from` to 1 above `to`. */
function rise(value: number, from: number, to: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

function addOutline(slice: Slice): void {
  const { fatMm } = slice.body;
  const jaw = rise(slice.heightMm, 2, 18);
  const low = rise(-slice.heightMm, 22, 60);
  const neck: Size = [48 + 3 * low, 46 + 2 * low];
  const chin: Size = [24 + 17 * jaw, 18 + 12 * jaw];
  const place: Place = [0, -26 + 2 * jaw];
  const within = ([x, y]: Size, by: number): Size => [x - by, y - by];
  add(slice, LABEL.skin, [[0, 5], neck]);
  if (jaw > 0) add(slice, LABEL.skin, [place, chin]);
  add(slice, LABEL.fat, [[0, 5], within(neck, 1.9)]);
  if (jaw > 0) add(slice, LABEL.fat, [place, within(chin, 1.9)]);
  const platysma = within(neck, 1.9 + fatMm);
  if (jaw < 0.5) {
    add(slice, LABEL.muscle, [[0, 5], platysma, 0]);
    add(slice, LABEL.fat, [[0, 5], within(platysma, 1.3), 0]);
  }
}

function addBackMuscles(slice: Slice): void {
  const m = slice.body.muscle;
  addPair(slice, LABEL.muscle, [
    [17, 41.5, -0.42],
    [17 * m, 4.2 * m],
  ]);
  addPair(slice, LABEL.muscle, [
    [20, 33, -0.5],
    [14 * m, 4.6 * m],
  ]);
  addPair(slice, LABEL.muscle, [
    [9.5, 33, 0.2],
    [7.2 * m, 7 * m],
  ]);
  addPair(slice, LABEL.muscle, [
    [11, 23, 0.4],
    [8 * m, 4.6 * m],
  ]);
  addPair(slice, LABEL.muscle, [
    [28, 21, 0.3],
    [6.2 * m, 8 * m],
  ]);
  addPair(slice, LABEL.muscle, [
    [23, 10, 0.5],
    [5.5 * m, 7.5 * m],
  ]);
}

/** Sternocleidomastoid runs from behind the ear to the front of the chest. */
function addSideMuscles(slice: Slice): void {
  const { heightMm: h, body } = slice;
  const along = Math.min(1, Math.max(-1, h / 45));
  const size: Size = [5.2 * body.muscle, (12.5 - 2 * Math.abs(along)) * body.muscle];
  addPair(slice, LABEL.muscle, [[36 + 3 * along, 1 + 15 * along, -0.45 + 0.2 * along], size]);
  addPair(slice, LABEL.muscle, [
    [7.5, -3.5, 0.2],
    [6.5, 3],
  ]);
  if (h < 8)
    addPair(slice, LABEL.muscle, [
      [9, -36 + rise(h, -60, 8) * 3, 0.25],
      [9, 2.3],
    ]);
}

function addSpine(slice: Slice): void {
  const phase = (((slice.heightMm + slice.body.spineShiftMm) % 17) + 17) % 17;
  addPair(slice, LABEL.cortex, [
    [15, 14, 0.3],
    [7.5, 5],
  ]);
  addPair(slice, LABEL.marrow, [
    [15, 14, 0.3],
    [6, 3.5],
  ]);
  add(slice, LABEL.cortex, [
    [0, 32],
    [3.2, 7],
  ]);
  add(slice, LABEL.marrow, [
    [0, 32],
    [1.8, 5.5],
  ]);
  add(slice, LABEL.cortex, [
    [0, 20],
    [11.5, 8.5],
  ]);
  if (phase < 5)
    add(slice, LABEL.disc, [
      [0, 7.5],
      [12, 9],
    ]);
  else {
    add(slice, LABEL.cortex, [
      [0, 7.5],
      [12.5, 9.3],
    ]);
    add(slice, LABEL.marrow, [
      [0, 7.5],
      [11.2, 8],
    ]);
  }
  add(slice, LABEL.fluid, [
    [0, 20],
    [9.5, 6.6],
  ]);
  add(slice, LABEL.cord, [
    [0, 19.7],
    [6.2, 3.9],
  ]);
  addPair(slice, LABEL.artery, [
    [16.5, 8],
    [1.9, 1.9],
  ]);
}

function addMouth(slice: Slice): void {
  const { heightMm: h, body } = slice;
  const size = rise(h, 4, 16);
  if (size === 0) return;
  add(slice, LABEL.fat, [
    [0, -31],
    [25 * size, 20 * size],
  ]);
  if (h > 11) {
    const open = -12;
    add(slice, LABEL.cortex, [[0, -24], [35, 26], open]);
    add(slice, LABEL.marrow, [[0, -24], [33.2, 24.2], open]);
    add(slice, LABEL.cortex, [[0, -24], [29.6, 20.4], open]);
    add(slice, LABEL.fat, [[0, -24], [28, 18.8], open]);
    addPair(slice, LABEL.muscle, [
      [38, -13, 0.15],
      [4.5 * body.muscle, 11],
    ]);
    addPair(slice, LABEL.muscle, [
      [27, -9, 0.3],
      [4.5 * body.muscle, 8],
    ]);
  }
  add(slice, LABEL.tongue, [
    [0, -28],
    [20.5 * size, 15.5 * size],
  ]);
  add(slice, LABEL.fat, [
    [0, -29],
    [0.8, 11 * size],
  ]);
  addPair(slice, LABEL.gland, [
    [15 * size, -37, -0.7],
    [2.4 * size, 5 * size],
  ]);
}

function addThroat(slice: Slice): void {
  const { heightMm: h, body } = slice;
  const air = body.airway;
  if (h > -6) {
    add(slice, LABEL.mucosa, [
      [0, -13],
      [15, 7.5],
    ]);
    addPair(slice, LABEL.mucosa, [
      [12.5, -14, 0.2],
      [4.5, 6],
    ]);
    add(slice, LABEL.airway, [
      [0, -13.5],
      [8.5 * air, 4.4 * air],
    ]);
  } else if (h > -36) {
    add(slice, LABEL.cartilage, [[0, -22], [17.5, 15], -13]);
    add(slice, LABEL.fat, [[0, -22], [15.7, 13.2], -13]);
    add(slice, LABEL.mucosa, [
      [0, -20],
      [12, 12.5],
    ]);
    add(slice, LABEL.muscle, [
      [0, -7.5],
      [13, 3.4],
    ]);
    add(slice, LABEL.mucosa, [
      [0, -8],
      [9, 1.7],
    ]);
    add(slice, LABEL.airway, [
      [0, -21],
      [(4 + 3 * rise(h, -22, -8)) * air, 8.8 * air],
    ]);
  } else {
    addPair(slice, LABEL.thyroid, [
      [15, -17, 0.3],
      [6.5, 9.5],
    ]);
    add(slice, LABEL.cartilage, [
      [0, -20],
      [10.5, 10],
    ]);
    add(slice, LABEL.airway, [
      [0, -20],
      [8.4 * air, 8 * air],
    ]);
    add(slice, LABEL.muscle, [
      [3, -6.5],
      [6, 3.4],
    ]);
    add(slice, LABEL.mucosa, [
      [3, -6.5],
      [3, 1.4],
    ]);
  }
}

function addGlandsAndVessels(slice: Slice): void {
  const { heightMm: h } = slice;
  const submandibular = rise(h, -6, 2) * (1 - rise(h, 16, 22));
  if (submandibular > 0.1)
    addPair(slice, LABEL.gland, [
      [25, -19, 0.5],
      [8 * submandibular, 9 * submandibular],
    ]);
  const parotid = rise(h, 16, 26);
  if (parotid > 0.1)
    addPair(slice, LABEL.gland, [
      [36, 2, -0.3],
      [8 * parotid, 9.5 * parotid],
    ]);
  if (h > -3 && h < 2) {
    add(slice, LABEL.cortex, [[0, -22], [17, 12.5], -18]);
    add(slice, LABEL.fat, [[0, -22], [14.5, 10], -18]);
  }
  addPair(slice, LABEL.artery, [
    [23.5, -2 + 2 * rise(h, 0, 30)],
    [3, 3.2],
  ]);
  addPair(slice, LABEL.vein, [
    [29, 2.5, 0.4],
    [4.6, 3.4],
  ]);
  if (h < 20)
    addPair(slice, LABEL.vein, [
      [41, -8],
      [1.6, 2.2],
    ]);
  for (const node of slice.body.nodes) {
    const across = 1 - ((h - node.heightMm) / 7) ** 2;
    if (across > 0.05) {
      const size: Size = [node.radiusXMm * Math.sqrt(across), node.radiusYMm * Math.sqrt(across)];
      add(slice, LABEL.node, [[node.xMm, node.yMm, node.turnRad], size]);
    }
  }
}

/**
 * The shapes of one axial slice; later shapes cover earlier ones.
 *
 * @param heightMm From about -50 (below the larynx) to 55 (above the tongue).
 */
export function shapesAt(body: Body, heightMm: number): readonly Ellipse[] {
  const slice: Slice = { body, heightMm, shapes: [] };
  addOutline(slice);
  addBackMuscles(slice);
  addSpine(slice);
  addSideMuscles(slice);
  addMouth(slice);
  addThroat(slice);
  addGlandsAndVessels(slice);
  return slice.shapes;
}
