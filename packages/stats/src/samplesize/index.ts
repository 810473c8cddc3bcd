/** How many patients, events or readings a study needs. */
export { aucPrecisionSize } from './auc-precision.ts';
export { aucHalfWidth, aucTestSize, type ClassSizes } from './auc-test.ts';
export {
  type BinaryDevelopment,
  binaryDevelopmentSize,
  type DevelopmentSize,
  type ExpectedFit,
  type SizeCriterion,
  type SurvivalDevelopment,
  survivalDevelopmentSize,
} from './development.ts';
export type { ErrorRates } from './error-rates.ts';
export { rSquaredOfC } from './log-odds.ts';
export { type LogRankEvents, logRankEvents } from './log-rank-events.ts';
export { proportionPrecisionSize, twoProportionsSize } from './proportions.ts';
export { type ValidationPlan, type ValidationSize, validationSize } from './validation.ts';
