/** How many patients, events or readings a study needs. */
export { aucPrecisionSize } from './auc-precision.ts';
export {
  aucHalfWidth,
  aucTestSize,
  type ClassSizes,
  type ErrorRates,
  type LogRankEvents,
  logRankEvents,
  proportionPrecisionSize,
  twoProportionsSize,
} from './comparison.ts';
export {
  type BinaryDevelopment,
  binaryDevelopmentSize,
  type DevelopmentSize,
  type ExpectedFit,
  type SizeCriterion,
  type SurvivalDevelopment,
  survivalDevelopmentSize,
} from './development.ts';
export { rSquaredOfC } from './log-odds.ts';
export { type ValidationPlan, type ValidationSize, validationSize } from './validation.ts';
