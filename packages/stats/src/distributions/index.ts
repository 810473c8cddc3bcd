/**
 * Distributions: tails, quantiles and densities in full double precision.
 *
 * Reads numbers, gives numbers. Knows no data.
 */
export { betaCdf, betaDensity, betaQuantile, betaSurvival } from './beta.ts';
export { chiSquaredCdf, chiSquaredQuantile, chiSquaredSurvival } from './chi-squared.ts';
export { binomialCdf, binomialProbability, binomialSurvival } from './discrete.ts';
export type { TailOption } from './domain.ts';
export { fCdf, fQuantile, fSurvival } from './f.ts';
export { gammaCdf, gammaDensity, gammaQuantile, gammaSurvival } from './gamma.ts';
export { logBeta, logGamma } from './gamma-function.ts';
export {
  hypergeometricCdf,
  hypergeometricProbability,
  hypergeometricSurvival,
  type Urn,
} from './hypergeometric.ts';
export { normalCdf, normalDensity, normalSurvival } from './normal.ts';
export { normalQuantile } from './normal-quantile.ts';
export { studentCdf, studentQuantile, studentSurvival } from './student.ts';
