/**
 * What a reader who sees the latent severity itself reaches in the sample at hand: the ceiling for any model.
 *
 * Reads plans, gives AUCs and hazard ratios with intervals. Knows nothing of images.
 */
import { auc, coxRegression, type Estimate, type FollowUp } from '@mriscore/stats';
import type { PatientPlan } from '../plan/patient-plan.ts';
import { idealCutoff } from '../plan/planted-model.ts';

/** The ideal reader in one cohort of this sample. */
export interface RealisedValues {
  readonly patients: number;
  /** Patients at or above each cut-off, and progressions. */
  readonly positivesCps1: number;
  readonly positivesCps20: number;
  readonly progressions: number;
  /** AUC of severity for CPS >= 1 and >= 20. */
  readonly aucCps1: Estimate;
  readonly aucCps20: Estimate;
  /** Hazard ratio of one unit of severity, stratified by stage IV. */
  readonly hazardRatioPerUnit: Estimate;
  /** Hazard ratio of severity at or above the ideal cut-off against below. */
  readonly hazardRatioHighLow: Estimate;
  /** AUC of severity for durable benefit; null where no patient has immunotherapy. */
  readonly aucDurableBenefit: Estimate | null;
}

/** Only what an Estimate says, so that the truth file does not carry a method's workings. */
function plain({ value, lower, upper, level, method, reason }: Estimate): Estimate {
  return { value, lower, upper, level, method, ...(reason === undefined ? {} : { reason }) };
}

function followUpOf(plans: readonly PatientPlan[]): FollowUp {
  return {
    months: Float64Array.from(plans, ({ clinical }) => clinical.pfsMonths),
    observed: Uint8Array.from(plans, ({ clinical }) => clinical.pfsEvent),
  };
}

function severityAuc(plans: readonly PatientPlan[], isPositive: (plan: PatientPlan) => boolean): Estimate {
  const scores = Float64Array.from(plans, ({ latents }) => latents.imaging);
  return plain(
    auc(
      scores,
      Uint8Array.from(plans, (plan) => (isPositive(plan) ? 1 : 0)),
    ),
  );
}

/** Whether a patient's severity is at or above the ideal cut-off. */
export function isHigh({ latents }: PatientPlan): boolean {
  return latents.imaging >= idealCutoff();
}

function perUnit(plans: readonly PatientPlan[]): Estimate {
  const severity = { name: 'severity', values: plans.map(({ latents }) => latents.imaging) };
  const strata = plans.map(({ clinical }) => (clinical.stage.startsWith('IV') ? 1 : 0));
  return plain(
    coxRegression({ followUp: followUpOf(plans), covariates: [severity], strata }).coefficients[0]!
      .hazardRatio,
  );
}

function highLow(plans: readonly PatientPlan[]): Estimate {
  const high = { name: 'high', values: plans.map((plan) => (isHigh(plan) ? 1 : 0)) };
  return plain(
    coxRegression({ followUp: followUpOf(plans), covariates: [high] }).coefficients[0]!.hazardRatio,
  );
}

/**
 * The ideal reader's results among the given patients.
 *
 * @param plans Patients of one cohort, from `planReferenceCohort`; at least ten.
 * @throws StatsError when a class or all events are missing, which a planned cohort never lacks.
 */
export function realisedValues(plans: readonly PatientPlan[]): RealisedValues {
  const count = (is: (plan: PatientPlan) => boolean) => plans.filter(is).length;
  const evaluable = plans.filter(({ clinical }) => clinical.durableBenefit !== null);
  return {
    patients: plans.length,
    positivesCps1: count(({ clinical }) => clinical.cps >= 1),
    positivesCps20: count(({ clinical }) => clinical.cps >= 20),
    progressions: count(({ clinical }) => clinical.pfsEvent === 1),
    aucCps1: severityAuc(plans, ({ clinical }) => clinical.cps >= 1),
    aucCps20: severityAuc(plans, ({ clinical }) => clinical.cps >= 20),
    hazardRatioPerUnit: perUnit(plans),
    hazardRatioHighLow: highLow(plans),
    aucDurableBenefit:
      evaluable.length === 0 ? null : severityAuc(evaluable, ({ clinical }) => clinical.durableBenefit === 1),
  };
}
