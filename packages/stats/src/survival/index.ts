/** Survival statistics: curves, tests, Cox models, discrimination and calibration over time, competing risks. */
export {
  type BrierAt,
  type SurvivalBrier,
  type SurvivalBrierOptions,
  survivalBrier,
} from './brier.ts';
export type { CensoringTies } from './censoring.ts';
export {
  type FineGrayCoefficient,
  type FineGrayFit,
  type FineGrayOptions,
  fineGray,
} from './competing/fine-gray.ts';
export { anyEvent, type CompetingFollowUp, causeSpecific } from './competing/follow-up.ts';
export { type GrayOptions, type GrayTest, grayTest } from './competing/gray.ts';
export {
  type CauseIncidence,
  type CumulativeIncidence,
  cumulativeIncidence,
  incidenceAt,
} from './competing/incidence.ts';
export type { CensoringTieRule } from './competing/weights.ts';
export { type Concordance, type ConcordanceOptions, concordance } from './concordance.ts';
export { CONFIDENCE_SCALES, type ConfidenceScale } from './confidence.ts';
export {
  type BaselineHazard,
  baselineHazard,
  coxConcordance,
  linearPredictors,
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
  type ProportionalHazardsTest,
  proportionalHazards,
  type TimeTransform,
} from './cox/proportional-hazards.ts';
export { type CoxResiduals, coxResiduals } from './cox/residuals.ts';
export {
  type SurvivalDecisionCurve,
  type SurvivalDecisionOptions,
  type SurvivalNetBenefit,
  survivalDecisionCurve,
} from './decision-curve.ts';
export { followUpOf, requireFollowUp } from './follow-up.ts';
export {
  type InteractionClaim,
  type TreatmentInteraction,
  type TreatmentInteractionOptions,
  treatmentInteraction,
} from './interaction.ts';
export {
  type KaplanMeier,
  type KaplanMeierOptions,
  kaplanMeier,
  kaplanMeierQuantile,
  medianFollowUp,
  numbersAtRisk,
  type SurvivalAt,
  survivalAt,
} from './kaplan-meier.ts';
export { type LogRankOptions, type LogRankTest, type LogRankWeights, logRank } from './log-rank.ts';
export {
  type Contrast,
  compareRestrictedMeans,
  type RestrictedMean,
  type RestrictedMeanComparison,
  type RestrictedMeanOptions,
  restrictedMean,
} from './restricted-mean.ts';
export {
  type AucComparison,
  type Controls,
  compareTimeDependentAuc,
  type TimeDependentAuc,
  type TimeDependentAucOptions,
  timeDependentAuc,
} from './time-dependent-auc.ts';
export {
  type ConcordanceComparison,
  compareConcordance,
  compareUnoConcordance,
  type UnoOptions,
  unoConcordance,
} from './uno.ts';
