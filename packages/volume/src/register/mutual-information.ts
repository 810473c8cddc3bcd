/**
 * Mutual information of two scans under a rigid motion, and how it changes with the motion.
 *
 * Works on points sampled once from the fixed scan; the moving scan is read linearly at their moved places. The
 * histogram is smoothed by a cubic B-spline along the moving intensities, so that the figure has a derivative.
 *
 * @see Mattes et al., IEEE Trans Med Imaging 22 (2003) 120-128.
 */
import { applyAffine, composeAffine } from '../geometry/affine.ts';
import { lpsToIndexMatrix } from '../geometry/geometry.ts';
import type { Volume } from '../volume.ts';
import { type RigidMotion, rigidAffine, rotationDerivative } from './rigid.ts';

/** Bins of each intensity axis; the moving axis has two more on each side for the spline. */
const BINS = 32;
const WIDTH = BINS + 4;

/** Points of the fixed scan and what is needed to look them up in the moving one. */
export interface Samples {
  readonly count: number;
  /** LPS mm minus the centre of rotation, three numbers a point. */
  readonly offsets: Float32Array;
  /** Bin of the fixed intensity. */
  readonly bins: Uint8Array;
  readonly centreMm: readonly [number, number, number];
  readonly moving: Volume<Float32Array>;
  /** Moving intensity to bin: (value - low) * scale. */
  readonly low: number;
  readonly scale: number;
}

/** The figure at one motion. */
export interface Similarity {
  /** In nats; higher is better. */
  readonly information: number;
  /** Derivative by the three angles (radians) and the three shifts (mm). */
  readonly gradient: Float64Array;
  /** Share of the points that fall inside the moving scan. */
  readonly overlap: number;
}

/** Lowest value and the value that all but one in 500 voxels stay below. */
export function intensityRange({ data }: Volume<Float32Array>): [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (let at = 0; at < data.length; at++) {
    if (data[at]! < low) low = data[at]!;
    if (data[at]! > high) high = data[at]!;
  }
  const counts = new Float64Array(1024);
  const scale = 1023 / (high - low || 1);
  for (let at = 0; at < data.length; at++) counts[Math.floor((data[at]! - low) * scale)]!++;
  let above = 0;
  let bin = 1023;
  while (bin > 1 && above + counts[bin]! <= data.length / 500) above += counts[bin--]!;
  return [low, low + (bin + 1) / scale];
}

/** A sequence that fills the unit cube evenly (the generalised golden ratio in three dimensions). */
function evenPoint(n: number): [number, number, number] {
  return [
    (0.5 + n * 0.8191725133961645) % 1,
    (0.5 + n * 0.6710436067037893) % 1,
    (0.5 + n * 0.5497004779019703) % 1,
  ];
}

/** How points are chosen. */
export interface SampleOptions {
  readonly count: number;
  /** First and last fixed index between which points lie. */
  readonly first: readonly [number, number, number];
  readonly last: readonly [number, number, number];
  readonly centreMm: readonly [number, number, number];
  /** Where the sequence begins, to get other points. */
  readonly skip?: number;
}

/** Linear between voxels; the index lies inside the grid. */
function linearAt(
  { geometry, data }: Volume<Float32Array>,
  [x, y, z]: readonly [number, number, number],
): number {
  const [ni, nj, nk] = geometry.size;
  const i = x | 0;
  const j = y | 0;
  const k = z | 0;
  const di = i < ni - 1 ? 1 : 0;
  const dj = j < nj - 1 ? ni : 0;
  const dk = k < nk - 1 ? ni * nj : 0;
  const p = i + ni * (j + nj * k);
  const fx = x - i;
  const fy = y - j;
  const line = (at: number): number => data[at]! + fx * (data[at + di]! - data[at]!);
  const near = line(p) + fy * (line(p + dj) - line(p));
  const far = line(p + dk) + fy * (line(p + dk + dj) - line(p + dk));
  return near + (z - k) * (far - near);
}

/** Points of the fixed scan, spread evenly between two corners. */
export function samplePoints(
  fixed: Volume<Float32Array>,
  moving: Volume<Float32Array>,
  options: SampleOptions,
): Samples {
  const { count, first, last, centreMm } = options;
  const [low, high] = intensityRange(fixed);
  const [movingLow, movingHigh] = intensityRange(moving);
  const offsets = new Float32Array(3 * count);
  const bins = new Uint8Array(count);
  for (let n = 0; n < count; n++) {
    const unit = evenPoint(n + (options.skip ?? 0));
    const at = unit.map((u, axis) => first[axis]! + u * (last[axis]! - first[axis]!));
    const [x, y, z] = [at[0]!, at[1]!, at[2]!];
    const place = applyAffine(fixed.geometry.indexToLpsMm, [x, y, z]);
    for (let axis = 0; axis < 3; axis++)
      offsets[3 * n + axis] = place[axis as 0 | 1 | 2] - centreMm[axis as 0 | 1 | 2];
    const bin = Math.floor(((linearAt(fixed, [x, y, z]) - low) * BINS) / (high - low));
    bins[n] = bin < 0 ? 0 : bin >= BINS ? BINS - 1 : bin;
  }
  return {
    count,
    offsets,
    bins,
    centreMm,
    moving,
    low: movingLow,
    scale: (BINS - 1) / (movingHigh - movingLow),
  };
}

/** Scratch of one evaluation, kept between evaluations of the same samples. */
interface Scratch {
  /** Moving bin coordinate of each point; -1 outside. */
  readonly places: Float32Array;
  /** Its derivative by the moving index, three numbers a point. */
  readonly slopes: Float32Array;
  readonly joint: Float64Array;
}

/** Reads the moving scan at the moved points; gives how many are inside. */
function readMoving(samples: Samples, toIndex: Float64Array, { places, slopes }: Scratch): number {
  const { moving, offsets, low, scale } = samples;
  const [ni, nj, nk] = moving.geometry.size;
  const slice = ni * nj;
  const { data } = moving;
  const m = toIndex;
  let inside = 0;
  for (let n = 0, o = 0; n < samples.count; n++, o += 3) {
    const [a, b, c] = [offsets[o]!, offsets[o + 1]!, offsets[o + 2]!];
    const x = m[0]! * a + m[1]! * b + m[2]! * c + m[3]!;
    const y = m[4]! * a + m[5]! * b + m[6]! * c + m[7]!;
    const z = m[8]! * a + m[9]! * b + m[10]! * c + m[11]!;
    if (!(x >= 0 && y >= 0 && z >= 0 && x < ni - 1 && y < nj - 1 && z < nk - 1)) {
      places[n] = -1;
      continue;
    }
    inside++;
    const i = x | 0;
    const j = y | 0;
    const k = z | 0;
    const [fx, fy, fz] = [x - i, y - j, z - k];
    const p = i + ni * j + slice * k;
    const q = p + slice;
    const v000 = data[p]!;
    const v010 = data[p + ni]!;
    const v001 = data[q]!;
    const v011 = data[q + ni]!;
    const dx00 = data[p + 1]! - v000;
    const dx10 = data[p + ni + 1]! - v010;
    const dx01 = data[q + 1]! - v001;
    const dx11 = data[q + ni + 1]! - v011;
    const e00 = v000 + fx * dx00;
    const e10 = v010 + fx * dx10;
    const e01 = v001 + fx * dx01;
    const e11 = v011 + fx * dx11;
    const near = e00 + fy * (e10 - e00);
    const far = e01 + fy * (e11 - e01);
    const bin = (near + fz * (far - near) - low) * scale;
    const clipped = bin < 0 || bin > BINS - 1;
    places[n] = bin < 0 ? 0 : bin > BINS - 1 ? BINS - 1 : bin;
    slopes[o] = clipped
      ? 0
      : scale * ((1 - fz) * (dx00 + fy * (dx10 - dx00)) + fz * (dx01 + fy * (dx11 - dx01)));
    slopes[o + 1] = clipped ? 0 : scale * ((1 - fz) * (e10 - e00) + fz * (e11 - e01));
    slopes[o + 2] = clipped ? 0 : scale * (far - near);
  }
  return inside;
}

/** Fills the joint histogram with shares that sum to 1. */
function fillJoint({ bins, count }: Samples, { places, joint }: Scratch, inside: number): void {
  joint.fill(0);
  const share = 1 / (6 * inside);
  for (let n = 0; n < count; n++) {
    const place = places[n]!;
    if (place < 0) continue;
    const base = place | 0;
    const f = place - base;
    const g = 1 - f;
    const at = bins[n]! * WIDTH + base;
    joint[at]! += g * g * g * share;
    joint[at + 1]! += (4 - 6 * f * f + 3 * f * f * f) * share;
    joint[at + 2]! += (4 - 6 * g * g + 3 * g * g * g) * share;
    joint[at + 3]! += f * f * f * share;
  }
}

/** Information of the histogram; leaves log(p / p_moving) in its place. */
function informationOf(joint: Float64Array): number {
  const moving = new Float64Array(WIDTH);
  const fixed = new Float64Array(BINS);
  for (let at = 0; at < joint.length; at++) {
    moving[at % WIDTH]! += joint[at]!;
    fixed[Math.floor(at / WIDTH)]! += joint[at]!;
  }
  let information = 0;
  for (let at = 0; at < joint.length; at++) {
    const p = joint[at]!;
    if (p < 1e-12) {
      joint[at] = 0;
      continue;
    }
    const log = Math.log(p / moving[at % WIDTH]!);
    information += p * (log - Math.log(fixed[Math.floor(at / WIDTH)]!));
    joint[at] = log;
  }
  return information;
}

/** Sum over points of slope by offset (3x3) and of slope (3), weighted by what each point does to the information. */
function weightedSlopes(
  { bins, count, offsets }: Samples,
  { places, slopes, joint }: Scratch,
  inside: number,
): Float64Array {
  const sums = new Float64Array(12);
  for (let n = 0, o = 0; n < count; n++, o += 3) {
    const place = places[n]!;
    if (place < 0) continue;
    const base = place | 0;
    const f = place - base;
    const g = 1 - f;
    const at = bins[n]! * WIDTH + base;
    const weight =
      (-0.5 * g * g * joint[at]! +
        (1.5 * f * f - 2 * f) * joint[at + 1]! +
        (2 * g - 1.5 * g * g) * joint[at + 2]! +
        0.5 * f * f * joint[at + 3]!) /
      inside;
    for (let row = 0; row < 3; row++) {
      const w = weight * slopes[o + row]!;
      sums[row * 4]! += w * offsets[o]!;
      sums[row * 4 + 1]! += w * offsets[o + 1]!;
      sums[row * 4 + 2]! += w * offsets[o + 2]!;
      sums[row * 4 + 3]! += w;
    }
  }
  return sums;
}

/** Turns slopes by moving index into the derivative by angles and shifts. */
function toParameters(
  sums: Float64Array,
  lpsToIndex: Float64Array,
  radians: readonly number[],
): Float64Array {
  const world = new Float64Array(12);
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 4; column++) {
      for (let k = 0; k < 3; k++)
        world[row * 4 + column]! += lpsToIndex[k * 4 + row]! * sums[k * 4 + column]!;
    }
  }
  const gradient = new Float64Array(6);
  for (const angle of [0, 1, 2] as const) {
    const derivative = rotationDerivative(radians, angle);
    for (let at = 0; at < 9; at++)
      gradient[angle]! += derivative[at]! * world[Math.floor(at / 3) * 4 + (at % 3)]!;
    gradient[3 + angle] = world[angle * 4 + 3]!;
  }
  return gradient;
}

/**
 * A function from six parameters (three angles in radians, three shifts in mm) to the similarity there.
 *
 * With no point inside the moving scan the information is -Infinity.
 */
export function similarityOf(samples: Samples): (parameters: Float64Array) => Similarity {
  const scratch: Scratch = {
    places: new Float32Array(samples.count),
    slopes: new Float32Array(3 * samples.count),
    joint: new Float64Array(BINS * WIDTH),
  };
  const lpsToIndex = lpsToIndexMatrix(samples.moving.geometry);
  return (parameters) => {
    const radians = [parameters[0]!, parameters[1]!, parameters[2]!];
    const toIndex = composeAffine(lpsToIndex, offsetAffine(motionOf(parameters, samples.centreMm)));
    const inside = readMoving(samples, toIndex, scratch);
    const overlap = inside / samples.count;
    if (inside === 0) return { information: -Infinity, gradient: new Float64Array(6), overlap };
    fillJoint(samples, scratch, inside);
    const information = informationOf(scratch.joint);
    const sums = weightedSlopes(samples, scratch, inside);
    return { information, gradient: toParameters(sums, lpsToIndex, radians), overlap };
  };
}

/** The motion as an affine on points given minus the centre. */
function offsetAffine(motion: RigidMotion): Float64Array {
  const m = rigidAffine(motion);
  const moved = applyAffine(m, [...motion.centreMm]);
  for (let row = 0; row < 3; row++) m[row * 4 + 3] = moved[row as 0 | 1 | 2];
  return m;
}

/** Six parameters as a motion. */
export function motionOf(parameters: Float64Array, centreMm: readonly [number, number, number]): RigidMotion {
  const degrees = (at: number): number => (parameters[at]! * 180) / Math.PI;
  return {
    rotationDegrees: [degrees(0), degrees(1), degrees(2)],
    translationMm: [parameters[3]!, parameters[4]!, parameters[5]!],
    centreMm: [...centreMm],
  };
}
