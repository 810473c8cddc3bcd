/**
 * A volume or mask on another grid, sampled in the world (LPS mm).
 *
 * Linear, nearest and cubic B-spline for images; nearest and label-aware for masks. An affine in the world can be
 * put between (from registration). The figures agree with ITK's ResampleImageFilter.
 */
import { VolumeError } from '../errors.ts';
import { composeAffine } from '../geometry/affine.ts';
import { checkGeometry, countVoxels, lpsToIndexMatrix } from '../geometry/geometry.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import type { Geometry, Mask, Transform, Triple, Volume, VoxelArray } from '../volume.ts';
import { splineCoefficients } from './b-spline.ts';
import {
  clipRow,
  linearSampler,
  nearestSampler,
  type RowSampler,
  type SampleRow,
  splineSampler,
} from './sample.ts';

/** How values between voxels are found. */
export type Interpolation = 'linear' | 'nearest' | 'b-spline';

/** How a volume is resampled. */
export interface ResampleOptions {
  /** Default 'linear'. */
  readonly method?: Interpolation;
  /** Value of voxels that lie outside the input. Default 0. */
  readonly outside?: number;
  /** 3x4 row-major, LPS mm to LPS mm: where in the input a target point is looked up. Default the identity. */
  readonly targetToInputLps?: Float64Array;
}

const KNOWN_OF_IMAGE: KnownOptions<ResampleOptions> = {
  method: 'linear',
  outside: 0,
  targetToInputLps: null,
};

/** Runs a row sampler over every row of the target. */
function fillRows(
  target: Geometry,
  toInput: Float64Array,
  job: { input: Triple; out: VoxelArray; sampler: RowSampler },
): void {
  const [ni, nj, nk] = target.size;
  const step = Float64Array.of(toInput[0]!, toInput[4]!, toInput[8]!);
  const row: SampleRow = { start: new Float64Array(3), step, from: 0, to: 0 };
  for (let k = 0; k < nk; k++) {
    for (let j = 0; j < nj; j++) {
      for (let axis = 0; axis < 3; axis++) {
        row.start[axis] = toInput[axis * 4 + 1]! * j + toInput[axis * 4 + 2]! * k + toInput[axis * 4 + 3]!;
      }
      clipRow(row, job.input, ni);
      job.sampler(row, job.out, ni * (j + nj * k));
    }
  }
}

/** From target index to input index, through the world and the given affine. */
function targetToInputIndex(
  target: Geometry,
  input: Geometry,
  through: Float64Array | undefined,
): Float64Array {
  const toWorld = through === undefined ? target.indexToLpsMm : composeAffine(through, target.indexToLpsMm);
  return snap(composeAffine(lpsToIndexMatrix(input), toWorld));
}

/** Rounds away what inverting and multiplying left, so that equal grids give whole indices. */
function snap(m: Float64Array): Float64Array {
  return m.map((value) => (Math.abs(value - Math.round(value)) < 1e-9 ? Math.round(value) : value));
}

function samplerOf(input: Volume, method: Interpolation): RowSampler {
  switch (method) {
    case 'linear':
      return linearSampler(input.data, input.geometry.size);
    case 'nearest':
      return nearestSampler(input.data, input.geometry.size);
    case 'b-spline':
      return splineSampler(splineCoefficients(input.data, input.geometry.size), input.geometry.size);
    default:
      throw new VolumeError('resample/option', {
        found: `Found the interpolation ${String(method satisfies never)}.`,
        needed: 'One of linear, nearest and b-spline is needed.',
        remedy: 'Correct the name.',
      });
  }
}

/**
 * The volume on another grid.
 *
 * @param target Where the result's voxels lie.
 * @returns Float32Array for linear and b-spline, the input's type for nearest.
 * @throws VolumeError `geometry/size`, `geometry/affine` when the target is no grid; `resample/option`.
 * @example resample(t2, t1.geometry, { method: 'b-spline', outside: 0 });
 */
export function resample(input: Volume, target: Geometry, options: ResampleOptions = {}): Volume {
  checkOptions(options, KNOWN_OF_IMAGE);
  checkGeometry(target);
  const method = options.method ?? 'linear';
  const voxels = countVoxels(target.size);
  const out =
    method === 'nearest'
      ? new (input.data.constructor as new (n: number) => VoxelArray)(voxels)
      : new Float32Array(voxels);
  const outside = options.outside ?? 0;
  if (outside !== 0) out.fill(outside);
  const toInput = targetToInputIndex(target, input.geometry, options.targetToInputLps);
  fillRows(target, toInput, { input: input.geometry.size, out, sampler: samplerOf(input, method) });
  return { geometry: target, data: out };
}

/** How a mask is resampled. */
export interface ResampleMaskOptions {
  /**
   * 'nearest' takes the nearest voxel's label. 'label-aware' interpolates each label's region linearly and takes the
   * label with the largest share, background included, which keeps borders smooth. Default 'label-aware'.
   */
  readonly method?: 'nearest' | 'label-aware';
  /** As for images. Default the identity. */
  readonly targetToInputLps?: Float64Array;
}

const KNOWN_OF_MASK: KnownOptions<ResampleMaskOptions> = { method: 'label-aware', targetToInputLps: null };

/**
 * The mask on another grid. Outside its own grid it is background.
 *
 * @throws VolumeError `geometry/size`, `geometry/affine` when the target is no grid.
 * @example resampleMask(mask, t2.geometry);
 */
export function resampleMask(mask: Mask, target: Geometry, options: ResampleMaskOptions = {}): Mask {
  checkOptions(options, KNOWN_OF_MASK);
  const through =
    options.targetToInputLps === undefined ? {} : { targetToInputLps: options.targetToInputLps };
  if (options.method === 'nearest') {
    const { data } = resample(mask, target, { method: 'nearest', ...through });
    return { geometry: target, data: data as Uint8Array, labels: mask.labels };
  }
  const data = new Uint8Array(countVoxels(checkGeometry(target).size));
  const best = new Float32Array(data.length);
  const covered = new Float32Array(data.length);
  for (const { value } of mask.labels) {
    const share = resample(
      { geometry: mask.geometry, data: mask.data.map((v) => (v === value ? 1 : 0)) },
      target,
      through,
    ).data;
    for (let at = 0; at < data.length; at++) {
      covered[at]! += share[at]!;
      if (share[at]! <= best[at]!) continue;
      best[at] = share[at]!;
      data[at] = value;
    }
  }
  for (let at = 0; at < data.length; at++) if (1 - covered[at]! > best[at]!) data[at] = 0;
  return { geometry: target, data, labels: mask.labels };
}

/** A resampling as it is recorded; plain JSON. */
export interface ResamplePlan {
  readonly kind: 'resample';
  readonly size: Triple;
  readonly indexToLpsMm: readonly number[];
  readonly method: Interpolation;
  readonly outside: number;
}

/**
 * Resampling to a grid that is decided from the input, as a recordable transform.
 *
 * @param target The wanted grid, or a function from the input's grid to it.
 * @example const t = resampling((g) => gridWithSpacing(g, [1, 1, 0])); t.apply(scan, t.plan(scan, rng));
 */
export function resampling(
  target: Geometry | ((input: Geometry) => Geometry),
  options: ResampleOptions = {},
): Transform<ResamplePlan> {
  checkOptions(options, KNOWN_OF_IMAGE);
  return {
    plan: (input) => {
      const grid = typeof target === 'function' ? target(input.geometry) : target;
      const { method = 'linear', outside = 0 } = options;
      return {
        kind: 'resample',
        size: grid.size,
        indexToLpsMm: Array.from(grid.indexToLpsMm),
        method,
        outside,
      };
    },
    apply: (input, { size, indexToLpsMm, method, outside }) =>
      resample(input, { size, indexToLpsMm: Float64Array.from(indexToLpsMm) }, { method, outside }),
  };
}
