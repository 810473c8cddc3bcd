/**
 * The truth file of a reference cohort: what was planted, what an ideal reader reaches, and each patient's latents.
 *
 * Reads plans, gives a plain document. Knows nothing of the disk.
 */
import { COHORT_SHAPES } from '../plan/cohort-shape.ts';
import type { CentreName, PatientPlan, ReferenceCohortName, SequenceName } from '../plan/patient-plan.ts';
import {
  EXPRESSION_CORRELATION,
  idealCutoff,
  PREVALENCE,
  STAGE_IV,
  type SurvivalModel,
  survivalModelOf,
} from '../plan/planted-model.ts';
import { type RealisedValues, realisedValues } from './ideal-reader.ts';
import { type PlantedValues, plantedValues } from './planted-values.ts';

/** What is true of one patient. */
export interface PatientTruth {
  readonly patient: string;
  readonly cohort: ReferenceCohortName;
  readonly centre: CentreName;
  /** Latent severity: the score an ideal reader would give. */
  readonly imaging: number;
  readonly expression: number;
  readonly logHazard: number;
  readonly missing: SequenceName | null;
}

/** What is true of one cohort. */
export interface CohortTruth {
  readonly cohort: ReferenceCohortName;
  /** In the whole population; no sampling error. */
  readonly planted: PlantedValues;
  /** In this sample, by severity itself. */
  readonly realised: RealisedValues;
  readonly survival: SurvivalModel;
}

/** Content of truth.json. */
export interface ReferenceTruth {
  readonly schema: 'mriscore/reference-truth/1';
  readonly note: string;
  readonly seed: number;
  readonly patients: number;
  readonly model: {
    readonly expressionCorrelation: number;
    readonly prevalence: { readonly cps1: number; readonly cps20: number };
    readonly stageIv: { readonly share: number; readonly logHazardRatio: number };
    /** Severity at or above this is high. Youden's best for CPS >= 20 in the population. */
    readonly idealCutoff: number;
  };
  readonly cohorts: readonly CohortTruth[];
  readonly perPatient: readonly PatientTruth[];
}

/** A value for each model, worked out once. */
function plantedByCohort(): (cohort: ReferenceCohortName) => PlantedValues {
  const known = new Map<SurvivalModel, PlantedValues>();
  return (cohort) => {
    const model = survivalModelOf(cohort);
    const values = known.get(model) ?? plantedValues(model, cohort === 'immunotherapy');
    known.set(model, values);
    return values;
  };
}

/**
 * The truth of planned patients.
 *
 * @param plans All of `planReferenceCohort`, at least one cohort.
 * @example referenceTruth(planReferenceCohort({ patients: 610, seed: 1 })).cohorts[2].planted.aucCps20; // 0.900
 */
export function referenceTruth(plans: readonly PatientPlan[]): ReferenceTruth {
  const planted = plantedByCohort();
  const present = COHORT_SHAPES.map(({ cohort }) => cohort).filter((c) => plans.some((p) => p.cohort === c));
  return {
    schema: 'mriscore/reference-truth/1',
    note: 'Simulated patients. Severity is what images show; higher severity means higher CPS and later progression.',
    seed: plans[0]!.seed,
    patients: plans.length,
    model: {
      expressionCorrelation: EXPRESSION_CORRELATION,
      prevalence: PREVALENCE,
      stageIv: STAGE_IV,
      idealCutoff: idealCutoff(),
    },
    cohorts: present.map((cohort) => ({
      cohort,
      planted: planted(cohort),
      realised: realisedValues(plans.filter((plan) => plan.cohort === cohort)),
      survival: survivalModelOf(cohort),
    })),
    perPatient: plans.map(({ patient, cohort, centre, latents, missing }) => ({
      patient,
      cohort,
      centre,
      ...latents,
      missing,
    })),
  };
}
