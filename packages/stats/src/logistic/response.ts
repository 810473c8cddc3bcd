/**
 * Whether outcomes, weights and offsets can be fitted by a logistic model.
 *
 * Reads what a caller passed, gives dense arrays. Knows nothing of covariates.
 */
import { requireBothClasses, requireFiniteColumn, requireLabels, requireRows } from '../columns.ts';
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

function requireNoNegative(weights: Float64Array): void {
  const row = weights.findIndex((weight) => weight < 0);
  if (row < 0) return;
  throw new StatsError('input/option', {
    found: `Found the negative weight ${weights[row]} in row ${row}.`,
    needed: 'Needed weights of 0 or more.',
    remedy: 'Correct the weight or drop the row.',
  });
}

/**
 * Checks the outcome side of a logistic model.
 *
 * @throws StatsError `input/empty`, `input/label`, `input/one-class`, `input/length`, `input/not-finite`,
 * `input/option` for a negative weight.
 */
export function checkOutcome(input: ResponseInput): Response {
  const n = requireRows({
    outcome: input.outcome,
    ...(input.weights ? { weights: input.weights } : {}),
    ...(input.offset ? { offset: input.offset } : {}),
  });
  requireLabels(input.outcome, 'outcome');
  const outcome = Float64Array.from(input.outcome);
  const weights = input.weights ? Float64Array.from(input.weights) : new Float64Array(n).fill(1);
  const offset = input.offset ? Float64Array.from(input.offset) : new Float64Array(n);
  requireFiniteColumn(weights, 'weights');
  requireFiniteColumn(offset, 'offset');
  requireNoNegative(weights);
  const counted = outcome.filter((_, i) => weights[i]! > 0);
  requireBothClasses(
    counted.reduce((sum, y) => sum + y, 0),
    counted.length,
  );
  return { outcome, weights, offset };
}
