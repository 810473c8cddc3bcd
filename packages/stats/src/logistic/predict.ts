/**
 * What probability a fitted logistic model gives a new patient.
 *
 * Reads the terms of a fit and covariates by name. Knows no labels.
 */

import { multiplyVector } from '../linear/matrix.ts';
import type { LogisticFit } from './regression.ts';

/** Probabilities of new rows from the coefficients of a fit. */
export function predictLogistic(
  fit: Pick<LogisticFit, 'terms'>,
  covariates: Readonly<Record<string, ArrayLike<number>>>,
): Float64Array {
  const columns = Object.values(covariates);
  const n = columns[0]?.length ?? 0;
  const coefficients = fit.terms.map((term) => term.estimate ?? Number.NaN);
  const values = new Float64Array(n * (columns.length + 1));
  for (let i = 0; i < n; i++) {
    values[i * (columns.length + 1)] = 1;
    columns.forEach((column, j) => {
      values[i * (columns.length + 1) + j + 1] = column[i]!;
    });
  }
  const predictor = multiplyVector({ rows: n, columns: columns.length + 1, values }, coefficients);
  return predictor.map((eta) => 1 / (1 + Math.exp(-eta)));
}
