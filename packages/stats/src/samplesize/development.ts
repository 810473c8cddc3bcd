/**
 * How many patients a prediction model needs to be developed on.
 *
 * Reads the number of parameters and what the model is expected to explain, gives the size for each of Riley's criteria:
 * little shrinkage, little optimism, a precise overall risk. Knows nothing of validation.
 */
import { StatsError } from '../errors.ts';
import { rSquaredOfC } from './log-odds.ts';
import { requireWithin } from './ranges.ts';

/** What the model is expected to explain; exactly one of the three. */
export interface ExpectedFit {
  /** Cox and Snell's R2. */
  readonly rSquared?: number;
  /** Nagelkerke's R2. */
  readonly nagelkerke?: number;
  /** C statistic, for a binary outcome only. */
  readonly cStatistic?: number;
}

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

/** Cox-Snell R2 from whichever figure is given. StatsError `samplesize/range`. */
export function expectedRSquared(fit: ExpectedFit, maximum: number, prevalence?: number): number {
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

/** Patients by each criterion and what the largest of them brings. */
export function assemble(a: Assumptions): DevelopmentSize {
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
