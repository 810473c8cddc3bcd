/**
 * Partial likelihood of a Cox model with its score and information.
 *
 * Two sweeps: from the last time to the first the risk sets grow; from the first to the last the hazard adds up.
 * The information is then one weighted cross product of the covariates less one outer product a distinct time, so
 * a fit costs n p^2 whatever the number of events. Knows nothing of how coefficients are searched.
 */
import type { CoxDesign } from './design.ts';
import { expectedEvents } from './expected-events.ts';
import { type ClosedTies, emptyTieSums, type TieSums, tieSums } from './ties.ts';

/** Likelihood at one set of coefficients, in the scaled covariates. */
export interface LikelihoodValue {
  /** Log partial likelihood. */
  readonly logLikelihood: number;
  /** Its gradient. Length p. */
  readonly score: Float64Array;
  /** Its negative Hessian, row-major p x p, symmetric. */
  readonly information: Float64Array;
}

/** Weighted risk scores by place; the largest exponent is taken out so that nothing overflows. */
export function riskScores(
  design: CoxDesign,
  beta: ArrayLike<number>,
): { risk: Float64Array; shift: number; eta: Float64Array } {
  const { n, p, x, weights } = design;
  const eta = new Float64Array(n);
  let shift = Number.NEGATIVE_INFINITY;
  for (let i = 0, at = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < p; j++) sum += x[at++]! * beta[j]!;
    eta[i] = sum;
    if (sum > shift) shift = sum;
  }
  const risk = new Float64Array(n);
  for (let i = 0; i < n; i++) risk[i] = weights[i]! * Math.exp(eta[i]! - shift);
  return { risk, shift, eta };
}

interface Sweep {
  logLikelihood: number;
  /** Hazard step and the share that tied events do not carry, by run. */
  readonly step: Float64Array;
  readonly spared: Float64Array;
  /** Packed lower triangle of the outer products. */
  readonly outer: Float64Array;
}

function addOuter(
  outer: Float64Array,
  sums: TieSums,
  totals: { all: Float64Array; dead: Float64Array },
): void {
  const { all, dead } = totals;
  let at = 0;
  for (let a = 0; a < all.length; a++) {
    const left = sums.one2 * all[a]! - sums.share2 * dead[a]!;
    const right = sums.shareSquare2 * dead[a]! - sums.share2 * all[a]!;
    for (let b = 0; b <= a; b++) outer[at++]! += left * all[b]! + right * dead[b]!;
  }
}

/** From the last time to the first: risk sets, likelihood, outer products. */
function sweepBack(design: CoxDesign, risk: Float64Array, ties: ClosedTies): Sweep {
  const { p, x, dead, weights, timed } = design;
  const { runStarts, stratumRuns } = timed;
  const runs = runStarts.length - 1;
  const sweep: Sweep = {
    logLikelihood: 0,
    step: new Float64Array(runs),
    spared: new Float64Array(runs),
    outer: new Float64Array((p * (p + 1)) / 2),
  };
  const all = new Float64Array(p);
  const deadX = new Float64Array(p);
  const sums = emptyTieSums();
  for (let s = stratumRuns.length - 2; s >= 0; s--) {
    let total = 0;
    all.fill(0);
    for (let run = stratumRuns[s + 1]! - 1; run >= stratumRuns[s]!; run--) {
      let [deaths, deadRisk, deadWeight] = [0, 0, 0];
      deadX.fill(0);
      for (let place = runStarts[run]!; place < runStarts[run + 1]!; place++) {
        const r = risk[place]!;
        const at = place * p;
        total += r;
        for (let j = 0; j < p; j++) all[j]! += r * x[at + j]!;
        if (dead[place] === 0 || weights[place] === 0) continue;
        deaths++;
        deadRisk += r;
        deadWeight += weights[place]!;
        for (let j = 0; j < p; j++) deadX[j]! += r * x[at + j]!;
      }
      if (deaths === 0) continue;
      tieSums(sums, { risk: total, deadRisk, deaths, deadWeight }, ties);
      sweep.logLikelihood -= sums.log;
      sweep.step[run] = sums.one;
      sweep.spared[run] = sums.share;
      addOuter(sweep.outer, sums, { all, dead: deadX });
    }
  }
  return sweep;
}

function unpack(cross: Float64Array, outer: Float64Array, p: number): Float64Array {
  const information = new Float64Array(p * p);
  let at = 0;
  for (let a = 0; a < p; a++) {
    for (let b = 0; b <= a; b++, at++) {
      const value = cross[at]! - outer[at]!;
      information[a * p + b] = value;
      information[b * p + a] = value;
    }
  }
  return information;
}

/**
 * Evaluate the partial likelihood with Efron's or Breslow's treatment of ties.
 *
 * @param design The sorted problem.
 * @param beta Coefficients of the scaled covariates. Length p.
 * @param ties How tied events share a risk set.
 * @see Efron, J Am Stat Assoc 72 (1977) 557-565; Breslow, Biometrics 30 (1974) 89-99.
 */
export function partialLikelihood(
  design: CoxDesign,
  beta: ArrayLike<number>,
  ties: ClosedTies,
): LikelihoodValue {
  const { n, p, x, dead, weights } = design;
  const { risk, shift, eta } = riskScores(design, beta);
  const sweep = sweepBack(design, risk, ties);
  const expected = expectedEvents(design, risk, sweep);
  let logLikelihood = sweep.logLikelihood;
  const score = new Float64Array(p);
  for (let i = 0; i < n; i++) {
    const mark = dead[i]! * weights[i]!;
    if (mark > 0) logLikelihood += mark * (eta[i]! - shift);
    const residual = mark - expected[i]!;
    const from = i * p;
    for (let a = 0; a < p; a++) score[a]! += residual * x[from + a]!;
  }
  return { logLikelihood, score, information: unpack(weightedCross(x, expected, p), sweep.outer, p) };
}

/** Packed lower triangle of X' W X; four rows at a time, so that each cell is loaded once for them. */
function weightedCross(x: Float64Array, weights: Float64Array, p: number): Float64Array {
  const n = weights.length;
  const cross = new Float64Array((p * (p + 1)) / 2);
  const whole = n - (n % 4);
  for (let i = 0; i < whole; i += 4) {
    const [r0, r1, r2, r3] = [i * p, (i + 1) * p, (i + 2) * p, (i + 3) * p];
    let at = 0;
    for (let a = 0; a < p; a++) {
      const s0 = weights[i]! * x[r0 + a]!;
      const s1 = weights[i + 1]! * x[r1 + a]!;
      const s2 = weights[i + 2]! * x[r2 + a]!;
      const s3 = weights[i + 3]! * x[r3 + a]!;
      for (let b = 0; b <= a; b++, at++)
        cross[at] = cross[at]! + s0 * x[r0 + b]! + s1 * x[r1 + b]! + s2 * x[r2 + b]! + s3 * x[r3 + b]!;
    }
  }
  for (let i = whole; i < n; i++) {
    let at = 0;
    for (let a = 0; a < p; a++) {
      const scaled = weights[i]! * x[i * p + a]!;
      for (let b = 0; b <= a; b++) cross[at++]! += scaled * x[i * p + b]!;
    }
  }
  return cross;
}
