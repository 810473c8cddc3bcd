/**
 * How many patients a prediction model needs to be validated on.
 *
 * Reads the prevalence, the C statistic and how wide intervals may be, gives the size for observed/expected, C statistic
 * and calibration slope. Knows nothing of development.
 */
import { normalQuantile } from '../distributions/normal-quantile.ts';
import { checkOptions } from '../options.ts';
import { meanOverPatients, normalLogOdds } from './log-odds.ts';
import { requireAboveZero, requireWithin } from './ranges.ts';

/** Assumptions and targets. */
export interface ValidationPlan {
  /** Share of patients with the condition. */
  readonly prevalence: number;
  /** Expected C statistic, in (0.5, 1). */
  readonly cStatistic: number;
  /** Upper end of the interval of observed/expected around 1. Default 1.25 (0.80 to 1.25). */
  readonly observedExpectedUpper?: number;
  /** Width of the interval of the C statistic. Default 0.1. */
  readonly cWidth?: number;
  /** Formula of its standard error: Hanley and McNeil's, or Newcombe's as in pmvalsampsize. Default the former. */
  readonly cMethod?: 'hanley-mcneil' | 'newcombe';
  /** Width of the interval of the calibration slope. Default 0.4. */
  readonly slopeWidth?: number;
  /** Confidence level. Default 0.95. */
  readonly level?: number;
}

const DEFAULTS = Object.freeze({
  prevalence: undefined,
  cStatistic: undefined,
  observedExpectedUpper: 1.25,
  cWidth: 0.1,
  cMethod: 'hanley-mcneil',
  slopeWidth: 0.4,
  level: 0.95,
});

/** Size of a validation cohort by target. */
export interface ValidationSize {
  /** Largest of the three. */
  readonly patients: number;
  readonly events: number;
  readonly observedExpected: number;
  readonly cStatistic: number;
  readonly slope: number;
}

/** Standard error of a C statistic by Hanley and McNeil's formula, with fractional patients. */
function hanleyError(c: number, prevalence: number, n: number): number {
  const m = n * prevalence;
  const k = n - m;
  const positive = c / (2 - c) - c * c;
  const negative = (2 * c * c) / (1 + c) - c * c;
  return Math.sqrt((c * (1 - c) + (m - 1) * positive + (k - 1) * negative) / (m * k));
}

/** Standard error of a C statistic by Newcombe's formula. */
function newcombeError(c: number, prevalence: number, n: number): number {
  const pairs = n / 2 - 1;
  const inner = 1 + pairs * ((1 - c) / (2 - c)) + (pairs * c) / (1 + c);
  return Math.sqrt((c * (1 - c) * inner) / (n * n * prevalence * (1 - prevalence)));
}

/** Smallest whole number from 2 at which a falling function is at most a target. */
export function smallestSize(error: (n: number) => number, target: number): number {
  let high = 4;
  while (error(high) > target) high *= 2;
  let low = high / 2;
  if (low < 4) low = 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (error(middle) > target) low = middle;
    else high = middle;
  }
  return high;
}

/** Variance of the calibration slope, times the number of patients. */
function slopeVariance(prevalence: number, cStatistic: number): number {
  const distribution = normalLogOdds(prevalence, cStatistic);
  const spread = (l: number) => 1 / (2 + Math.exp(l) + Math.exp(-l));
  const a = meanOverPatients(distribution, spread);
  const ab = meanOverPatients(distribution, (l) => l * spread(l));
  const b = meanOverPatients(distribution, (l) => l * l * spread(l));
  return a / (a * b - ab * ab);
}

/**
 * Size of a cohort for external validation.
 *
 * @param plan Assumptions and targets.
 * @throws StatsError `samplesize/range`.
 * @example
 * validationSize({ prevalence: 0.43, cStatistic: 0.8 }).cStatistic; // 328
 * @see Riley et al., Stat Med 40 (2021) 4230-4251; Riley et al., BMJ 384 (2024) e074821; Hanley and
 * McNeil, Radiology 143 (1982) 29-36; Newcombe, Stat Med 25 (2006) 559-573.
 */
export function validationSize(plan: ValidationPlan): ValidationSize {
  const { prevalence, cStatistic, cMethod, ...widths } = checkOptions(plan, DEFAULTS);
  const { observedExpectedUpper, cWidth, slopeWidth, level } = widths;
  const cError = cMethod === 'newcombe' ? newcombeError : hanleyError;
  requireWithin({ prevalence, level, cWidth }, 0, 1);
  requireWithin({ cStatistic }, 0.5, 1);
  requireWithin({ observedExpectedUpper }, 1, Number.POSITIVE_INFINITY);
  requireAboveZero({ slopeWidth });
  const z = normalQuantile((1 + level) / 2);
  const ratioError = Math.log(observedExpectedUpper) / z;
  const observedExpected = Math.ceil((1 - prevalence) / (prevalence * ratioError ** 2));
  const c = smallestSize((n) => 2 * z * cError(cStatistic, prevalence, n), cWidth);
  const slope = Math.ceil(slopeVariance(prevalence, cStatistic) / (slopeWidth / (2 * z)) ** 2);
  const patients = Math.max(observedExpected, c, slope);
  return { patients, events: patients * prevalence, observedExpected, cStatistic: c, slope };
}
