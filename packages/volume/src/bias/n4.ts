/**
 * The brightness gradient that coils put on a scan (bias field), estimated by N4 and divided out.
 *
 * The estimate runs on a thinned grid; the plan keeps the field's spline coefficients, so that the correction can be
 * repeated without the estimate. Knows nothing of tissue.
 *
 * @see Tustison et al., IEEE Trans Med Imaging 29 (2010) 1310-1320.
 */
import { VolumeError } from '../errors.ts';
import { requireFiniteVoxels } from '../finite.ts';
import { requireSameGrid } from '../geometry/compare.ts';
import { findBody } from '../normalise/body.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import type { Geometry, Mask, Transform, Triple, Volume } from '../volume.ts';
import {
  type AxisWeights,
  addLattices,
  axisWeights,
  drawLattice,
  type Lattice,
  latticeFitter,
  refineLattice,
} from './lattice.ts';
import { sharpen } from './sharpen.ts';
import { type Thinned, thinned } from './thin.ts';
import { findTissue } from './tissue.ts';

/** How the field is estimated. */
export interface N4Options {
  /**
   * Where tissue is: a mask on the scan's grid, 'tissue' for the voxels above Otsu's threshold, or 'body' for findBody,
   * whose cavities are filled. Default 'tissue'.
   */
  readonly within?: Mask | 'tissue' | 'body';
  /** Voxels are thinned until they are this far apart, in mm. Default 4. */
  readonly thinToMm?: number;
  /** Levels; each doubles the spline's spans, from 1. Default 4. */
  readonly levels?: number;
  /** Most iterations of a level. Default 50. */
  readonly iterations?: number;
  /** A level ends when the field's relative change is below this. Default 0.001. */
  readonly convergence?: number;
}

const KNOWN: KnownOptions<N4Options> = {
  within: 'tissue',
  thinToMm: 4,
  levels: 4,
  iterations: 50,
  convergence: 1e-3,
};

/** A bias field as it is recorded; plain JSON. */
export interface N4Plan {
  readonly kind: 'n4';
  /** Size of the grid it was estimated on. */
  readonly size: Triple;
  readonly spans: Triple;
  /** Spline coefficients of the log field, (spans + 3) along each axis, i-fastest. */
  readonly coefficients: readonly number[];
  /** Iterations that each level took. */
  readonly iterations: readonly number[];
}

const HISTOGRAM = { bins: 200, fullWidth: 0.15, noise: 0.01 } as const;

type Axes = [AxisWeights, AxisWeights, AxisWeights];

function axesAt(places: Thinned['places'], spans: Triple): Axes {
  return [
    axisWeights(places[0], spans[0]),
    axisWeights(places[1], spans[1]),
    axisWeights(places[2], spans[2]),
  ];
}

/** Spread of the ratio of two fields over its mean: how much the last iteration changed. */
function change(before: Float64Array, after: Float64Array, at: Int32Array): number {
  let sum = 0;
  let squares = 0;
  for (let n = 0; n < at.length; n++) {
    // Ratios lie around 1, so that sums of what they differ by keep all digits that matter.
    const away = Math.expm1(before[at[n]!]! - after[at[n]!]!);
    sum += away;
    squares += away * away;
  }
  const mean = sum / at.length;
  return Math.sqrt(Math.max(0, squares - at.length * mean * mean) / Math.max(1, at.length - 1)) / (1 + mean);
}

interface LevelOptions {
  readonly iterations: number;
  readonly convergence: number;
}

/** One level: sharpen, fit what sharpening took off, add it to the field, until the field stays. */
function runLevel(
  { logs, at, inside, places }: Thinned,
  start: Lattice,
  options: LevelOptions,
): { lattice: Lattice; iterations: number } {
  const axes = axesAt(places, start.spans);
  const fit = latticeFitter(inside, axes, start.spans);
  const corrected = new Float64Array(logs.length);
  const taken = new Float64Array(inside.length);
  let lattice = start;
  let field = drawLattice(lattice, axes);
  for (let iteration = 1; ; iteration++) {
    const current = field;
    for (let n = 0; n < at.length; n++) corrected[n] = logs[n]! - current[at[n]!]!;
    const sharp = sharpen(corrected, HISTOGRAM);
    for (let n = 0; n < at.length; n++) taken[at[n]!] = corrected[n]! - sharp[n]!;
    lattice = addLattices(lattice, fit(taken));
    field = drawLattice(lattice, axes);
    const done = change(current, field, at) <= options.convergence;
    if (done || iteration >= options.iterations) return { lattice, iterations: iteration };
  }
}

function refuseOption(options: Required<Omit<N4Options, 'within'>>): never {
  throw new VolumeError('bias/option', {
    found: `Found ${options.levels} levels, ${options.iterations} iterations, thinning to ${options.thinToMm} mm and convergence ${options.convergence}.`,
    needed: '1 to 6 levels, at least 1 iteration, and numbers above 0 are needed.',
    remedy: 'Correct the settings.',
  });
}

function insideOf(volume: Volume, within: Mask | 'tissue' | 'body'): Uint8Array {
  if (within === 'tissue') return findTissue(volume);
  if (within === 'body') return findBody(volume).data;
  requireSameGrid(volume.geometry, within.geometry);
  return within.data;
}

/**
 * Estimates the bias field of a scan.
 *
 * Voxels that are not above 0 do not count.
 *
 * @throws VolumeError `bias/option`; `bias/region` when fewer than 64 voxels count; `volume/non-finite`;
 * `geometry/other-grid`; `normalise/constant`.
 * @example applyN4(t1, planN4(t1));
 */
export function planN4(volume: Volume, options: N4Options = {}): N4Plan {
  checkOptions(options, KNOWN);
  const { thinToMm = 4, levels = 4, iterations = 50, convergence = 1e-3 } = options;
  const fits =
    Number.isInteger(levels) &&
    levels >= 1 &&
    levels <= 6 &&
    iterations >= 1 &&
    thinToMm > 0 &&
    convergence > 0;
  if (!fits) refuseOption({ thinToMm, levels, iterations, convergence });
  requireFiniteVoxels(volume);
  const points = thinned(volume, insideOf(volume, options.within ?? 'tissue'), thinToMm);
  const counted = points.logs.length;
  if (counted < 64) {
    throw new VolumeError('bias/region', {
      found: `Found ${counted} voxels of tissue above 0 on the thinned grid.`,
      needed: 'At least 64 are needed to see a gradient.',
      remedy: 'Check the mask, or thin less.',
    });
  }
  let lattice: Lattice = { spans: [1, 1, 1], coefficients: new Float64Array(64) };
  const taken: number[] = [];
  for (let level = 0; level < levels; level++) {
    if (level > 0) lattice = refineLattice(lattice);
    const result = runLevel(points, lattice, { iterations, convergence });
    lattice = result.lattice;
    taken.push(result.iterations);
  }
  return {
    kind: 'n4',
    size: volume.geometry.size,
    spans: lattice.spans,
    coefficients: Array.from(lattice.coefficients),
    iterations: taken,
  };
}

/**
 * The field of a plan on its grid, as factors around 1: the scan is tissue times this.
 *
 * @throws VolumeError `bias/option` when the grid is not the plan's.
 */
export function biasField(geometry: Geometry, plan: N4Plan): Volume<Float32Array> {
  if (geometry.size.some((n, axis) => n !== plan.size[axis])) {
    throw new VolumeError('bias/option', {
      found: `Found a grid of ${geometry.size.join(' x ')}.`,
      needed: `The field was estimated on ${plan.size.join(' x ')}.`,
      remedy: 'Estimate the field of this scan.',
    });
  }
  const places = geometry.size.map((n) => Array.from({ length: n }, (_, i) => (n > 1 ? i / (n - 1) : 0)));
  const axes = axesAt([places[0]!, places[1]!, places[2]!], plan.spans);
  const field = drawLattice({ spans: plan.spans, coefficients: Float64Array.from(plan.coefficients) }, axes);
  const data = new Float32Array(field.length);
  for (let at = 0; at < field.length; at++) data[at] = Math.exp(field[at]!);
  return { geometry, data };
}

/**
 * The scan with the field divided out.
 *
 * @throws VolumeError `bias/option` when the plan is of another grid.
 */
export function applyN4(volume: Volume, plan: N4Plan): Volume<Float32Array> {
  const { data } = biasField(volume.geometry, plan);
  for (let at = 0; at < data.length; at++) data[at] = volume.data[at]! / data[at]!;
  return { geometry: volume.geometry, data };
}

/** The bias correction as a recordable transform. */
export function n4Correcting(options: N4Options = {}): Transform<N4Plan> {
  checkOptions(options, KNOWN);
  return { plan: (input) => planN4(input, options), apply: applyN4 };
}
