/**
 * Partial likelihood of the subdistribution hazard, and the influence of each patient on it.
 *
 * Patients with another kind of event stay in the risk set with the weight G(t-) / G(T-). Two accumulations, one over
 * those still followed and one over those who stay, make a pass cost n p^2. Knows nothing of reports.
 */
import type { CoxDesign } from '../cox/design.ts';
import { type LikelihoodValue, riskScores } from '../cox/likelihood.ts';

/** The sorted problem of a Fine-Gray model. */
export interface SubdistributionDesign {
  /** Covariates and order; its events are those of the cause of interest. */
  readonly cox: CoxDesign;
  /** 1 where another kind of event was seen, by place. */
  readonly other: Uint8Array;
  /** Censoring distribution just before each run. */
  readonly uncensored: Float64Array;
}

/** Sums at each run with events of interest. */
interface Pass {
  readonly risk: Float64Array;
  readonly eta: Float64Array;
  readonly shift: number;
  /** Events of interest by run. */
  readonly deaths: Float64Array;
  /** Total weighted risk by run, 0 where no event. */
  readonly total: Float64Array;
  /** Mean covariates by run, rows of p. */
  readonly mean: Float64Array;
}

function passOver(design: SubdistributionDesign, beta: ArrayLike<number>): Pass {
  const { cox, other, uncensored } = design;
  const { p, x, dead, timed } = cox;
  const { runStarts } = timed;
  const runs = runStarts.length - 1;
  const { risk, eta, shift } = riskScores(cox, beta);
  const pass = {
    risk,
    eta,
    shift,
    deaths: new Float64Array(runs),
    total: new Float64Array(runs),
    mean: new Float64Array(runs * p),
  };
  const sums = new Float64Array(p + 1);
  const add = (place: number, factor: number): void => {
    sums[p]! += factor * risk[place]!;
    for (let j = 0; j < p; j++) sums[j]! += factor * risk[place]! * x[place * p + j]!;
  };
  const collect = (run: number, factor: number): void => {
    pass.total[run]! += factor * sums[p]!;
    for (let j = 0; j < p; j++) pass.mean[run * p + j]! += factor * sums[j]!;
  };
  for (let run = runs - 1; run >= 0; run--) {
    for (let place = runStarts[run]!; place < runStarts[run + 1]!; place++) {
      add(place, 1);
      pass.deaths[run]! += dead[place]!;
    }
    collect(run, 1);
  }
  sums.fill(0);
  for (let run = 0; run < runs; run++) {
    collect(run, uncensored[run]!);
    for (let place = runStarts[run]!; place < runStarts[run + 1]!; place++)
      if (other[place] === 1) add(place, 1 / uncensored[run]!);
    for (let j = 0; j < p; j++) pass.mean[run * p + j]! /= pass.total[run]!;
  }
  return pass;
}

/** Hazard spent up to each run, and hazard times G from each run on, with their covariate means. */
interface Spent {
  readonly upTo: Float64Array;
  readonly upToMean: Float64Array;
  readonly after: Float64Array;
  readonly afterMean: Float64Array;
}

function spentHazard(design: SubdistributionDesign, pass: Pass): Spent {
  const { p } = design.cox;
  const runs = pass.deaths.length;
  const spent = {
    upTo: new Float64Array(runs + 1),
    upToMean: new Float64Array((runs + 1) * p),
    after: new Float64Array(runs + 1),
    afterMean: new Float64Array((runs + 1) * p),
  };
  for (let run = 0; run < runs; run++) {
    const step = pass.deaths[run]! / pass.total[run]!;
    spent.upTo[run + 1] = spent.upTo[run]! + step;
    for (let j = 0; j < p; j++)
      spent.upToMean[(run + 1) * p + j] = spent.upToMean[run * p + j]! + step * pass.mean[run * p + j]!;
  }
  for (let run = runs - 1; run >= 0; run--) {
    const step = (design.uncensored[run]! * pass.deaths[run]!) / pass.total[run]!;
    spent.after[run] = spent.after[run + 1]! + step;
    for (let j = 0; j < p; j++)
      spent.afterMean[run * p + j] = spent.afterMean[(run + 1) * p + j]! + step * pass.mean[run * p + j]!;
  }
  return spent;
}

/**
 * Evaluate the partial likelihood of the subdistribution hazard, Breslow ties.
 *
 * @param design The sorted problem.
 * @param beta Coefficients of the scaled covariates.
 * @see Fine and Gray, J Am Stat Assoc 94 (1999) 496-509.
 */
export function subdistributionLikelihood(
  design: SubdistributionDesign,
  beta: ArrayLike<number>,
): LikelihoodValue {
  const { cox, other, uncensored } = design;
  const { p, x, dead, timed } = cox;
  const pass = passOver(design, beta);
  const spent = spentHazard(design, pass);
  const score = new Float64Array(p);
  const information = new Float64Array(p * p);
  let logLikelihood = 0;
  for (let run = 0; run < pass.deaths.length; run++) {
    const deaths = pass.deaths[run]!;
    if (deaths > 0) logLikelihood -= deaths * Math.log(pass.total[run]!);
    for (let place = timed.runStarts[run]!; place < timed.runStarts[run + 1]!; place++) {
      if (dead[place] === 1) logLikelihood += pass.eta[place]! - pass.shift;
      const stays = other[place] === 1 ? spent.after[run + 1]! / uncensored[run]! : 0;
      const carried = pass.risk[place]! * (spent.upTo[run + 1]! + stays);
      for (let a = 0; a < p; a++) {
        const value = x[place * p + a]!;
        score[a]! += (dead[place]! - carried) * value;
        for (let b = 0; b < p; b++) information[a * p + b]! += carried * value * x[place * p + b]!;
      }
    }
    for (let a = 0; a < p; a++)
      for (let b = 0; b < p; b++)
        information[a * p + b]! -= deaths * pass.mean[run * p + a]! * pass.mean[run * p + b]!;
  }
  return { logLikelihood, score, information };
}

/** What estimating the censoring distribution adds: an integrand by run, rows of p. */
function censoringIntegrand(design: SubdistributionDesign, pass: Pass, spent: Spent): Float64Array {
  const { cox, other, uncensored } = design;
  const { p, x, timed } = cox;
  const runs = pass.deaths.length;
  const integrand = new Float64Array(runs * p);
  let staying = 0;
  const stayingX = new Float64Array(p);
  for (let run = 0; run < runs; run++) {
    for (let j = 0; j < p; j++)
      integrand[run * p + j] = stayingX[j]! * spent.after[run]! - staying * spent.afterMean[run * p + j]!;
    for (let place = timed.runStarts[run]!; place < timed.runStarts[run + 1]!; place++) {
      if (other[place] === 0) continue;
      const weight = pass.risk[place]! / uncensored[run]!;
      staying += weight;
      for (let j = 0; j < p; j++) stayingX[j]! += weight * x[place * p + j]!;
    }
  }
  return integrand;
}

/**
 * Influence of each patient on the score, with that of estimating the censoring distribution. By place, rows of p.
 *
 * @param design The sorted problem.
 * @param beta Coefficients of the scaled covariates.
 */
export function subdistributionInfluence(
  design: SubdistributionDesign,
  beta: ArrayLike<number>,
): Float64Array {
  const { cox, other, uncensored } = design;
  const { p, x, dead, timed, n } = cox;
  const pass = passOver(design, beta);
  const spent = spentHazard(design, pass);
  const integrand = censoringIntegrand(design, pass, spent);
  const influence = new Float64Array(n * p);
  const compensator = new Float64Array(p);
  for (let run = 0; run < pass.deaths.length; run++) {
    const [from, to] = [timed.runStarts[run]!, timed.runStarts[run + 1]!];
    const atRisk = n - from;
    let censored = 0;
    for (let place = from; place < to; place++) if (dead[place] === 0 && other[place] === 0) censored++;
    for (let j = 0; j < p; j++) compensator[j]! += (censored * integrand[run * p + j]!) / (atRisk * atRisk);
    for (let place = from; place < to; place++) {
      const isCensored = dead[place] === 0 && other[place] === 0;
      const stays = other[place] === 1 ? 1 / uncensored[run]! : 0;
      for (let j = 0; j < p; j++) {
        const value = x[place * p + j]!;
        const followed = value * spent.upTo[run + 1]! - spent.upToMean[(run + 1) * p + j]!;
        const stayed = stays * (value * spent.after[run + 1]! - spent.afterMean[(run + 1) * p + j]!);
        const own = dead[place]! * (value - pass.mean[run * p + j]!);
        const throughCensoring = (isCensored ? integrand[run * p + j]! / atRisk : 0) - compensator[j]!;
        influence[place * p + j] = own - pass.risk[place]! * (followed + stayed) + throughCensoring;
      }
    }
  }
  return influence;
}
