/**
 * What follow-up says: curves, tests, Cox models, accuracy over time and competing risks.
 *
 * Reads months and events; gives estimates with their intervals. Knows no columns by name and no tables.
 */
export {
  type BrierAt,
  type SurvivalBrier,
  type SurvivalBrierOptions,
  survivalBrier,
} from './accuracy/brier.ts';
export { type Concordance, type ConcordanceOptions, concordance } from './accuracy/concordance.ts';
export {
  type SurvivalDecisionCurve,
  type SurvivalDecisionOptions,
  type SurvivalNetBenefit,
  survivalDecisionCurve,
} from './accuracy/decision-curve.ts';
export {
  type AucComparison,
  type Controls,
  compareTimeDependentAuc,
  type TimeDependentAuc,
  type TimeDependentAucOptions,
  timeDependentAuc,
} from './accuracy/time-dependent-auc.ts';
export {
  type ConcordanceComparison,
  compareConcordance,
  compareUnoConcordance,
  type UnoOptions,
  unoConcordance,
} from './accuracy/uno.ts';
export {
  type FineGrayCoefficient,
  type FineGrayFit,
  type FineGrayOptions,
  fineGray,
} from './competing/fine-gray.ts';
export { type CompetingFollowUp, causeSpecific } from './competing/follow-up.ts';
export { type GrayOptions, type GrayTest, grayTest } from './competing/gray.ts';
export {
  type CauseIncidence,
  type CumulativeIncidence,
  cumulativeIncidence,
  type IncidenceAtOptions,
  incidenceAt,
} from './competing/incidence.ts';
export type { CensoringTieRule } from './competing/weights.ts';
export {
  type BaselineHazard,
  baselineHazard,
  coxConcordance,
  type PredictedSurvival,
  type PredictOptions,
  predictSurvival,
} from './cox/baseline.ts';
export type { Covariate, CoxData } from './cox/design.ts';
export {
  type FirthCoxCoefficient,
  type FirthCoxFit,
  type FirthCoxOptions,
  firthCox,
} from './cox/firth.ts';
export {
  type CoxCoefficient,
  type CoxFit,
  type CoxModel,
  type CoxOptions,
  type CoxTests,
  coxRegression,
  type Ties,
} from './cox/fit.ts';
export {
  type InteractionClaim,
  type TreatmentInteraction,
  type TreatmentInteractionOptions,
  treatmentInteraction,
} from './cox/interaction.ts';
export {
  type ProportionalHazardsTest,
  proportionalHazards,
  type TimeTransform,
} from './cox/proportional-hazards.ts';
export { type CoxResiduals, coxResiduals } from './cox/residuals.ts';
export type { CensoringTies } from './curve/censoring.ts';
export {
  type KaplanMeier,
  type KaplanMeierOptions,
  kaplanMeier,
  kaplanMeierQuantile,
  medianFollowUp,
  numbersAtRisk,
  type SurvivalAt,
  survivalAt,
} from './curve/kaplan-meier.ts';
export { type LogRankOptions, type LogRankTest, type LogRankWeights, logRank } from './curve/log-rank.ts';
export {
  type Contrast,
  compareRestrictedMeans,
  type RestrictedMean,
  type RestrictedMeanComparison,
  type RestrictedMeanOptions,
  restrictedMean,
} from './curve/restricted-mean.ts';
export type { ConfidenceScale } from './follow-up/confidence.ts';
export { followUpOf } from './follow-up/follow-up.ts';
