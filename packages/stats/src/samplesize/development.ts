/**
 * How many patients a prediction model needs to be developed on.
 *
 * Reads the number of parameters and what the model is expected to explain, gives the size for each of Riley's criteria:
 * little shrinkage, little optimism, a precise overall risk. Knows nothing of validation.
 */

import { StatsError } from '../errors.ts';
import { checkOptions } from '../options.ts';
import { rSquaredOfC } from './log-odds.ts';
import { requireAboveZero, requireCount, requireWithin } from './ranges.ts';

/** What the model is expected to explain; exactly one of the three. */
export interface ExpectedFit {
  /** Cox and Snell's R2. */
  readonly rSquared?: number;
  /** Nagelkerke's R2. */
  readonly nagelkerke?: number;
  /** C statistic, for a binary outcome only. */
  readonly cStatistic?: number;
}

/** Assumptions on a model of a binary outcome. */
export interface BinaryDevelopment extends ExpectedFit {
  /** Parameters that are tried, not those that stay. */
  readonly parameters: number;
  /** Share of patients with the condition. */
  readonly prevalence: number;
  /** Shrinkage that is wanted, in (0, 1). Default 0.9. */
  readonly shrinkage?: number;
}

const BINARY = Object.freeze({
  parameters: undefined,
  prevalence: undefined,
  shrinkage: 0.9,
  rSquared: undefined,
  nagelkerke: undefined,
  cStatistic: undefined,
});

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

/** One criterion. */
export interface SizeCriterion {
  readonly criterion: 'shrinkage' | 'optimism' | 'overall risk';
  readonly patients: number;
  /** Shrinkage expected with that many patients. */
  readonly shrinkage: number;
  readonly eventsPerParameter: number;
}

/** Size of a development cohort. */
export interface DevelopmentSize {
  /** Largest of the criteria. */
  readonly patients: number;
  readonly events: number;
  readonly eventsPerParameter: number;
  readonly shrinkage: number;
  readonly rSquared: number;
  /** Largest R2 of Cox and Snell that the outcome allows. */
  readonly maximumRSquared: number;
  readonly nagelkerke: number;
  readonly criteria: readonly SizeCriterion[];
}

function refuseFit(found: string): never {
  throw new StatsError('samplesize/range', {
    found,
    needed: 'Needed one of rSquared, nagelkerke and cStatistic, with an R2 below what the outcome allows.',
    remedy: 'Take the figure from an earlier study, or nagelkerke 0.15 when there is none.',
  });
}

function expectedRSquared(fit: ExpectedFit, maximum: number, prevalence?: number): number {
  const given = [fit.rSquared, fit.nagelkerke, fit.cStatistic].filter((value) => value !== undefined);
  if (given.length !== 1) refuseFit(`Found ${given.length} figures of expected fit.`);
  let value = fit.rSquared ?? 0;
  if (fit.nagelkerke !== undefined) value = fit.nagelkerke * maximum;
  if (fit.cStatistic !== undefined && prevalence !== undefined) {
    requireWithin({ cStatistic: fit.cStatistic }, 0.5, 1);
    value = rSquaredOfC(prevalence, fit.cStatistic);
  }
  if (!(value > 0 && value < maximum)) refuseFit(`Found R2 ${value} where the most is ${maximum}.`);
  return value;
}

/** Patients at which the expected shrinkage is the given one. */
function patientsFor(parameters: number, rSquared: number, shrinkage: number): number {
  if (rSquared >= shrinkage) refuseFit(`Found R2 ${rSquared}, not below the shrinkage ${shrinkage}.`);
  return Math.ceil(parameters / ((shrinkage - 1) * Math.log(1 - rSquared / shrinkage)));
}

/** Assumptions that the criteria of both outcomes share. */
interface Assumptions {
  readonly parameters: number;
  readonly rSquared: number;
  readonly maximum: number;
  readonly wanted: number;
  /** Expected events of a patient. */
  readonly eventsPerPatient: number;
  /** Patients for a precise overall risk, given those of the other criteria. */
  readonly overall: (others: number) => number;
}

function assemble(a: Assumptions): DevelopmentSize {
  const { parameters, rSquared, maximum, wanted, eventsPerPatient } = a;
  const optimism = rSquared / (rSquared + 0.05 * maximum);
  const first = patientsFor(parameters, rSquared, wanted);
  const second = patientsFor(parameters, rSquared, optimism);
  const third = a.overall(Math.max(first, second));
  const perParameter = (patients: number) => (patients * eventsPerPatient) / parameters;
  const shrinkage = Math.max(wanted, optimism);
  const criteria: SizeCriterion[] = [
    { criterion: 'shrinkage', patients: first, shrinkage: wanted, eventsPerParameter: perParameter(first) },
    {
      criterion: 'optimism',
      patients: second,
      shrinkage: optimism,
      eventsPerParameter: perParameter(second),
    },
    { criterion: 'overall risk', patients: third, shrinkage, eventsPerParameter: perParameter(third) },
  ];
  const patients = Math.max(first, second, third);
  return {
    patients,
    events: patients * eventsPerPatient,
    eventsPerParameter: perParameter(patients),
    shrinkage,
    rSquared,
    maximumRSquared: maximum,
    nagelkerke: rSquared / maximum,
    criteria,
  };
}

/**
 * Size of a cohort to develop a model of a binary outcome on.
 *
 * @param plan Parameters, prevalence and one figure of expected fit.
 * @throws StatsError `samplesize/range`.
 * @example
 * binaryDevelopmentSize({ parameters: 24, prevalence: 0.174, rSquared: 0.288 }).patients; // 662
 * @see Riley et al., Stat Med 38 (2019) 1276-1296; Riley et al., BMJ 368 (2020) m441; R package pmsampsize.
 */
export function binaryDevelopmentSize(plan: BinaryDevelopment): DevelopmentSize {
  const { parameters, prevalence, shrinkage: wanted } = checkOptions(plan, BINARY);
  requireCount({ parameters });
  requireWithin({ prevalence, shrinkage: wanted }, 0, 1);
  const entropy = prevalence * Math.log(prevalence) + (1 - prevalence) * Math.log1p(-prevalence);
  const maximum = 1 - Math.exp(2 * entropy);
  const rSquared = expectedRSquared(plan, maximum, prevalence);
  const overall = () => Math.ceil((1.96 / 0.05) ** 2 * prevalence * (1 - prevalence));
  return assemble({ parameters, rSquared, maximum, wanted, eventsPerPatient: prevalence, overall });
}

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
