/**
 * Whether hazard ratios stay the same over time.
 *
 * Reads a fit, gives the score test of adding each covariate times a function of time. Knows nothing of what to do
 * when the answer is no.
 */
import { StatsError } from '../../errors.ts';
import { cholesky, choleskySolve } from '../../linear/cholesky.ts';
import type { ChiSquareTest } from '../../types.ts';
import { chiSquareP } from '../follow-up/probability.ts';
import type { CoxDesign } from './design.ts';
import type { CoxFit } from './fit.ts';
import { accumulate, type Blocks } from './time-blocks.ts';
import { type TimeTransform, transformedTimes } from './transformed-times.ts';

/** Test of proportional hazards. */
export interface ProportionalHazardsTest {
  /** One test a covariate, one degree of freedom each. */
  readonly terms: readonly { readonly name: string; readonly test: ChiSquareTest }[];
  /** All covariates together. */
  readonly global: ChiSquareTest;
  /** The function of time. */
  readonly transform: TimeTransform;
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
