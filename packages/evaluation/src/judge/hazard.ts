/**
 * How much sooner the event comes with one more of something, and whether that holds all along.
 */
import type { CoxFit, FollowUp } from '@mriscore/stats';
import { coxRegression, proportionalHazards } from '@mriscore/stats';
import { attempt } from './attempt.ts';
import { noEstimate } from './estimate.ts';
import type { HazardRatio, Tested } from './result.ts';

/**
 * A hazard ratio that is not defined.
 *
 * @example
 * noHazardRatio('No patient had the event.').p; // null
 */
export function noHazardRatio(reason: string): HazardRatio {
  return { ...noEstimate('Cox proportional hazards, Efron ties, Wald', reason), p: null };
}

/**
 * The hazard ratio of one step of a covariate, by Cox regression with nothing else in it.
 *
 * @param name Of the covariate, for messages.
 * @param values One a patient.
 * @returns null with the reason where no patient had the event or the covariate does not vary.
 */
export function hazardRatioOf(followUp: FollowUp, name: string, values: readonly number[]): HazardRatio {
  if (!followUp.observed.includes(1)) return noHazardRatio('No patient had the event.');
  if (new Set(values).size < 2) return noHazardRatio('All patients are in one group.');
  const fit = coxRegression({ followUp, covariates: [{ name, values }] });
  const [coefficient] = fit.coefficients;
  if (coefficient === undefined) return noHazardRatio('The model has no coefficient.');
  return { ...coefficient.hazardRatio, p: coefficient.p };
}

/** The global test of proportional hazards of a model, or why there is none. */
export function proportionalOf(fit: () => CoxFit): Tested {
  const tested = attempt(() => proportionalHazards(fit()).global);
  if (tested.value === null) return { statistic: null, degreesOfFreedom: 1, p: null, reason: tested.reason };
  const { statistic, degreesOfFreedom, p, reason } = tested.value;
  return { statistic, degreesOfFreedom, p, ...(reason === undefined ? {} : { reason }) };
}
