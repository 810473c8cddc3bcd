/**
 * The rigid motion that brings one scan of a head onto another, found by mutual information from coarse to fine.
 *
 * Works across sequences (T1, T2, contrast T1). Gives the motion, a figure of how good it is, and refuses when the
 * scans fit worse than before. Deterministic: points are spread by a fixed sequence.
 */
import { VolumeError } from '../errors.ts';
import { requireFiniteVoxels } from '../finite.ts';
import { applyAffine } from '../geometry/affine.ts';
import { indexToLps, spacingMm } from '../geometry/geometry.ts';
import { measureMask } from '../mask/labels/measure.ts';
import { findBody } from '../normalise/body.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import type { Volume } from '../volume.ts';
import { climb } from './climb.ts';
import { motionOf, type Samples, samplePoints, similarityOf } from './mutual-information.ts';
import { pyramidOf, smoothed } from './pyramid.ts';
import { type RigidMotion, rigidAffine } from './rigid.ts';

/** How a registration is run. */
export interface RegisterOptions {
  /** Spacing of the levels from coarse to fine, in mm. Default [8, 4, 2, 1]. */
  readonly levelsMm?: readonly number[];
  /** Points of the finest level; each coarser level has half as many. Default 60000. */
  readonly points?: number;
  /** Where to start. Default: the better of no motion and the centres of both bodies on each other. */
  readonly start?: RigidMotion;
  /** Smallest share of the fixed body that must lie inside the moving scan. Default 0.3. */
  readonly smallestOverlap?: number;
  /** Give the motion also when the scans fit worse after it than before; the figures say so. Default false. */
  readonly acceptWorse?: boolean;
}

const KNOWN: KnownOptions<RegisterOptions> = {
  levelsMm: [8, 4, 2, 1],
  points: 60_000,
  start: null,
  smallestOverlap: 0.3,
  acceptWorse: false,
};

/** A registration as it is recorded; plain JSON. */
export interface RegisterPlan {
  readonly kind: 'rigid';
  /** Takes a point of the fixed scan to its place in the moving one. */
  readonly motion: RigidMotion;
  /** Mutual information in nats on points the search did not see, before and after. */
  readonly informationBefore: number;
  readonly informationAfter: number;
  /** Share of those points inside the moving scan after the motion. */
  readonly overlap: number;
  /** Mean distance in mm that points of the fixed body move. */
  readonly meanMotionMm: number;
  /** Evaluations of the similarity at each level. */
  readonly evaluations: readonly number[];
}

const LEVELS_MM: readonly number[] = [8, 4, 2, 1];
/** Distance from the centre at which an angle is weighed against a shift, in mm. */
const LEVER_MM = 80;
/** Tissue around the body that is compared too: the border of the head says where it is. */
const MARGIN_MM = 12;
/** Spacing at which the body is looked for, in mm. */
const BODY_MM = 4;

/** The two scans at one level. */
interface Pair {
  readonly fixed: Volume<Float32Array>;
  readonly moving: Volume<Float32Array>;
}

interface Frame extends Pair {
  /** Box of the fixed body with margin, as two opposite corner indices of the full grid. */
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly centreMm: readonly [number, number, number];
}

/** The body's box and middle, found on a coarse version of the scan, which keeps voxel (0, 0, 0). */
function bodyBox(fixed: Volume, coarse: Volume): Pick<Frame, 'first' | 'last' | 'centreMm'> {
  const { boundsVoxel, centroidLpsMm } = measureMask(findBody(coarse));
  const fine = spacingMm(fixed.geometry);
  const ratio = spacingMm(coarse.geometry).map((s, axis) => s / fine[axis]!);
  const margin = fine.map((s) => MARGIN_MM / s);
  const first = boundsVoxel.first.map((v, axis) => Math.max(0, v * ratio[axis]! - margin[axis]!));
  const last = boundsVoxel.last.map((v, axis) =>
    Math.min(fixed.geometry.size[axis]! - 1, v * ratio[axis]! + margin[axis]!),
  );
  const [x, y, z] = centroidLpsMm;
  return { first, last, centreMm: [x, y, z] };
}

/** The box in the index of a halved grid, which keeps voxel (0, 0, 0). */
function samplesAt(
  frame: Frame,
  { fixed, moving }: Pair,
  { count, skip = 0 }: { count: number; skip?: number },
): Samples {
  const [fine, coarse] = [spacingMm(frame.fixed.geometry), spacingMm(fixed.geometry)];
  const scaled = (at: readonly number[]): [number, number, number] => {
    const index = at.map((v, axis) =>
      Math.min((v * fine[axis]!) / coarse[axis]!, fixed.geometry.size[axis]! - 1),
    );
    return [index[0]!, index[1]!, index[2]!];
  };
  return samplePoints(fixed, moving, {
    count,
    first: scaled(frame.first),
    last: scaled(frame.last),
    centreMm: frame.centreMm,
    skip,
  });
}

/** Parameters as millimetres: angles times the lever. */
const toMm = (p: Float64Array): Float64Array => p.map((v, at) => (at < 3 ? v * LEVER_MM : v));
const fromMm = (p: Float64Array): Float64Array => p.map((v, at) => (at < 3 ? v / LEVER_MM : v));

function climbLevel(
  samples: Samples,
  start: Float64Array,
  levelMm: number,
): { parameters: Float64Array; steps: number } {
  const similarity = similarityOf(samples);
  const summit = climb(
    (mm) => {
      const { information, gradient } = similarity(fromMm(mm));
      return { value: information, gradient: gradient.map((v, at) => (at < 3 ? v / LEVER_MM : v)) };
    },
    toMm(start),
    { longestStep: levelMm, shortestStep: levelMm / 400, mostSteps: 80 },
  );
  return { parameters: fromMm(summit.at), steps: summit.steps };
}

function starts(frame: Frame, moving: Volume, given: RigidMotion | undefined): Float64Array[] {
  if (given !== undefined) return [parametersOf(given, frame.centreMm)];
  const there = measureMask(findBody(moving)).centroidLpsMm;
  const shift = there.map((v, axis) => v - frame.centreMm[axis]!);
  return [new Float64Array(6), Float64Array.of(0, 0, 0, ...shift)];
}

/** A motion about any centre as parameters about ours. */
function parametersOf(motion: RigidMotion, centreMm: readonly [number, number, number]): Float64Array {
  const moved = applyAffine(rigidAffine(motion), [...centreMm]);
  const angles = motion.rotationDegrees.map((d) => (d * Math.PI) / 180);
  return Float64Array.of(...angles, ...moved.map((v, axis) => v - centreMm[axis]!));
}

function refuse(
  code: 'register/option' | 'register/no-overlap' | 'register/worse',
  found: string,
  needed: string,
): never {
  const remedy =
    code === 'register/option'
      ? 'Correct the settings.'
      : 'Check that both scans show the same patient and region, or give a start.';
  throw new VolumeError(code, { found, needed, remedy });
}

function requireOverlap(similarity: { overlap: number }, smallest: number): void {
  if (similarity.overlap >= smallest) return;
  refuse(
    'register/no-overlap',
    `Found ${(100 * similarity.overlap).toFixed(0)} % of the fixed body inside the moving scan.`,
    `At least ${(100 * smallest).toFixed(0)} % are needed.`,
  );
}

/** Mean distance that the corners and the middle of the fixed body's box move. */
function meanMotion(frame: Frame, motion: RigidMotion): number {
  const m = rigidAffine(motion);
  let sum = 0;
  let points = 0;
  for (let a = 0; a <= 2; a++) {
    for (let b = 0; b <= 2; b++) {
      for (let c = 0; c <= 2; c++) {
        const at = [a, b, c].map(
          (part, axis) => frame.first[axis]! + (part / 2) * (frame.last[axis]! - frame.first[axis]!),
        );
        const p = indexToLps(frame.fixed.geometry, [at[0]!, at[1]!, at[2]!]);
        const q = applyAffine(m, p);
        sum += Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
        points++;
      }
    }
  }
  return sum / points;
}

/**
 * The rigid motion from the fixed scan's points to the moving scan's.
 *
 * @param fixed The scan that stays; its grid is the target of a later resampling.
 * @param moving The scan to be brought onto it. Another sequence and another grid are fine.
 * @returns The motion with its quality: resample with `targetToInputLps: rigidAffine(plan.motion)`.
 * @throws VolumeError `register/no-overlap` when too little of the fixed body lies inside the moving scan;
 * `register/worse` when the scans fit worse after than before; `register/option`; `volume/non-finite`;
 * `normalise/constant` when a scan has one value throughout.
 * @example const plan = planRegistration(t1c, t1);
 */
export function planRegistration(fixed: Volume, moving: Volume, options: RegisterOptions = {}): RegisterPlan {
  checkOptions(options, KNOWN);
  const { levelsMm = LEVELS_MM, points = 60_000, smallestOverlap = 0.3 } = options;
  if (
    levelsMm.length === 0 ||
    !levelsMm.every((mm) => mm > 0) ||
    !(points >= 1000) ||
    !(smallestOverlap > 0 && smallestOverlap <= 1)
  ) {
    refuse(
      'register/option',
      `Found levels ${levelsMm.join(', ')} mm, ${points} points and an overlap of ${smallestOverlap}.`,
      'Levels above 0 mm, at least 1000 points and an overlap in (0, 1] are needed.',
    );
  }
  requireFiniteVoxels(fixed);
  requireFiniteVoxels(moving);
  const fine = { fixed: smoothed(fixed, 1.5), moving: smoothed(moving, 1.5) };
  const [fixedLevels, movingLevels] = [fine.fixed, fine.moving].map((volume) =>
    pyramidOf(volume, [...levelsMm, BODY_MM]),
  );
  const frame: Frame = { ...fine, ...bodyBox(fixed, fixedLevels!.at(-1)!) };
  let candidates = starts(frame, movingLevels!.at(-1)!, options.start);
  const evaluations: number[] = [];
  levelsMm.forEach((mm, level) => {
    const count = Math.max(4000, Math.round(points / 2 ** (levelsMm.length - 1 - level)));
    const samples = samplesAt(
      frame,
      { fixed: fixedLevels![level]!, moving: movingLevels![level]! },
      { count },
    );
    const similarity = similarityOf(samples);
    const usable = candidates.filter((start) => similarity(start).overlap >= smallestOverlap);
    if (usable.length === 0) requireOverlap(similarity(candidates[0]!), smallestOverlap);
    const climbed = usable.map((start) => climbLevel(samples, start, mm));
    climbed.sort((a, b) => similarity(b.parameters).information - similarity(a.parameters).information);
    candidates = [climbed[0]!.parameters];
    evaluations.push(climbed.reduce((sum, c) => sum + c.steps, 0));
  });
  const { start, acceptWorse = false } = options;
  return judged(frame, candidates[0]!, { evaluations, smallestOverlap, start, acceptWorse });
}

interface Judgement {
  readonly evaluations: readonly number[];
  readonly smallestOverlap: number;
  readonly start: RigidMotion | undefined;
  readonly acceptWorse: boolean;
}

/** Compares before and after on points the search did not see. */
function judged(
  frame: Frame,
  parameters: Float64Array,
  { evaluations, smallestOverlap, start, acceptWorse }: Judgement,
): RegisterPlan {
  const unseen = similarityOf(samplesAt(frame, frame, { count: 40_000, skip: 1_000_003 }));
  const before = unseen(start === undefined ? new Float64Array(6) : parametersOf(start, frame.centreMm));
  const after = unseen(parameters);
  requireOverlap(after, smallestOverlap);
  const comparable = !acceptWorse && before.overlap >= smallestOverlap;
  if (comparable && after.information < before.information - 0.005) {
    refuse(
      'register/worse',
      `Found a mutual information of ${after.information.toFixed(4)} after the registration and ${before.information.toFixed(4)} before.`,
      'A motion after which the scans fit better is needed.',
    );
  }
  const motion = motionOf(parameters, frame.centreMm);
  return {
    kind: 'rigid',
    motion,
    informationBefore: before.information,
    informationAfter: after.information,
    overlap: after.overlap,
    meanMotionMm: meanMotion(frame, motion),
    evaluations,
  };
}
