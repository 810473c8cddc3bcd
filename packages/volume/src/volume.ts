/**
 * The types the whole package speaks: where voxels lie, what they hold, and how a change to them is recorded.
 *
 * World points are LPS millimetres, as in DICOM (x to the left, y to the back, z to the head). RAS exists only
 * inside the NIfTI reader and writer.
 */

/** The array types voxels are kept in. 64-bit integers are read into Float64Array when they fit exactly. */
export type VoxelArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** Number of voxels, or an index, along the three axes in the order i, j, k; i is fastest in memory. */
export type Triple = readonly [i: number, j: number, k: number];

/** Where voxels lie. */
export interface Geometry {
  /** Voxels along i, j, k; whole numbers >= 1. */
  readonly size: Triple;
  /** 3x4, row-major, LPS millimetres: `lps = M * [i, j, k, 1]`. The point is the centre of the voxel. */
  readonly indexToLpsMm: Float64Array;
}

/** Voxels with their place: `data[i + size[0] * (j + size[1] * k)]`. */
export interface Volume<T extends VoxelArray = VoxelArray> {
  readonly geometry: Geometry;
  readonly data: T;
}

/** What a value in a mask stands for. */
export interface Label {
  /** Value in the mask's data, 1 to 255. 0 is always background. */
  readonly value: number;
  /** The structure's name, such as `tumour` or `GTVp`. */
  readonly name: string;
  /** Display colour, 0 to 255 each. */
  readonly colorRgb?: readonly [red: number, green: number, blue: number];
}

/** A drawn region on a grid. A voxel has one label; 0 is background. */
export interface Mask {
  readonly geometry: Geometry;
  readonly data: Uint8Array;
  readonly labels: readonly Label[];
}

/** The randomness a plan may use. Counter-based generators of other packages fit. */
export interface RandomNumbers {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Whole number in [0, belowN). */
  integer(belowN: number): number;
}

/** A change to a volume: plan decides (and is what the record keeps), apply is pure. */
export interface Transform<P> {
  /** Decides what to do with this volume. The result is plain JSON. */
  plan(input: Volume, rng: RandomNumbers): P;
  /** Does what the plan says. The input is left as it is. */
  apply(input: Volume, plan: P): Volume;
}
