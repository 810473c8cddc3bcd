/**
 * How many patients a model of a time to an event needs.
 *
 * Reads parameters, rate, follow-up and expected fit, gives whole patients by three criteria.
 */
import { checkOptions } from '../options.ts';
import { assemble, type DevelopmentSize, type ExpectedFit, expectedRSquared } from './development.ts';
import { requireAboveZero, requireCount, requireWithin } from './ranges.ts';

/** Assumptions on a model of a time to an event. */
export interface SurvivalDevelopment extends Omit<ExpectedFit, 'cStatistic'> {
  readonly parameters: number;
  /** Events per unit of time. */
  readonly rate: number;
  /** Time at which the risk is wanted. */
  readonly timepoint: number;
  /** Mean follow-up in the same unit. */
  readonly meanFollowUp: number;
  readonly shrinkage?: number;
}

const SURVIVAL = Object.freeze({
  parameters: undefined,
  rate: undefined,
  timepoint: undefined,
  meanFollowUp: undefined,
  shrinkage: 0.9,
  rSquared: undefined,
  nagelkerke: undefined,
});

/** Width on either side of the interval of the risk at the time point. */
function riskError(plan: SurvivalDevelopment, patients: number): number {
  const { rate, timepoint, meanFollowUp } = plan;
  const half = 1.96 * Math.sqrt(rate / (patients * meanFollowUp));
  const risk = (r: number) => -Math.expm1(-r * timepoint);
  return Math.max(risk(rate + half) - risk(rate), risk(rate) - risk(Math.max(0, rate - half)));
}

/**
 * Size of a cohort to develop a model of a time to an event on.
 *
 * @param plan Parameters, event rate, time point, follow-up and one figure of expected fit.
 * @throws StatsError `samplesize/range`.
 * @example
 * const plan = { parameters: 30, rate: 0.065, timepoint: 2, meanFollowUp: 2.07, rSquared: 0.051 };
 * survivalDevelopmentSize(plan).patients; // 5143
 * @see Riley et al., Stat Med 38 (2019) 1276-1296, section 5; R package pmsampsize.
 */
export function survivalDevelopmentSize(plan: SurvivalDevelopment): DevelopmentSize {
  const { parameters, rate, timepoint, meanFollowUp, shrinkage: wanted } = checkOptions(plan, SURVIVAL);
  requireCount({ parameters });
  requireAboveZero({ rate, timepoint, meanFollowUp });
  requireWithin({ shrinkage: wanted }, 0, 1);
  const eventsPerPatient = rate * meanFollowUp;
  const maximum = -Math.expm1(2 * eventsPerPatient * (Math.log(eventsPerPatient) - 1));
  const rSquared = expectedRSquared(plan, maximum);
  const overall = (others: number) => {
    let patients = others;
    while (riskError(plan, patients) > 0.05) patients = Math.ceil(patients * 1.001) + 1;
    return patients;
  };
  return assemble({ parameters, rSquared, maximum, wanted, eventsPerPatient, overall });
}
