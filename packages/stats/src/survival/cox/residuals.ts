/**
 * How each patient departs from a fitted Cox model.
 *
 * Reads a fit, gives residuals by patient in the order of the data. Knows nothing of plots.
 */
import { expectedEvents } from './expected-events.ts';
import type { CoxFit } from './fit.ts';
import { riskSetMeans, scaledScoreResiduals } from './robust.ts';

/** Residuals of a Cox model. Index i is patient i; matrices are rows of one value a covariate. */
export interface CoxResiduals {
  /** Events seen less events expected. Length n. */
  readonly martingale: Float64Array;
  /** Martingale residuals made symmetric. Length n. */
  readonly deviance: Float64Array;
  /** Patients with an event, by stratum and time: the rows of `schoenfeld`. */
  readonly eventPatients: readonly number[];
  /** Covariates of each event less their mean in its risk set, in the covariates' units. */
  readonly schoenfeld: readonly (readonly number[])[];
  /** Each patient's part in the score, in the covariates' units. */
  readonly score: readonly (readonly number[])[];
  /** What each patient adds to each coefficient, to first order (weighted). */
  readonly dfbeta: readonly (readonly number[])[];
}

function rowsOf(values: Float64Array, p: number, scale: ArrayLike<number>): number[][] {
  const rows: number[][] = [];
  for (let at = 0; at < values.length; at += p)
    rows.push(Array.from({ length: p }, (_, j) => values[at + j]! * scale[j]!));
  return rows;
}

function byPatient(values: Float64Array, fit: CoxFit): Float64Array {
  const { p, timed } = fit.model.design;
  const result = new Float64Array(values.length);
  timed.patients.forEach((patient, place) => {
    result.set(values.subarray(place * p, (place + 1) * p), patient * p);
  });
  return result;
}

function martingaleOf(fit: CoxFit): Float64Array {
  const { design } = fit.model;
  const means = riskSetMeans(fit.model);
  const plain = means.risk.map((risk, place) =>
    design.weights[place]! > 0 ? risk / design.weights[place]! : 0,
  );
  const expected = expectedEvents(design, plain, means);
  const residuals = new Float64Array(design.n);
  design.timed.patients.forEach((patient, place) => {
    residuals[patient] = design.dead[place]! - expected[place]!;
  });
  return residuals;
}

function devianceOf(martingale: Float64Array, observed: Uint8Array): Float64Array {
  return martingale.map((residual, i) => {
    const inside = residual + (observed[i] === 1 ? Math.log(1 - residual) : 0);
    return Math.sign(residual) * Math.sqrt(Math.max(0, -2 * inside));
  });
}

function schoenfeldOf(fit: CoxFit): { patients: number[]; rows: number[][] } {
  const { design } = fit.model;
  const { p, x, timed, spreads } = design;
  const { mean } = riskSetMeans(fit.model);
  const patients: number[] = [];
  const rows: number[][] = [];
  for (let run = 0; run + 1 < timed.runStarts.length; run++)
    for (let place = timed.runStarts[run]!; place < timed.runStarts[run + 1]!; place++) {
      if (design.dead[place] === 0) continue;
      patients.push(timed.patients[place]!);
      rows.push(Array.from({ length: p }, (_, j) => (x[place * p + j]! - mean[run * p + j]!) * spreads[j]!));
    }
  return { patients, rows };
}

function dfbetaOf(fit: CoxFit, score: Float64Array): Float64Array {
  const { design, inverse } = fit.model;
  const { p } = design;
  const result = new Float64Array(score.length);
  design.timed.patients.forEach((patient, place) => {
    for (let a = 0; a < p; a++) {
      let sum = 0;
      for (let b = 0; b < p; b++) sum += inverse[a * p + b]! * score[patient * p + b]!;
      result[patient * p + a] = design.weights[place]! * sum;
    }
  });
  return result;
}

/**
 * Residuals of a fitted Cox model. Under exact ties the hazard is Breslow's.
 *
 * @param fit From `coxRegression`.
 * @example
 * coxResiduals(fit).martingale;
 * @see Therneau and Grambsch, Modeling Survival Data (2000), chapters 4 and 7; R survival::residuals.coxph.
 */
export function coxResiduals(fit: CoxFit): CoxResiduals {
  const { design } = fit.model;
  const { p, spreads } = design;
  const martingale = martingaleOf(fit);
  const score = byPatient(scaledScoreResiduals(fit.model), fit);
  const schoenfeld = schoenfeldOf(fit);
  return {
    martingale,
    deviance: devianceOf(martingale, design.data.followUp.observed),
    eventPatients: schoenfeld.patients,
    schoenfeld: schoenfeld.rows,
    score: rowsOf(score, p, spreads),
    dfbeta: rowsOf(
      dfbetaOf(fit, score),
      p,
      spreads.map((spread) => 1 / spread),
    ),
  };
}
