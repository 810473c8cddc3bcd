/**
 * The way to the top of a penalised likelihood, and down to a profile limit.
 *
 * Reads a design, gives the maximum with or without one coefficient held. Knows no covariate by name.
 */
import { StatsError } from '../../errors.ts';
import { cholesky, choleskySolve } from '../../linear/cholesky.ts';
import type { CoxDesign } from './design.ts';
import { type PenalisedValue, penalisedLikelihood } from './jeffreys.ts';

/** A maximum of the penalised likelihood. */
export interface Peak {
  readonly beta: Float64Array;
  readonly value: PenalisedValue;
}

/** Newton step over the coefficients that are not held. */
function stepOf(value: PenalisedValue, held: number): Float64Array {
  const p = value.score.length;
  const information = Float64Array.from(value.information);
  const score = Float64Array.from(value.score);
  if (held >= 0) {
    for (let j = 0; j < p; j++) information[held * p + j] = information[j * p + held] = 0;
    information[held * p + held] = 1;
    score[held] = 0;
  }
  const step = choleskySolve(cholesky({ rows: p, columns: p, values: information }, 1e-13), score);
  const longest = step.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
  return longest > 2 ? step.map((part) => (part * 2) / longest) : step;
}

/** Climb from a start; the coefficient `held` stays where it is (-1: none). */
export function climbPenalised(design: CoxDesign, from: Float64Array, held: number): Peak {
  let beta = from;
  let value = penalisedLikelihood(design, beta);
  for (let iteration = 0; iteration < 500; iteration++) {
    const step = stepOf(value, held);
    const longest = step.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
    const gain = step.reduce((sum, part, j) => sum + (j === held ? 0 : part * value.score[j]!), 0);
    if (longest < 1e-9 || gain < 1e-15) return { beta, value };
    let factor = 1;
    for (; factor > 1e-8; factor /= 2) {
      const next = beta.map((part, j) => part + factor * step[j]!);
      const candidate = penalisedLikelihood(design, next);
      if (candidate.logLikelihood < value.logLikelihood - 1e-14) continue;
      [beta, value] = [next, candidate];
      break;
    }
    if (factor <= 1e-8) return { beta, value };
  }
  throw new StatsError('survival/no-convergence', {
    found: 'Found no maximum of the penalised likelihood in 500 steps.',
    needed: 'Needed a penalised likelihood that levels off.',
    remedy: 'Use fewer covariates, or rescale extreme ones.',
  });
}

/** One profile limit of coefficient k on one side, or null when the profile never falls so far. */
export function profileLimit(
  design: CoxDesign,
  peak: Peak,
  search: { k: number; side: 1 | -1; drop: number; width: number },
): number | null {
  const { k, side, drop, width } = search;
  let warm = peak.beta;
  const excess = (at: number): number => {
    const start = Float64Array.from(warm);
    start[k] = at;
    const found = climbPenalised(design, start, k);
    warm = found.beta;
    return peak.value.logLikelihood - found.value.logLikelihood - drop;
  };
  let inside = peak.beta[k]!;
  let outside = inside + side * width;
  for (let doubling = 0; excess(outside) < 0; doubling++) {
    if (doubling > 30) return null;
    inside = outside;
    outside = peak.beta[k]! + (outside - peak.beta[k]!) * 1.6;
  }
  for (
    let halving = 0;
    halving < 60 && Math.abs(outside - inside) > 1e-10 * (1 + Math.abs(inside));
    halving++
  ) {
    const middle = (inside + outside) / 2;
    if (excess(middle) < 0) inside = middle;
    else outside = middle;
  }
  return (inside + outside) / 2;
}
