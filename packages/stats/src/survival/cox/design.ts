/**
 * Covariates laid out for sweeps over risk sets: sorted by stratum and time, centred, and of unit spread.
 *
 * Reads follow-up and named covariates, refuses what no Cox model can use. Centring and scaling make the answer
 * independent of the units (an age in days plus a billion gives the same fit). Knows nothing of likelihoods.
 */
import { StatsError } from '../../errors.ts';
import type { FollowUp } from '../../types.ts';
import { requireFollowUp } from '../follow-up/follow-up.ts';
import { checkCodes, inOrder, type TimedStrata, timedStrata } from '../follow-up/strata.ts';
import { checkedWeights, checkValues } from '../follow-up/values.ts';

/** A column of the model. */
export interface Covariate {
  /** Name in every result. */
  readonly name: string;
  /** One finite value a patient. */
  readonly values: ArrayLike<number>;
}

/** What a Cox model is fitted to. */
export interface CoxData {
  /** Months and events of n patients. */
  readonly followUp: FollowUp;
  /** The columns, at least one. */
  readonly covariates: readonly Covariate[];
  /** Integer codes; each stratum has its own baseline hazard. Default one stratum. */
  readonly strata?: ArrayLike<number>;
  /** Case weights >= 0. Default 1. */
  readonly weights?: ArrayLike<number>;
}

/** The names of a `CoxData`. */
export const COX_DATA = Object.freeze({
  followUp: undefined,
  covariates: undefined,
  strata: undefined,
  weights: undefined,
});

/** The sorted problem. A place is a position in `timed.patients`. */
export interface CoxDesign {
  /** What was fitted, as it came. */
  readonly data: CoxData;
  /** Number of patients. */
  readonly n: number;
  /** Number of covariates. */
  readonly p: number;
  /** Covariate names. */
  readonly names: readonly string[];
  /** Centred, scaled covariates by place, row-major n x p. */
  readonly x: Float64Array;
  /** Case weights by place. */
  readonly weights: Float64Array;
  /** Events by place. */
  readonly dead: Uint8Array;
  /** Order and runs. */
  readonly timed: TimedStrata;
  /** Mean of each covariate. */
  readonly means: Float64Array;
  /** Standard deviation of each covariate; x = (value - mean) / spread. */
  readonly spreads: Float64Array;
  /** Number of events. */
  readonly events: number;
}

function checkNames(covariates: readonly Covariate[]): void {
  const names = new Set(covariates.map((covariate) => covariate.name));
  if (covariates.length > 0 && names.size === covariates.length) return;
  throw new StatsError('input/option', {
    found: `Found ${covariates.length} covariates with ${names.size} different names.`,
    needed: 'Needed at least one covariate, each with its own name.',
    remedy: 'Name every column once.',
  });
}

function moments(values: ArrayLike<number>, weights: Float64Array): { mean: number; spread: number } {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    sum += weights[i]! * (values[i]! - values[0]!);
    total += weights[i]!;
  }
  const mean = values[0]! + sum / total;
  let square = 0;
  for (let i = 0; i < values.length; i++) square += weights[i]! * (values[i]! - mean) ** 2;
  return { mean, spread: Math.sqrt(square / total) };
}

function isConstant(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}

/**
 * Check and sort the data of a Cox model.
 *
 * @throws StatsError `survival/no-events`, `survival/constant-covariate`, `survival/time`, `survival/event`,
 * `survival/weights`, `input/length`, `input/not-finite`, `input/option`.
 */
export function coxDesign(data: CoxData): CoxDesign {
  requireFollowUp(data.followUp);
  const n = data.followUp.months.length;
  const p = data.covariates.length;
  checkNames(data.covariates);
  for (const { name, values } of data.covariates) checkValues(values, n, name);
  if (data.strata) checkCodes(data.strata, n, 'stratum');
  const caseWeights = checkedWeights(data.weights, n);
  const events = data.followUp.observed.reduce((sum, mark) => sum + mark, 0);
  if (events === 0)
    throw new StatsError('survival/no-events', {
      found: `Found no event among ${n} patients.`,
      needed: 'Needed at least one event to compare hazards.',
      remedy: 'Check the event column, or follow up longer.',
    });
  const timed = timedStrata(data.followUp, data.strata);
  const x = new Float64Array(n * p);
  const means = new Float64Array(p);
  const spreads = new Float64Array(p);
  data.covariates.forEach(({ name, values }, j) => {
    const { mean, spread } = moments(values, caseWeights);
    if (isConstant(values) || !(spread > 0))
      throw new StatsError('survival/constant-covariate', {
        found: `Found the same value of ${name} for every patient.`,
        needed: 'Needed a covariate that differs between patients.',
        remedy: `Leave ${name} out of the model.`,
      });
    means[j] = mean;
    spreads[j] = spread;
    for (let place = 0; place < n; place++)
      x[place * p + j] = (values[timed.patients[place]!]! - mean) / spread;
  });
  return {
    data,
    n,
    p,
    names: data.covariates.map((covariate) => covariate.name),
    x,
    weights: inOrder(timed.patients, caseWeights, new Float64Array(n)),
    dead: inOrder(timed.patients, data.followUp.observed, new Uint8Array(n)),
    timed,
    means,
    spreads,
    events,
  };
}
