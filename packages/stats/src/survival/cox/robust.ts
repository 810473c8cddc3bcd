/**
 * How much each patient moves the score of a Cox model, and the covariance that follows from it.
 *
 * Reads a fitted model, gives score residuals and the sandwich covariance of clusters. Knows nothing of reports.
 */
import type { CoxDesign } from './design.ts';
import { riskScores } from './likelihood.ts';
import type { CoxModel } from './model.ts';
import { type ClosedTies, emptyTieSums, tieSums } from './ties.ts';

/** Hazard and covariate means at each run, from one sweep over the risk sets. */
export interface RiskSetMeans {
  /** Weighted risk scores by place, relative to exp(shift). */
  readonly risk: Float64Array;
  /** What was taken out of every exponent. */
  readonly shift: number;
  /** Hazard step by run, on the scale of `risk`. */
  readonly step: Float64Array;
  /** Share of the step that tied events do not carry, by run. */
  readonly spared: Float64Array;
  /** Variance step of the hazard by run: the sum of 1 / D^2. */
  readonly stepSquare: Float64Array;
  /** Mean covariates that an event is compared with, rows of p. */
  readonly mean: Float64Array;
  /** Step times mean, rows of p, for everyone at risk. */
  readonly stepMean: Float64Array;
  /** The part of `stepMean` that tied events do not carry, rows of p. */
  readonly sparedMean: Float64Array;
}

function emptyMeans(design: CoxDesign, runs: number): Omit<RiskSetMeans, 'risk' | 'shift'> {
  const rows = () => new Float64Array(runs * design.p);
  return {
    step: new Float64Array(runs),
    spared: new Float64Array(runs),
    stepSquare: new Float64Array(runs),
    mean: rows(),
    stepMean: rows(),
    sparedMean: rows(),
  };
}

/**
 * Hazard and mean covariates at each time. Exact ties are treated as Breslow's, as R does for the hazard.
 *
 * @param model A fitted model.
 */
export function riskSetMeans(model: CoxModel): RiskSetMeans {
  const { design, search } = model;
  const ties: ClosedTies = model.ties === 'efron' ? 'efron' : 'breslow';
  const { p, x, dead, weights, timed } = design;
  const { runStarts, stratumRuns } = timed;
  const { risk, shift } = riskScores(design, search.beta);
  const means = emptyMeans(design, runStarts.length - 1);
  const sums = emptyTieSums();
  const all = new Float64Array(p);
  const deadX = new Float64Array(p);
  for (let s = 0; s + 1 < stratumRuns.length; s++) {
    let total = 0;
    all.fill(0);
    for (let run = stratumRuns[s + 1]! - 1; run >= stratumRuns[s]!; run--) {
      let [deaths, deadRisk, deadWeight] = [0, 0, 0];
      deadX.fill(0);
      for (let place = runStarts[run]!; place < runStarts[run + 1]!; place++) {
        const r = risk[place]!;
        total += r;
        for (let j = 0; j < p; j++) all[j]! += r * x[place * p + j]!;
        if (dead[place] === 0 || weights[place] === 0) continue;
        deaths++;
        deadRisk += r;
        deadWeight += weights[place]!;
        for (let j = 0; j < p; j++) deadX[j]! += r * x[place * p + j]!;
      }
      if (deaths === 0) continue;
      tieSums(sums, { risk: total, deadRisk, deaths, deadWeight }, ties);
      means.step[run] = sums.one;
      means.spared[run] = sums.share;
      means.stepSquare[run] = sums.one2;
      for (let j = 0; j < p; j++) {
        means.mean[run * p + j] = (sums.one * all[j]! - sums.share * deadX[j]!) / deadWeight;
        means.stepMean[run * p + j] = sums.one2 * all[j]! - sums.share2 * deadX[j]!;
        means.sparedMean[run * p + j] = sums.share2 * all[j]! - sums.shareSquare2 * deadX[j]!;
      }
    }
  }
  return { risk, shift, ...means };
}

/**
 * Score residuals in the scaled covariates, not multiplied by the case weights. By place, rows of p.
 *
 * @param model A fitted model.
 * @see Therneau, Grambsch and Fleming, Biometrika 77 (1990) 147-160.
 */
export function scaledScoreResiduals(model: CoxModel): Float64Array {
  const { design } = model;
  const { p, x, dead, weights, timed } = design;
  const { runStarts, stratumRuns } = timed;
  const means = riskSetMeans(model);
  const residuals = new Float64Array(design.n * p);
  const carried = new Float64Array(p);
  for (let s = 0; s + 1 < stratumRuns.length; s++) {
    let hazard = 0;
    carried.fill(0);
    for (let run = stratumRuns[s]!; run < stratumRuns[s + 1]!; run++) {
      hazard += means.step[run]!;
      for (let j = 0; j < p; j++) carried[j]! += means.stepMean[run * p + j]!;
      for (let place = runStarts[run]!; place < runStarts[run + 1]!; place++) {
        const event = dead[place]! === 1 && weights[place]! > 0 ? 1 : 0;
        const risk = weights[place] === 0 ? 0 : means.risk[place]! / weights[place]!;
        for (let j = 0; j < p; j++) {
          const value = x[place * p + j]!;
          const expected =
            value * (hazard - event * means.spared[run]!) -
            carried[j]! +
            event * means.sparedMean[run * p + j]!;
          residuals[place * p + j] = event * (value - means.mean[run * p + j]!) - risk * expected;
        }
      }
    }
  }
  return residuals;
}
