/**
 * How well a Cox model ranks the patients it was fitted to.
 *
 * Reads a fit, gives Harrell's C within strata. This is apparent performance.
 */
import { type Concordance, concordance } from '../accuracy/concordance.ts';
import type { CoxFit } from './fit.ts';
import { checkFinite } from './hazard-path.ts';

/** Linear predictor of every patient of the data, covariates as they came (not centred). */
export function linearPredictors(fit: CoxFit): Float64Array {
  checkFinite(fit);
  const { covariates } = fit.model.design.data;
  return Float64Array.from({ length: fit.n }, (_, i) =>
    covariates.reduce((sum, { values }, j) => sum + values[i]! * fit.coefficients[j]!.logHazardRatio!, 0),
  );
}

/**
 * Concordance of a fitted model with the data it was fitted to: an apparent value, optimistic for new patients.
 *
 * @param fit From `coxRegression`.
 * @see R survival::concordance.coxph.
 */
export function coxConcordance(fit: CoxFit): Concordance {
  const { design, search } = fit.model;
  const risk = new Float64Array(design.n);
  design.timed.patients.forEach((patient, place) => {
    let sum = 0;
    for (let j = 0; j < design.p; j++) sum += design.x[place * design.p + j]! * search.beta[j]!;
    risk[patient] = sum;
  });
  const { followUp, weights, strata } = design.data;
  return concordance(risk, followUp, { ...(weights ? { weights } : {}), ...(strata ? { strata } : {}) });
}
