/**
 * Score and information of covariates and of their products with time.
 *
 * Reads a design, coefficients and transformed times, gives the blocks of the score test. Knows no P value.
 */
import type { CoxFit } from './fit.ts';
import { riskScores } from './likelihood.ts';
import { type ClosedTies, emptyTieSums, tieSums } from './ties.ts';

/** Score and information of covariates, products with time and both. */
export interface Blocks {
  /** Sum of (event covariate - mean) g. */
  readonly score: Float64Array;
  /** Sums of V, g V and g^2 V over the events' times, full p x p. */
  readonly plain: Float64Array;
  readonly once: Float64Array;
  readonly twice: Float64Array;
}

/** Running totals of a risk set: first and second moments of all and of the tied events. */
class Moments {
  total = 0;
  readonly first: Float64Array;
  readonly second: Float64Array;

  constructor(p: number) {
    this.first = new Float64Array(p);
    this.second = new Float64Array(p * p);
  }

  add(risk: number, x: Float64Array, from: number): void {
    const p = this.first.length;
    this.total += risk;
    for (let a = 0; a < p; a++) {
      const scaled = risk * x[from + a]!;
      this.first[a]! += scaled;
      for (let b = 0; b < p; b++) this.second[a * p + b]! += scaled * x[from + b]!;
    }
  }

  clear(): void {
    this.total = 0;
    this.first.fill(0);
    this.second.fill(0);
  }
}

/** Add one time with events to the blocks. */
function addTime(
  blocks: Blocks,
  at: { all: Moments; dead: Moments; deadSum: Float64Array; g: number },
  sums: ReturnType<typeof emptyTieSums>,
): void {
  const { all, dead, deadSum, g } = at;
  const p = all.first.length;
  for (let a = 0; a < p; a++) {
    blocks.score[a]! += g * (deadSum[a]! - sums.one * all.first[a]! + sums.share * dead.first[a]!);
    const left = sums.one2 * all.first[a]! - sums.share2 * dead.first[a]!;
    const right = sums.shareSquare2 * dead.first[a]! - sums.share2 * all.first[a]!;
    for (let b = 0; b < p; b++) {
      const cell = a * p + b;
      const value =
        sums.one * all.second[cell]! -
        sums.share * dead.second[cell]! -
        left * all.first[b]! -
        right * dead.first[b]!;
      blocks.plain[cell]! += value;
      blocks.once[cell]! += g * value;
      blocks.twice[cell]! += g * g * value;
    }
  }
}

/** Sums over all event times. */
export function accumulate(fit: CoxFit, times: Float64Array): Blocks {
  const { design, search } = fit.model;
  const ties = fit.model.ties as ClosedTies;
  const { p, x, dead, weights, timed } = design;
  const { runStarts, stratumRuns } = timed;
  const { risk } = riskScores(design, search.beta);
  const cells = () => new Float64Array(p * p);
  const blocks: Blocks = { score: new Float64Array(p), plain: cells(), once: cells(), twice: cells() };
  const [all, tied] = [new Moments(p), new Moments(p)];
  const deadSum = new Float64Array(p);
  const sums = emptyTieSums();
  for (let s = 0; s + 1 < stratumRuns.length; s++) {
    all.clear();
    for (let run = stratumRuns[s + 1]! - 1; run >= stratumRuns[s]!; run--) {
      let [deaths, deadWeight] = [0, 0];
      tied.clear();
      deadSum.fill(0);
      for (let place = runStarts[run]!; place < runStarts[run + 1]!; place++) {
        all.add(risk[place]!, x, place * p);
        if (dead[place] === 0 || weights[place] === 0) continue;
        deaths++;
        deadWeight += weights[place]!;
        tied.add(risk[place]!, x, place * p);
        for (let j = 0; j < p; j++) deadSum[j]! += weights[place]! * x[place * p + j]!;
      }
      if (deaths === 0) continue;
      tieSums(sums, { risk: all.total, deadRisk: tied.total, deaths, deadWeight }, ties);
      addTime(blocks, { all, dead: tied, deadSum, g: times[run]! }, sums);
    }
  }
  return blocks;
}
