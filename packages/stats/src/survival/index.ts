/**
 * What follow-up says: curves, tests, Cox models, accuracy over time and competing risks.
 *
 * Reads months and events; gives estimates with their intervals. Knows no columns by name and no tables.
 */

export type { TimeDependentAuc } from './accuracy/auc-at-time.ts';
export {
  type BrierAt,
  type SurvivalBrier,
  type SurvivalBrierOptions,
  survivalBrier,
} from './accuracy/brier.ts';
export {
  type ConcordanceComparison,
  compareConcordance,
  compareUnoConcordance,
} from './accuracy/compare-concordance.ts';
export { type AucComparison, compareTimeDependentAuc } from './accuracy/compare-time-dependent-auc.ts';
export { type Concordance, type ConcordanceOptions, concordance } from './accuracy/concordance.ts';
export {
  type SurvivalDecisionCurve,
  type SurvivalDecisionOptions,
  type SurvivalNetBenefit,
  survivalDecisionCurve,
} from './accuracy/decision-curve.ts';
export type { Controls } from './accuracy/pairs-at-time.ts';
export { type TimeDependentAucOptions, timeDependentAuc } from './accuracy/time-dependent-auc.ts';
export { type UnoOptions, unoConcordance } from './accuracy/uno.ts';
export {
  type FineGrayCoefficient,
  type FineGrayFit,
  type FineGrayOptions,
  fineGray,
} from './competing/fine-gray.ts';
export { type CompetingFollowUp, causeSpecific } from './competing/follow-up.ts';
export { type GrayOptions, type GrayTest, grayTest } from './competing/gray.ts';
export { type CauseIncidence, type CumulativeIncidence, cumulativeIncidence } from './competing/incidence.ts';
export { type IncidenceAtOptions, incidenceAt } from './competing/incidence-at.ts';
export type { CensoringTieRule } from './competing/weights.ts';
export { type BaselineHazard, baselineHazard } from './cox/baseline.ts';
export type { CoxCoefficient } from './cox/coefficients.ts';
export { coxConcordance } from './cox/cox-concordance.ts';
export type { Covariate, CoxData } from './cox/design.ts';
export { type FirthCoxCoefficient, type FirthCoxFit, type FirthCoxOptions, firthCox } from './cox/firth.ts';
export { type CoxFit, type CoxModel, type CoxOptions, coxRegression, type Ties } from './cox/fit.ts';
export { treatmentInteraction } from './cox/interaction.ts';
export type {
  InteractionClaim,
  TreatmentInteraction,
  TreatmentInteractionOptions,
} from './cox/interaction-claim.ts';
export type { CoxTests } from './cox/model-tests.ts';
export { type PredictedSurvival, type PredictOptions, predictSurvival } from './cox/predict-survival.ts';
export { type ProportionalHazardsTest, proportionalHazards } from './cox/proportional-hazards.ts';
export { type CoxResiduals, coxResiduals } from './cox/residuals.ts';
export type { TimeTransform } from './cox/transformed-times.ts';
export type { CensoringTies } from './curve/censoring-influence.ts';
export {
  type Contrast,
  compareRestrictedMeans,
  type RestrictedMeanComparison,
} from './curve/compare-restricted-means.ts';
export {
  type KaplanMeier,
  type KaplanMeierOptions,
  kaplanMeier,
  kaplanMeierQuantile,
} from './curve/kaplan-meier.ts';
export { medianFollowUp, numbersAtRisk } from './curve/length-of-follow-up.ts';
export { type LogRankOptions, type LogRankTest, logRank } from './curve/log-rank.ts';
export type { LogRankWeights } from './curve/log-rank-sums.ts';
export { type RestrictedMean, type RestrictedMeanOptions, restrictedMean } from './curve/restricted-mean.ts';
export { type SurvivalAt, survivalAt } from './curve/survival-at.ts';
export type { ConfidenceScale } from './follow-up/confidence.ts';
export { followUpOf } from './follow-up/follow-up.ts';
