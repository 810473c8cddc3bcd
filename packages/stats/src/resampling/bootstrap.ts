/**
 * How uncertain any statistic of the patients is.
 *
 * Reads a function of row indices, gives its estimate with a bootstrap interval. Resample k takes its own stream, so it
 * is the same whatever ran before it. Knows nothing of the statistic.
 */
import { StatsError } from '../errors.ts';
import { checkOptions, type FilledOptions, requireLevel } from '../options.ts';
import type { Estimate } from '../types.ts';
import { type BootstrapKind, bootstrapLimits } from './bootstrap-interval.ts';
import { drawRows, groupRows, type RowPlan } from './draw.ts';
import type { Random } from './random.ts';
import { jackknifeAcceleration, summariseReplicates } from './replicates.ts';

/** A number that rows of patients give; null where they do not define it. */
export type Statistic = (rows: Int32Array) => number | null;

/** How to resample. */
export interface BootstrapPlan extends RowPlan {
  /** Stream of resample k, say `(k) => random(seed, 'bootstrap', 'auc', k)`. */
  readonly source: (resample: number) => Random;
  /** Number of resamples. Default 2000. */
  readonly resamples?: number;
  /** Confidence level. Default 0.95. */
  readonly level?: number;
  /** Interval. Default `'percentile'` with type-7 quantiles. */
  readonly interval?: BootstrapKind;
}

const DEFAULTS = Object.freeze({
  n: undefined,
  source: undefined,
  strata: undefined,
  patients: undefined,
  resamples: 2000,
  level: 0.95,
  interval: 'percentile',
});

type Chosen = FilledOptions<BootstrapPlan, typeof DEFAULTS>;

/** A bootstrapped estimate. */
export interface BootstrapEstimate extends Estimate {
  readonly standardError: number | null;
  /** Mean of the replicates minus the estimate. */
  readonly bias: number | null;
  /** Replicates that are defined, in the order of the resamples. */
  readonly replicates: Float64Array;
  /** Resamples on which the statistic was not defined. */
  readonly undefinedResamples: number;
}

/** Statistic without each patient in turn; null when some value is not defined. */
function leaveOut(statistic: Statistic, plan: RowPlan): Float64Array | null {
  const patients = groupRows(plan).flat();
  const values = new Float64Array(patients.length);
  for (let k = 0; k < patients.length; k++) {
    const rows = patients.flatMap((own, other) => (other === k ? [] : [...own]));
    const value = statistic(Int32Array.from(rows.sort((a, b) => a - b)));
    if (value === null) return null;
    values[k] = value;
  }
  return values;
}

function limitsOf(statistic: Statistic, plan: Chosen, made: { estimate: number; replicates: Float64Array }) {
  const { interval, level } = plan;
  const leftOut = interval === 'bca' ? leaveOut(statistic, plan) : null;
  const acceleration = leftOut && jackknifeAcceleration(leftOut);
  return bootstrapLimits({ ...made, level, ...(acceleration === null ? {} : { acceleration }) }, interval);
}

function why(undefinedResamples: number, resamples: number, hasLimits: boolean): { reason?: string } {
  if (!hasLimits)
    return { reason: 'The interval is not defined: the replicates or the jackknife do not vary.' };
  if (undefinedResamples === 0) return {};
  return { reason: `The statistic was not defined on ${undefinedResamples} of ${resamples} resamples.` };
}

function checkPlan({ resamples, level }: Chosen): void {
  requireLevel(level);
  if (Number.isInteger(resamples) && resamples >= 2) return;
  throw new StatsError('input/option', {
    found: `Found ${resamples} resamples.`,
    needed: 'Needed a whole number from 2, and 1,000 or more for a report.',
    remedy: 'Use the default of 2000.',
  });
}

/**
 * Bootstrap interval of any statistic.
 *
 * @param statistic Function of row indices.
 * @param plan Rows, strata, patients, streams.
 * @throws StatsError `input/*`, `resampling/split`.
 * @example
 * const values = [3, 5, 8, 13, 21];
 * const mean = (rows: Int32Array) => rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length;
 * bootstrap(mean, { n: 5, source: (k) => random(2026, 'bootstrap', k) }).lower;
 * @see Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapters 13 and 14.
 */
export function bootstrap(statistic: Statistic, plan: BootstrapPlan): BootstrapEstimate {
  const chosen = checkOptions(plan, DEFAULTS);
  checkPlan(chosen);
  const { resamples, level, interval } = chosen;
  const groups = groupRows(plan);
  const estimate = statistic(Int32Array.from({ length: plan.n }, (_, row) => row));
  const method = `bootstrap (${interval}, ${resamples} resamples${plan.strata ? ', stratified' : ''}${plan.patients ? ', by patient' : ''})`;
  const values: number[] = [];
  for (let k = 0; k < resamples; k++) {
    const value = statistic(drawRows(groups, plan.source(k)));
    if (value !== null && Number.isFinite(value)) values.push(value);
  }
  const replicates = Float64Array.from(values);
  const undefinedResamples = resamples - values.length;
  const common = { level, method, replicates, undefinedResamples };
  const none = { value: estimate, lower: null, upper: null, standardError: null, bias: null, ...common };
  if (estimate === null) return { ...none, reason: 'The statistic is not defined on the patients.' };
  if (values.length < 2) return { ...none, reason: 'The statistic is not defined on the resamples.' };
  const limits = limitsOf(statistic, chosen, { estimate, replicates });
  const { standardError, bias } = summariseReplicates(estimate, replicates);
  const [lower, upper] = limits ?? [null, null];
  return {
    ...none,
    lower,
    upper,
    standardError,
    bias,
    ...why(undefinedResamples, resamples, limits !== null),
  };
}
