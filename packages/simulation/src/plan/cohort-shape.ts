/**
 * How many patients each cohort of the reference study has, and which centre scans them.
 *
 * Reads a total, gives counts. Knows nothing of latent values.
 */
import { SimulationError } from '../errors.ts';
import type { CentreName, ReferenceCohortName } from './patient-plan.ts';

/** Fewest patients a reference cohort can be made of. */
export const FEWEST_PATIENTS = 40;
/** Fewest patients in each of the four cohorts. */
export const FEWEST_PER_COHORT = 10;

interface CohortShape {
  readonly cohort: ReferenceCohortName;
  /** First letter of the patients' names. */
  readonly letter: string;
  /** Patients among 610. */
  readonly share: number;
  /** Of every five patients in a row, how many centre B scans. */
  readonly fifthsFromB: number;
}

/** The cohorts in the order of the reproduced study: 610 patients. */
export const COHORT_SHAPES: readonly CohortShape[] = [
  { cohort: 'training', letter: 'T', share: 300, fifthsFromB: 0 },
  { cohort: 'internal', letter: 'I', share: 130, fifthsFromB: 0 },
  { cohort: 'external', letter: 'E', share: 110, fifthsFromB: 5 },
  { cohort: 'immunotherapy', letter: 'M', share: 70, fifthsFromB: 2 },
];

/**
 * Splits a number of patients over the cohorts in the study's proportions, at least ten in each.
 *
 * @param patients Whole number from 40.
 * @returns Counts that sum to `patients`; those above the ten go, a few at a time, to the cohort that lacks most.
 * @throws SimulationError `cohort/too-small` when there are fewer than 40 or the number is not whole.
 * @example cohortSizes(610).get('training'); // 300
 */
export function cohortSizes(patients: number): ReadonlyMap<ReferenceCohortName, number> {
  if (!Number.isSafeInteger(patients) || patients < FEWEST_PATIENTS) {
    throw new SimulationError('cohort/too-small', {
      found: `Found ${patients} as the number of patients.`,
      needed: `A whole number from ${FEWEST_PATIENTS} is needed, so that each of four cohorts has ${FEWEST_PER_COHORT}.`,
      remedy: 'Ask for more patients.',
    });
  }
  const sizes = new Map(COHORT_SHAPES.map(({ cohort }) => [cohort, FEWEST_PER_COHORT]));
  let open = patients - FEWEST_PATIENTS;
  while (open > 0) {
    const neediest = COHORT_SHAPES.map(({ cohort, share }) => ({
      cohort,
      lacks: (share / 610) * patients - sizes.get(cohort)!,
    })).reduce((a, b) => (b.lacks > a.lacks ? b : a));
    const given = Math.max(1, Math.min(open, Math.floor(neediest.lacks / 2)));
    sizes.set(neediest.cohort, sizes.get(neediest.cohort)! + given);
    open -= given;
  }
  return sizes;
}

/**
 * The centre that scans a patient.
 *
 * @param shape One of `COHORT_SHAPES`.
 * @param place The patient's place in the cohort, from 0.
 */
export function centreOf(shape: CohortShape, place: number): CentreName {
  return (place * 2) % 5 < shape.fifthsFromB ? 'B' : 'A';
}
