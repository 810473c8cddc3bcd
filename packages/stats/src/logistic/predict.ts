/**
 * What probability a fitted logistic model gives a new patient.
 *
 * Reads the terms of a fit and covariates by name, in any order. Knows no labels.
 */
import { requireRows } from '../columns.ts';
import { StatsError } from '../errors.ts';
import { inverseLogit } from './irls.ts';
import type { LogisticFit } from './regression.ts';

/** Columns in the order of the terms after the intercept. */
function columnsOf(
  names: readonly string[],
  covariates: Readonly<Record<string, ArrayLike<number>>>,
): ArrayLike<number>[] {
  const given = Object.keys(covariates);
  const absent = names.filter((name) => !Object.hasOwn(covariates, name));
  if (absent.length === 0 && given.length === names.length) return names.map((name) => covariates[name]!);
  throw new StatsError('input/option', {
    found: `Found the covariates ${given.join(', ') || 'of nothing'}.`,
    needed: `Needed those of the fit: ${names.join(', ') || 'none'}.`,
    remedy: 'Pass one column by each name.',
  });
}

/**
 * Probabilities of new rows from the coefficients of a fit.
 *
 * @param fit From `logisticRegression`, without separation.
 * @param covariates Columns by the names of the fit; length n each.
 * @returns Length n, in [0, 1].
 * @throws StatsError `logistic/separated` where the fit has no coefficients, `input/option` for other names,
 * `input/length`, `input/empty`.
 * @example
 * predictLogistic(logisticRegression({ outcome, covariates: { age } }), { age: [50, 60] });
 * @see R's predict(type = "response").
 */
export function predictLogistic(
  fit: Pick<LogisticFit, 'terms'>,
  covariates: Readonly<Record<string, ArrayLike<number>>>,
): Float64Array {
  const [intercept, ...slopes] = fit.terms.map(({ estimate }) => estimate);
  const columns = columnsOf(
    fit.terms.slice(1).map(({ name }) => name),
    covariates,
  );
  if (intercept == null || slopes.includes(null)) {
    throw new StatsError('logistic/separated', {
      found: 'Found a fit without coefficients: its covariates separate the outcomes.',
      needed: 'Needed finite coefficients to predict from.',
      remedy: 'Use firthLogistic().',
    });
  }
  return Float64Array.from({ length: requireRows(covariates) }, (_, row) =>
    inverseLogit(slopes.reduce<number>((sum, slope, j) => sum + slope! * columns[j]![row]!, intercept)),
  );
}
