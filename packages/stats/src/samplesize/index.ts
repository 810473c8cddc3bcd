/**
 * How many patients, events or readings a study needs.
 *
 * Reads what is expected and how sure it has to be; gives numbers, not rounded unless said.
 */
export { type AucPrecisionPlan, aucPrecisionSize } from './auc-precision.ts';
export { type AucTestPlan, aucHalfWidth, aucTestSize, type ClassSizes } from './auc-test.ts';
export { type BinaryDevelopment, binaryDevelopmentSize } from './binary-development.ts';
export type { DevelopmentSize, ExpectedFit, SizeCriterion } from './development.ts';
export type { ErrorRates } from './error-rates.ts';
export { rSquaredOfC } from './log-odds.ts';
export { type LogRankEvents, type LogRankPlan, logRankEvents } from './log-rank-events.ts';
export {
  type ProportionPrecisionPlan,
  proportionPrecisionSize,
  type TwoProportionsPlan,
  twoProportionsSize,
} from './proportions.ts';
export { type SurvivalDevelopment, survivalDevelopmentSize } from './survival-development.ts';
export { type ValidationPlan, type ValidationSize, validationSize } from './validation.ts';
