/**
 * What survival a Cox model predicts for a patient.
 *
 * Reads a fit and covariates, gives survival at given times with limits. Knows no outcome.
 */
import { checkOptions } from '../../options.ts';
import type { Estimate } from '../../types.ts';
import { type ConfidenceScale, limitsOfSurvival } from '../follow-up/confidence.ts';
import { countBelow } from '../follow-up/order.ts';
import { zOfLevel } from '../follow-up/probability.ts';
import { checkValues } from '../follow-up/values.ts';
import type { CoxFit } from './fit.ts';
import { checkFinite, hazardPath, linearPredictor, refuseModel } from './hazard-path.ts';

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
  if (s < 0)
    refuseModel(`Found no stratum ${stratum} in the model.`, `Use one of ${timed.codes.join(', ')}.`);
  const { times: steps, rows } = hazardPath(fit, s);
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
