/**
 * Whether hazard ratios stay the same over time.
 *
 * Reads a fit, gives the score test of adding each covariate times a function of time. Knows nothing of what to do
 * when the answer is no.
 */
import { StatsError } from '../../errors.ts';
import { cholesky, choleskySolve } from '../../linear/cholesky.ts';
import type { ChiSquareTest } from '../../types.ts';
import { lifeTable } from '../follow-up/follow-up.ts';
import { countBelow } from '../follow-up/order.ts';
import { chiSquareP } from '../follow-up/probability.ts';
import type { CoxDesign } from './design.ts';
import type { CoxFit } from './fit.ts';
import { type ClosedTies, emptyTieSums, riskScores, tieSums } from './likelihood.ts';

/**
 * Function of time that a hazard ratio may follow, by R's names. 'km' is 1 - Kaplan-Meier just before the time;
 * 'rank' is the mid-rank among all follow-up times, censored ones as well.
 */
export type TimeTransform = 'km' | 'rank' | 'identity' | 'log';

/** Test of proportional hazards. */
export interface ProportionalHazardsTest {
  /** One test a covariate, one degree of freedom each. */
  readonly terms: readonly { readonly name: string; readonly test: ChiSquareTest }[];
  /** All covariates together. */
  readonly global: ChiSquareTest;
  /** The function of time. */
  readonly transform: TimeTransform;
}

/** The transformed time of each run. */
function transformedTimes(design: CoxDesign, transform: TimeTransform): Float64Array {
  const { runTimes } = design.timed;
  if (transform === 'identity') return Float64Array.from(runTimes);
  if (transform === 'log') return runTimes.map((time) => Math.log(time));
  const table = lifeTable(design.data.followUp);
  const byTime = new Float64Array(table.times.length);
  let [share, before] = [1, 0];
  for (let i = 0; i < byTime.length; i++) {
    const dead = table.events[i]!;
    const here = dead + table.censored[i]!;
    byTime[i] = transform === 'km' ? 1 - share : before + (here + 1) / 2;
    share *= (table.atRisk[i]! - dead) / table.atRisk[i]!;
    before += here;
  }
  return runTimes.map((time) => byTime[countBelow(table.times, time)]!);
}

interface Blocks {
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

function accumulate(fit: CoxFit, times: Float64Array): Blocks {
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

/** Score test of the chosen added columns, with the fitted coefficients estimated as well. */
function scoreTest(blocks: Blocks, columns: readonly number[]): ChiSquareTest {
  const p = blocks.score.length;
  const size = p + columns.length;
  const values = new Float64Array(size * size);
  const right = new Float64Array(size);
  for (let a = 0; a < p; a++) for (let b = 0; b < p; b++) values[a * size + b] = blocks.plain[a * p + b]!;
  columns.forEach((column, k) => {
    right[p + k] = blocks.score[column]!;
    for (let a = 0; a < p; a++) {
      values[(p + k) * size + a] = blocks.once[column * p + a]!;
      values[a * size + p + k] = blocks.once[a * p + column]!;
    }
    columns.forEach((other, m) => {
      values[(p + k) * size + p + m] = blocks.twice[column * p + other]!;
    });
  });
  const factor = cholesky({ rows: size, columns: size, values }, 1e-12);
  const degreesOfFreedom = factor.rank - p;
  if (degreesOfFreedom < 1)
    return {
      statistic: null,
      degreesOfFreedom: 0,
      p: null,
      reason: 'All events happened at one transformed time.',
    };
  const solved = choleskySolve(factor, right);
  const statistic = solved.reduce((sum, value, i) => sum + value * right[i]!, 0);
  return { statistic, degreesOfFreedom, p: chiSquareP(statistic, degreesOfFreedom) };
}

/** Blocks with g centred at its mean over the information, so that the test does not cancel. */
function centre(times: Float64Array, design: CoxDesign): Float64Array {
  let [sum, events] = [0, 0];
  const { runStarts } = design.timed;
  for (let run = 0; run < times.length; run++)
    for (let place = runStarts[run]!; place < runStarts[run + 1]!; place++) {
      if (design.dead[place] === 0) continue;
      sum += times[run]!;
      events++;
    }
  return times.map((time) => time - sum / events);
}

/**
 * Test of proportional hazards: the score test of covariate times transformed time, as R's survival from 3.0 on.
 *
 * @param fit From `coxRegression`, ties efron or breslow, all coefficients finite.
 * @param transform Function of time. Default 'km'.
 * @throws StatsError `survival/unsupported` for exact ties, infinite coefficients, or 'log' with an event at time 0.
 * @example
 * proportionalHazards(fit).global.p;
 * @see Grambsch and Therneau, Biometrika 81 (1994) 515-526; R survival::cox.zph.
 */
export function proportionalHazards(fit: CoxFit, transform: TimeTransform = 'km'): ProportionalHazardsTest {
  const { design, search, ties } = fit.model;
  const times = transformedTimes(design, transform);
  const events = design.dead;
  const undefinedTime = times.some((time, run) => {
    if (Number.isFinite(time)) return false;
    for (let place = design.timed.runStarts[run]!; place < design.timed.runStarts[run + 1]!; place++)
      if (events[place] === 1) return true;
    return false;
  });
  if (ties === 'exact' || undefinedTime || search.infinite.some((sign) => sign !== 0))
    throw new StatsError('survival/unsupported', {
      found: 'Found exact ties, an infinite coefficient, or an event at time 0 under a logarithm.',
      needed:
        'Needed a finite model with efron or breslow ties, and a transform that is defined at every event.',
      remedy: 'Refit with efron ties, leave out the covariate, or use the km transform.',
    });
  const blocks = accumulate(
    fit,
    centre(
      times.map((time) => (Number.isFinite(time) ? time : 0)),
      design,
    ),
  );
  const all = Array.from({ length: design.p }, (_, j) => j);
  return {
    terms: design.names.map((name, j) => ({ name, test: scoreTest(blocks, [j]) })),
    global: scoreTest(blocks, all),
    transform,
  };
}
