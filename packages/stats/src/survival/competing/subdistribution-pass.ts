/**
 * Sums over the patients at risk of a subdistribution hazard, time by time.
 *
 * Reads the design and coefficients; patients with another event stay, weighted by the chance not to be censored.
 */
import type { CoxDesign } from '../cox/design.ts';
import { riskScores } from '../cox/likelihood.ts';

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
export interface Pass {
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

/** Sums over risk sets at given coefficients. */
export function passOver(design: SubdistributionDesign, beta: ArrayLike<number>): Pass {
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
export interface Spent {
  readonly upTo: Float64Array;
  readonly upToMean: Float64Array;
  readonly after: Float64Array;
  readonly afterMean: Float64Array;
}

/** Hazard that every patient has used up. */
export function spentHazard(design: SubdistributionDesign, pass: Pass): Spent {
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
