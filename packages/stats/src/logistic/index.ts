/** Logistic regression, plain and penalised. */
export { type FirthFit, type FirthOptions, type FirthTerm, firthLogistic } from './firth.ts';
export {
  type LogisticFit,
  type LogisticInput,
  type LogisticOptions,
  type LogisticTerm,
  logisticRegression,
  predictLogistic,
} from './regression.ts';
export { type Separation, separation } from './separation.ts';
