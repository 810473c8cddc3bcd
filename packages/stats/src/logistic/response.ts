/**
 * Whether outcomes, weights and offsets can be fitted by a logistic model.
 *
 * Reads what a caller passed, gives dense arrays. Knows nothing of covariates.
 */
import { StatsError } from '../errors.ts';

/** Outcomes with what goes with each row. */
export interface ResponseInput {
  /** 1 where the patient has the condition, else 0. Length n. */
  readonly outcome: ArrayLike<number>;
  /** How many patients each row stands for, >= 0. Length n. Default 1. */
  readonly weights?: ArrayLike<number>;
  /** Known part of the log-odds. Length n. Default 0. */
  readonly offset?: ArrayLike<number>;
}

/** Checked outcomes, weights and offsets. */
export interface Response {
  readonly outcome: Float64Array;
  readonly weights: Float64Array;
  readonly offset: Float64Array;
}

function column(name: string, values: ArrayLike<number> | undefined, n: number, other: number): Float64Array {
  const result = values ? Float64Array.from(values) : new Float64Array(n).fill(other);
  if (result.length !== n) {
    throw new StatsError('input/length', {
      found: `Found ${result.length} ${name} for ${n} outcomes.`,
      needed: 'Needed one a row.',
      remedy: 'Pass columns of the same rows.',
    });
  }
  if (result.some((value) => !Number.isFinite(value)) || (name === 'weights' && result.some((w) => w < 0))) {
    throw new StatsError('input/not-finite', {
      found: `Found a value among the ${name} that is not finite, or is a negative weight.`,
      needed: 'Needed finite numbers, and weights of 0 or more.',
      remedy: 'Drop those rows first, and count them.',
    });
  }
  return result;
}

/**
 * Checks the outcome side of a logistic model.
 *
 * @throws StatsError `input/empty`, `input/label`, `input/one-class`, `input/length`,
 * `input/not-finite`.
 */
export function checkResponse(input: ResponseInput): Response {
  const n = input.outcome.length;
  if (n === 0) {
    throw new StatsError('input/empty', {
      found: 'Found no rows.',
      needed: 'Needed patients of both classes.',
      remedy: 'Check the filter that led here.',
    });
  }
  const outcome = Float64Array.from(input.outcome);
  const wrong = outcome.findIndex((y) => y !== 0 && y !== 1);
  if (wrong >= 0) {
    throw new StatsError('input/label', {
      found: `Found outcome ${input.outcome[wrong]} in row ${wrong}.`,
      needed: 'Needed 0 or 1.',
      remedy: 'Code the condition as 1 and its absence as 0; drop rows where it is unknown.',
    });
  }
  const weights = column('weights', input.weights, n, 1);
  const offset = column('offsets', input.offset, n, 0);
  const classes = new Set(outcome.filter((_, i) => weights[i]! > 0));
  if (classes.size < 2) {
    throw new StatsError('input/one-class', {
      found: `Found one outcome only in ${n} rows.`,
      needed: 'Needed patients with and without the condition.',
      remedy: 'Widen the cohort; a model of one class is not defined.',
    });
  }
  return { outcome, weights, offset };
}
