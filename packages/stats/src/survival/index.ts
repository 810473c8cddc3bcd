/** Survival statistics: curves, tests, Cox models, discrimination and calibration over time, competing risks. */
export {
  type Concordance,
  type ConcordanceOptions,
  concordance,
} from './concordance.ts';
export { CONF_TYPES, type ConfType } from './confidence.ts';
export type { Covariate, CoxData } from './cox/design.ts';
export {
  type ChiSquareTest,
  type CoxCoefficient,
  type CoxFit,
  type CoxOptions,
  type CoxTests,
  coxph,
  type Ties,
} from './cox/fit.ts';
export { checkFollowUp, followUpOf } from './followUp.ts';
export {
  type KaplanMeier,
  type KaplanMeierOptions,
  kaplanMeier,
  kaplanMeierQuantile,
  medianFollowUp,
  numbersAtRisk,
  type SurvivalAt,
  survivalAt,
} from './kaplanMeier.ts';
export { type LogRankOptions, type LogRankTest, type LogRankWeights, logRank } from './logRank.ts';
