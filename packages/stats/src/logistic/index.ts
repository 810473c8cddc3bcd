/** Logistic regression, plain and penalised. */
export { type FirthFit, type FirthOptions, type FirthTerm, firth } from './firth.ts';
export {
  type GlmFit,
  type GlmOptions,
  glm,
  type LogisticInput,
  type LogisticTerm,
  predictLogistic,
} from './glm.ts';
export { type Separation, separation } from './separation.ts';
