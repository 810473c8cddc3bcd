/**
 * How the odds of a condition change with covariates.
 *
 * Reads columns and outcomes; gives plain and penalised models. Knows no score's calibration.
 */
export { type FirthFit, type FirthOptions, type FirthTerm, firthLogistic } from './firth.ts';
export { predictLogistic } from './predict.ts';
export { type LogisticFit, type LogisticInput, logisticRegression } from './regression.ts';
export { type Separation, separation } from './separation.ts';
export type { LogisticOptions, LogisticTerm } from './terms.ts';
