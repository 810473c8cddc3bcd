/**
 * Which survival a fitted Cox model predicts.
 *
 * Reads a fit and covariates of new patients, gives the baseline hazard and survival with limits. Knows nothing of
 * patients that the model should not be used for.
 */

import { StatsError } from '../../errors.ts';
import { checkOptions } from '../../options.ts';
import type { Estimate } from '../../types.ts';
import { type Concordance, concordance } from '../accuracy/concordance.ts';
import { type ConfidenceScale, limitsOfSurvival } from '../follow-up/confidence.ts';
import { checkValues } from '../follow-up/follow-up.ts';
import { countBelow } from '../follow-up/order.ts';
import { zOfLevel } from '../follow-up/probability.ts';
import type { CoxFit } from './fit.ts';
import { riskSetMeans } from './robust.ts';

/** Cumulative hazard of one stratum. */
export interface BaselineHazard {
  /** Stratum code; 0 when there are no strata. */
  readonly stratum: number;
  /** Times with events, ascending. */
  readonly times: Float64Array;
  /** Cumulative hazard just after each time, of a patient whose covariates are all 0. */
  readonly cumulativeHazard: Float64Array;
}

function refuse(found: string, remedy: string): never {
  throw new StatsError('survival/unsupported', {
    found,
    needed: 'Needed a finite model and the stratum of the patient.',
    remedy,
  });
}

/** Scaled coefficients times scaled covariates of one patient, relative to the mean patient. */
function linearPredictor(fit: CoxFit, values: ArrayLike<number>): number {
  const { design, search } = fit.model;
  let sum = 0;
  for (let j = 0; j < design.p; j++)
    sum += (search.beta[j]! * (values[j]! - design.means[j]!)) / design.spreads[j]!;
  return sum;
}

function checkFinite(fit: CoxFit): void {
  if (fit.model.search.infinite.some((sign) => sign !== 0))
    refuse('Found a coefficient that runs to infinity.', 'Use a Firth estimate, or leave the covariate out.');
}

/**
 * Baseline cumulative hazard at covariates 0 (not at their means), by stratum.
 *
 * Efron's hazard under efron ties, else Breslow's.
 *
 * @param fit From `coxRegression`.
 * @throws StatsError `survival/unsupported` with an infinite coefficient.
 * @see R survival::basehaz(centered = FALSE).
 */
export function baselineHazard(fit: CoxFit): BaselineHazard[] {
  checkFinite(fit);
  const { design } = fit.model;
  const { timed } = design;
  const means = riskSetMeans(fit.model);
  const atZero = Math.exp(linearPredictor(fit, new Float64Array(design.p)) - means.shift);
  return timed.codes.map((stratum, s) => {
    const times: number[] = [];
    const cumulativeHazard: number[] = [];
    let hazard = 0;
    for (let run = timed.stratumRuns[s]!; run < timed.stratumRuns[s + 1]!; run++) {
      if (means.step[run] === 0) continue;
      hazard += means.step[run]!;
      times.push(timed.runTimes[run]!);
      cumulativeHazard.push(hazard * atZero);
    }
    return {
      stratum,
      times: Float64Array.from(times),
      cumulativeHazard: Float64Array.from(cumulativeHazard),
    };
  });
}

/** What `predictSurvival` needs beside the fit. */
export interface PredictOptions {
  /** Times in months. */
  readonly months: readonly number[];
  /** Stratum code of the patient; needed when the model has strata. */
  readonly stratum?: number;
  /** Scale of the limits. Default 'log', as R for Cox models. */
  readonly confidenceScale?: ConfidenceScale;
  /** Coverage. Default 0.95. */
  readonly level?: number;
}

const DEFAULTS = Object.freeze({
  months: undefined,
  stratum: undefined,
  confidenceScale: 'log',
  level: 0.95,
});

/** Predicted survival of one patient at one time. */
export interface PredictedSurvival {
  /** Months. */
  readonly months: number;
  /** Probability of being free of the event, with limits. */
  readonly survival: Estimate;
  /** Standard error of the cumulative hazard, which is that of log survival. */
  readonly standardErrorLog: number;
}

/** Cumulative hazard, its variance and the mean covariates it was spent on, along one stratum. */
function path(fit: CoxFit, s: number) {
  const { design } = fit.model;
  const { timed, p } = design;
  const means = riskSetMeans(fit.model);
  const scale = Math.exp(-means.shift);
  const [from, to] = [timed.stratumRuns[s]!, timed.stratumRuns[s + 1]!];
  const times = timed.runTimes.subarray(from, to);
  const rows: { hazard: number; variance: number; spent: Float64Array }[] = [];
  let [hazard, variance] = [0, 0];
  const spent = new Float64Array(p);
  for (let run = from; run < to; run++) {
    hazard += means.step[run]! * scale;
    variance += means.stepSquare[run]! * scale * scale;
    for (let j = 0; j < p; j++) spent[j]! += means.stepMean[run * p + j]! * scale;
    rows.push({ hazard, variance, spent: Float64Array.from(spent) });
  }
  return { times, rows };
}

/**
 * Survival of a new patient by a fitted Cox model.
 *
 * @param fit From `coxRegression`.
 * @param values Covariates of the patient, in the order of the model.
 * @throws StatsError `survival/unsupported` for an unknown stratum or infinite coefficients; `input/length`.
 * @see Therneau and Grambsch, Modeling Survival Data (2000), section 10.2; R survfit.coxph.
 */
export function predictSurvival(
  fit: CoxFit,
  values: ArrayLike<number>,
  options: PredictOptions,
): PredictedSurvival[] {
  const { months: times, stratum, confidenceScale, level } = checkOptions(options, DEFAULTS);
  checkFinite(fit);
  const { design, inverse } = fit.model;
  const { p, timed, means, spreads } = design;
  checkValues(values, p, 'the covariates');
  const s = stratum === undefined && timed.codes.length === 1 ? 0 : timed.codes.indexOf(stratum!);
  if (s < 0) refuse(`Found no stratum ${stratum} in the model.`, `Use one of ${timed.codes.join(', ')}.`);
  const { times: steps, rows } = path(fit, s);
  const ratio = Math.exp(linearPredictor(fit, values));
  const scaled = Float64Array.from({ length: p }, (_, j) => (values[j]! - means[j]!) / spreads[j]!);
  return times.map((months) => {
    const row = rows[countBelow(steps, months, true) - 1];
    const hazard = row?.hazard ?? 0;
    const q = scaled.map((value, j) => hazard * value - (row?.spent[j] ?? 0));
    let spread = row?.variance ?? 0;
    for (let a = 0; a < p; a++) for (let b = 0; b < p; b++) spread += q[a]! * inverse[a * p + b]! * q[b]!;
    const standardErrorLog = ratio * Math.sqrt(spread);
    const value = Math.exp(-hazard * ratio);
    const pair = limitsOfSurvival(value, zOfLevel(level) * standardErrorLog, confidenceScale);
    const [lower, upper] = pair ?? [null, null];
    const method = `Cox regression, ${confidenceScale} limits`;
    const reason = pair ? {} : { reason: `Limits on the ${confidenceScale} scale are not defined here.` };
    return { months, survival: { value, lower, upper, level, method, ...reason }, standardErrorLog };
  });
}

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
