/**
 * Who the patients of the reference study are: latent causes, table rows, scanners and missing sequences.
 *
 * Reads a number and a seed, gives plans. A patient is the same whatever the number of patients. Knows nothing of
 * voxels or files.
 */

import { normalQuantile, random } from '@mriscore/stats';
import type { Triple } from '@mriscore/volume';
import { checkOptions, type KnownOptions } from '../options.ts';
import { drawClinical, drawDisease } from './clinical-draw.ts';
import { COHORT_SHAPES, centreOf, cohortSizes, FEWEST_PER_COHORT } from './cohort-shape.ts';
import type { PatientPlan, SequenceName } from './patient-plan.ts';
import { EXPRESSION_CORRELATION, idealCutoff, logHazardOf, survivalModelOf } from './planted-model.ts';

/** Share of patients who miss one sequence. */
export const MISSING_SHARE = 0.08;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** What a reference cohort is made from. */
export interface ReferenceCohortOptions {
  /** Patients in all four cohorts together, whole number from 40. The study has 610. */
  readonly patients: number;
  /** Any finite number. The same seed gives the same cohort. */
  readonly seed: number;
  /** Voxels of the T1 and T1c grid, at least 16 x 16 x 4. Default the centre's own grid; the field of view stays. */
  readonly sizeVoxel?: Triple;
}

/** Every option of a cohort. */
export const COHORT_OPTIONS: KnownOptions<ReferenceCohortOptions> = {
  patients: null,
  seed: null,
  sizeVoxel: null,
};

type CohortShape = (typeof COHORT_SHAPES)[number];

/** What all patients of one cohort share. */
interface CohortDraw {
  readonly shape: CohortShape;
  readonly seed: number;
  /** Which draw of the cohort this is; the first that is fit for a study is taken. */
  readonly attempt: number;
  /** Shift in [0, 1) of the evenly spread ranks of expression, and of the places that miss a sequence. */
  readonly shifts: readonly [expression: number, missing: number];
  readonly sizeVoxel: Triple | null;
}

/** Van der Corput's sequence: any run of places is spread evenly over [0, 1). */
function evenlySpread(place: number): number {
  let [left, digit, result] = [place, 0.5, 0];
  while (left > 0) {
    result += (left % 2) * digit;
    left = Math.floor(left / 2);
    digit /= 2;
  }
  return result;
}

/** The sequence a patient misses, if any: about one place in twelve, evenly. */
function missingSequence({ shape, seed, shifts }: CohortDraw, place: number): SequenceName | null {
  if ((shifts[1] + place * GOLDEN) % 1 >= MISSING_SHARE) return null;
  const which = random(seed, 'reference-cohort/missing', shape.cohort, place).integer(3);
  return (['T1', 'T2', 'T1c'] as const)[which]!;
}

function planPatient(draw: CohortDraw, place: number): PatientPlan {
  const { shape, seed, attempt } = draw;
  const source = random(seed, 'reference-cohort/patient', shape.cohort, place, attempt);
  const rank = (evenlySpread(place) + draw.shifts[0]) % 1;
  const expression = normalQuantile(Math.min(1 - 1e-9, Math.max(1e-9, rank)));
  const imaging =
    EXPRESSION_CORRELATION * expression + Math.sqrt(1 - EXPRESSION_CORRELATION ** 2) * source.normal();
  const disease = drawDisease(source);
  const logHazard = logHazardOf(survivalModelOf(shape.cohort), imaging, disease.stageIv);
  return {
    patient: `${shape.letter}${String(place + 1).padStart(3, '0')}`,
    cohort: shape.cohort,
    centre: centreOf(shape, place),
    seed,
    latents: { imaging, expression, logHazard },
    clinical: drawClinical(source, { cohort: shape.cohort, disease, expression, logHazard }),
    missing: missingSequence(draw, place),
    sizeVoxel: draw.sizeVoxel,
  };
}

/** Whether at least two of the patients are so and at least two are not. */
function divides(plans: readonly PatientPlan[], is: (plan: PatientPlan) => boolean): boolean {
  const count = plans.filter(is).length;
  return count >= 2 && count <= plans.length - 2;
}

/** Whether one group has a progression while somebody of the other is still followed. */
function progressesInSight(group: readonly PatientPlan[], other: readonly PatientPlan[]): boolean {
  const last = Math.max(...other.map(({ clinical }) => clinical.pfsMonths));
  return group.some(({ clinical }) => clinical.pfsEvent === 1 && clinical.pfsMonths <= last);
}

/**
 * Whether a cohort can be studied even at its smallest: both classes at both cut-offs, a finite hazard ratio of high
 * against low severity, and under immunotherapy both with and without durable benefit.
 */
function isFit(plans: readonly PatientPlan[]): boolean {
  const isHigh = (plan: PatientPlan) => plan.latents.imaging >= idealCutoff();
  const high = plans.filter(isHigh);
  const low = plans.filter((plan) => !isHigh(plan));
  const evaluable = plans.filter(({ clinical }) => clinical.durableBenefit !== null);
  const benefits = evaluable.filter(({ clinical }) => clinical.durableBenefit === 1).length;
  return (
    plans.some(({ clinical }) => clinical.cps < 1) &&
    plans.some(({ clinical }) => clinical.cps >= 1) &&
    divides(plans, ({ clinical }) => clinical.cps >= 20) &&
    divides(plans, isHigh) &&
    // Three progressions in two strata of stage: in one of them somebody progresses while another is at risk.
    plans.filter(({ clinical }) => clinical.pfsEvent === 1).length >= 3 &&
    progressesInSight(high, low) &&
    progressesInSight(low, high) &&
    (plans[0]!.cohort !== 'immunotherapy' || (benefits >= 2 && evaluable.length - benefits >= 2))
  );
}

/** The first draw whose first ten patients can be studied. Depends on the seed and the cohort only. */
function drawCohort(shape: CohortShape, seed: number, sizeVoxel: Triple | null): CohortDraw {
  for (let attempt = 0; ; attempt++) {
    const source = random(seed, 'reference-cohort/cohort', shape.cohort, attempt);
    const draw = { shape, seed, attempt, shifts: [source.uniform(), source.uniform()] as const, sizeVoxel };
    const smallest = Array.from({ length: FEWEST_PER_COHORT }, (_, place) => planPatient(draw, place));
    if (isFit(smallest)) return draw;
  }
}

function checkSize(sizeVoxel: Triple | undefined): void {
  if (sizeVoxel === undefined) return;
  const [i, j, k] = sizeVoxel;
  if (sizeVoxel.every((n) => Number.isSafeInteger(n)) && i >= 16 && j >= 16 && k >= 4) return;
  throw new RangeError(
    `Found a grid of ${sizeVoxel.join(' x ')} voxels. Needed whole numbers from 16 x 16 x 4. ` +
      'Ask for a finer grid, or leave it out for the default.',
  );
}

/**
 * Plans the patients of a reference study with known truth.
 *
 * PD-L1 expression is spread evenly over its distribution within each cohort, so prevalences are near those of the
 * population in every sample; severity given expression, disease, follow-up and images are drawn independently.
 *
 * @returns Plans in the order of the cohorts: training, internal, external, immunotherapy.
 * @throws SimulationError `options/unknown-key`; `cohort/too-small` when there are fewer than 40 patients; RangeError when the seed is not finite or
 * the grid is too coarse.
 * @example planReferenceCohort({ patients: 610, seed: 1 })[0].patient; // 'T001'
 */
export function planReferenceCohort(options: ReferenceCohortOptions): PatientPlan[] {
  checkOptions(options, COHORT_OPTIONS);
  checkSize(options.sizeVoxel);
  const sizes = cohortSizes(options.patients);
  return COHORT_SHAPES.flatMap((shape) => {
    const draw = drawCohort(shape, options.seed, options.sizeVoxel ?? null);
    return Array.from({ length: sizes.get(shape.cohort)! }, (_, place) => planPatient(draw, place));
  });
}
