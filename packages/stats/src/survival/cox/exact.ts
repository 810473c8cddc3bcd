/**
 * The discrete partial likelihood, in which tied events are one draw of d patients out of those at risk.
 *
 * Keeps, for every subset size up to the largest number of tied events, the sum over all subsets of their risk with
 * the mean and covariance of their covariate totals, and adds patients one by one: n d p^2 work for the whole fit.
 * Sums are kept relative to S^k / k!, so that nothing overflows. Knows nothing of weights.
 */
import type { CoxDesign } from './design.ts';
import { type LikelihoodValue, riskScores } from './likelihood.ts';

interface Subsets {
  /** Share of subset size k: e_k / (S^k / k!). */
  readonly share: Float64Array;
  /** Mean covariate total of subsets of size k, rows of p. */
  readonly mean: Float64Array;
  /** Covariance of the totals, rows of p x p. */
  readonly covariance: Float64Array;
  /** Sum of the risks. */
  total: number;
}

function emptySubsets(size: number, p: number): Subsets {
  const subsets = {
    share: new Float64Array(size + 1),
    mean: new Float64Array((size + 1) * p),
    covariance: new Float64Array((size + 1) * p * p),
    total: 0,
  };
  subsets.share[0] = 1;
  return subsets;
}

/** Mix subsets without the new patient (weight 1 - part) and with (weight part) in size k. */
function mix(
  subsets: Subsets,
  k: number,
  part: number,
  patient: { x: Float64Array; at: number; p: number },
): void {
  const { mean, covariance } = subsets;
  const { x, at, p } = patient;
  const [own, before] = [k * p, (k - 1) * p];
  const spread = part * (1 - part);
  for (let a = 0; a < p; a++) {
    const gapA = mean[before + a]! + x[at + a]! - mean[own + a]!;
    for (let b = 0; b < p; b++) {
      const gapB = mean[before + b]! + x[at + b]! - mean[own + b]!;
      const cell = a * p + b;
      const without = covariance[k * p * p + cell]!;
      const withPatient = covariance[(k - 1) * p * p + cell]!;
      covariance[k * p * p + cell] = without + part * (withPatient - without) + spread * gapA * gapB;
    }
  }
  for (let a = 0; a < p; a++)
    mean[own + a] = mean[own + a]! + part * (mean[before + a]! + x[at + a]! - mean[own + a]!);
}

function addPatient(
  subsets: Subsets,
  risk: number,
  patient: { x: Float64Array; at: number; p: number },
): void {
  const total = subsets.total + risk;
  const kept = subsets.total / total;
  const fresh = risk / total;
  for (let k = subsets.share.length - 1; k >= 1; k--) {
    const without = subsets.share[k]! * kept ** k;
    const withPatient = subsets.share[k - 1]! * k * fresh * kept ** (k - 1);
    const sum = without + withPatient;
    if (sum > 0) mix(subsets, k, withPatient / sum, patient);
    subsets.share[k] = sum;
  }
  subsets.total = total;
}

function largestTie(design: CoxDesign): number {
  const { runStarts } = design.timed;
  let most = 0;
  for (let run = 0; run + 1 < runStarts.length; run++) {
    let deaths = 0;
    for (let place = runStarts[run]!; place < runStarts[run + 1]!; place++) deaths += design.dead[place]!;
    most = Math.max(most, deaths);
  }
  return most;
}

function logFactorial(k: number): number {
  let sum = 0;
  for (let i = 2; i <= k; i++) sum += Math.log(i);
  return sum;
}

interface Tally {
  logLikelihood: number;
  readonly score: Float64Array;
  readonly information: Float64Array;
}

function addTime(tally: Tally, subsets: Subsets, deaths: number): void {
  const p = tally.score.length;
  tally.logLikelihood -=
    Math.log(subsets.share[deaths]!) + deaths * Math.log(subsets.total) - logFactorial(deaths);
  for (let a = 0; a < p; a++) tally.score[a]! -= subsets.mean[deaths * p + a]!;
  for (let cell = 0; cell < p * p; cell++)
    tally.information[cell]! += subsets.covariance[deaths * p * p + cell]!;
}

/**
 * The exact likelihood as a function of the scaled coefficients.
 *
 * @param design The sorted problem, every weight 1.
 * @see Gail, Lubin and Rubinstein, Biometrika 68 (1981) 703-707 (the recursion over subset sizes).
 */
export function exactLikelihood(design: CoxDesign): (beta: Float64Array) => LikelihoodValue {
  const size = largestTie(design);
  const { p, x, dead, timed } = design;
  const { runStarts, stratumRuns } = timed;
  return (beta) => {
    const { risk, shift, eta } = riskScores(design, beta);
    const tally: Tally = {
      logLikelihood: 0,
      score: new Float64Array(p),
      information: new Float64Array(p * p),
    };
    for (let s = 0; s + 1 < stratumRuns.length; s++) {
      const subsets = emptySubsets(size, p);
      for (let run = stratumRuns[s + 1]! - 1; run >= stratumRuns[s]!; run--) {
        let deaths = 0;
        for (let place = runStarts[run]!; place < runStarts[run + 1]!; place++) {
          addPatient(subsets, risk[place]!, { x, at: place * p, p });
          if (dead[place] === 0) continue;
          deaths++;
          tally.logLikelihood += eta[place]! - shift;
          for (let a = 0; a < p; a++) tally.score[a]! += x[place * p + a]!;
        }
        if (deaths > 0) addTime(tally, subsets, deaths);
      }
    }
    return tally;
  };
}
