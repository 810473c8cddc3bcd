/**
 * What an ideal reader would reach in the whole population: AUC for PD-L1 and for durable benefit, hazard ratio.
 *
 * Integrates the planted model on a grid of severities and months; draws nothing and reads no patient.
 */
import {
  DURABLE_MONTHS,
  followedAt,
  idealCutoff,
  logHazardOf,
  PREVALENCE,
  plantedSurvivalAt,
  positiveChance,
  STAGE_IV,
  type SurvivalModel,
} from '../plan/planted-model.ts';

const SEVERITY_STEP = 0.02;
const SEVERITY_LIMIT = 6;
const MONTH_STEP = 0.1;

/** Density of the standard normal distribution. */
const normalDensity = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** Severities from -6 to 6, in the middle of their steps. */
const severities = (): number[] =>
  Array.from(
    { length: (2 * SEVERITY_LIMIT) / SEVERITY_STEP },
    (_, n) => (n + 0.5) * SEVERITY_STEP - SEVERITY_LIMIT,
  );

/** Probability that a severity drawn with weight `positive` exceeds one drawn with weight `negative`; ties half. */
function areaUnderCurve(
  positive: (severity: number) => number,
  negative: (severity: number) => number,
): number {
  let [allPositive, allNegative, concordant] = [0, 0, 0];
  for (const severity of severities()) {
    const density = normalDensity(severity);
    const [p, n] = [positive(severity) * density, negative(severity) * density];
    concordant += p * (allNegative + n / 2);
    allPositive += p;
    allNegative += n;
  }
  return concordant / (allPositive * allNegative);
}

/** AUC of severity for CPS at or above the cut-off with the given prevalence. */
export function plantedLabelAuc(prevalence: number): number {
  return areaUnderCurve(
    (severity) => positiveChance(severity, prevalence),
    (severity) => 1 - positiveChance(severity, prevalence),
  );
}

/** Survival at one severity, averaged over stage. */
function survivalOverStage(model: SurvivalModel, months: number, severity: number): number {
  const at = (stageIv: boolean) => plantedSurvivalAt(model, months, logHazardOf(model, severity, stageIv));
  return STAGE_IV.share * at(true) + (1 - STAGE_IV.share) * at(false);
}

/** AUC of severity for durable benefit among those who can be evaluated. */
export function plantedBenefitAuc(model: SurvivalModel): number {
  const progressedInSight = (severity: number) => {
    let sum = 0;
    for (let n = 0; n < DURABLE_MONTHS / MONTH_STEP; n++) {
      const start = n * MONTH_STEP;
      const fall =
        survivalOverStage(model, start, severity) - survivalOverStage(model, start + MONTH_STEP, severity);
      sum += fall * followedAt(model, start + MONTH_STEP / 2);
    }
    return sum;
  };
  const free = (severity: number) =>
    survivalOverStage(model, DURABLE_MONTHS, severity) * followedAt(model, DURABLE_MONTHS);
  return areaUnderCurve(free, progressedInSight);
}

/** Share of all patients that are in the group (by severity) and free of progression, at every month step. */
function groupSurvival(model: SurvivalModel, inGroup: (severity: number) => boolean): Float64Array {
  const steps = Math.round(model.closesBetweenMonths[1] / MONTH_STEP);
  const result = new Float64Array(steps + 1);
  for (const severity of severities().filter(inGroup)) {
    const weight = normalDensity(severity) * SEVERITY_STEP;
    for (const stageIv of [true, false]) {
      const share = weight * (stageIv ? STAGE_IV.share : 1 - STAGE_IV.share);
      const hazard = Math.exp(logHazardOf(model, severity, stageIv));
      for (let n = 0; n <= steps; n++)
        result[n]! += share * plantedSurvivalAt(model, n * MONTH_STEP, 0) ** hazard;
    }
  }
  return result;
}

/**
 * Hazard ratio of high against low severity that Cox regression tends to as the sample grows.
 *
 * Both groups mix many hazards, so the ratio is not constant in time and depends on follow-up; this is the root of
 * the expected partial-likelihood score under the planted censoring.
 *
 * @see Struthers and Kalbfleisch, Misspecified proportional hazard models, Biometrika 73 (1986) 363-369.
 */
export function plantedHazardRatio(model: SurvivalModel): number {
  const cutoff = idealCutoff();
  const high = groupSurvival(model, (severity) => severity >= cutoff);
  const low = groupSurvival(model, (severity) => severity < cutoff);
  const score = (ratio: number) => {
    let sum = 0;
    for (let n = 0; n + 1 < high.length; n++) {
      const followed = followedAt(model, (n + 0.5) * MONTH_STEP);
      const [eventsHigh, eventsLow] = [high[n]! - high[n + 1]!, low[n]! - low[n + 1]!];
      const atRisk = ratio * (high[n]! + high[n + 1]!);
      sum += followed * (eventsHigh - ((eventsHigh + eventsLow) * atRisk) / (atRisk + low[n]! + low[n + 1]!));
    }
    return sum;
  };
  let [below, above] = [0.01, 100];
  for (let n = 0; n < 60; n++) {
    const middle = Math.sqrt(below * above);
    if (score(middle) > 0) below = middle;
    else above = middle;
  }
  return Math.sqrt(below * above);
}

/** What an ideal reader reaches in one cohort. */
export interface PlantedValues {
  /** AUC of severity for CPS >= 1. */
  readonly aucCps1: number;
  /** AUC of severity for CPS >= 20. */
  readonly aucCps20: number;
  /** Log hazard ratio for each unit of severity, exact. */
  readonly logHazardRatioPerUnit: number;
  /** Hazard ratio of severity at or above the ideal cut-off against below. */
  readonly hazardRatioHighLow: number;
  /** AUC of severity for durable benefit; null where no patient has immunotherapy. */
  readonly aucDurableBenefit: number | null;
}

/**
 * Population values of a survival model.
 *
 * @param model From `survivalModelOf(cohort)`.
 * @param immunotherapy Whether durable benefit is defined.
 * @example plantedValues(survivalModelOf('external'), false).aucCps20; // 0.900
 */
export function plantedValues(model: SurvivalModel, immunotherapy: boolean): PlantedValues {
  return {
    aucCps1: plantedLabelAuc(PREVALENCE.cps1),
    aucCps20: plantedLabelAuc(PREVALENCE.cps20),
    logHazardRatioPerUnit: model.logHazardRatioPerUnit,
    hazardRatioHighLow: plantedHazardRatio(model),
    aucDurableBenefit: immunotherapy ? plantedBenefitAuc(model) : null,
  };
}
