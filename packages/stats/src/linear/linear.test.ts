import { expect, test } from 'vitest';
import { cholesky, choleskyInverse, choleskySolve, logDeterminant } from './cholesky.ts';
import {
  crossProduct,
  fromColumns,
  fromRows,
  matrixProduct,
  quadraticForm,
  toRows,
  transpose,
} from './matrix.ts';
import { leastSquares } from './qr.ts';

const tall = fromRows([
  [1, 2, 0.5],
  [1, -1, 3],
  [1, 4, -2],
  [1, 0, 1],
  [1, 7, 2],
]);

test('the inverse times the matrix is the identity', () => {
  const square = crossProduct(tall);
  const identity = matrixProduct(choleskyInverse(cholesky(square)), square);
  toRows(identity).forEach((row, i) => {
    row.forEach((cell, j) => {
      expect(cell).toBeCloseTo(i === j ? 1 : 0, 12);
    });
  });
});

test('a solution satisfies its equations', () => {
  const square = crossProduct(tall);
  const x = choleskySolve(cholesky(square), [1, 2, 3]);
  const back = matrixProduct(square, fromColumns([x]));
  expect(Array.from(back.values)).toEqual([1, 2, 3].map((value) => expect.closeTo(value, 11)));
});

test('a column that doubles an earlier one is named, whatever its unit', () => {
  const base = [1, 5, 2, 4, 3, 6];
  for (const scale of [1e-9, 2, 1e9]) {
    const factor = cholesky(
      crossProduct(fromColumns([base, base.map((v) => v * scale), [0, 1, 0, 0, 1, 1]])),
    );
    expect(factor.deficient).toEqual([1]);
    expect(factor.rank).toBe(2);
  }
});

test('an indefinite matrix says so', () => {
  expect(
    cholesky(
      fromRows([
        [1, 2],
        [2, 1],
      ]),
    ).negative,
  ).toBe(true);
  expect(
    cholesky(
      fromRows([
        [2, 1],
        [1, 2],
      ]),
    ).negative,
  ).toBe(false);
});

test('the log determinant of a diagonal matrix is the sum of logs', () => {
  expect(
    logDeterminant(
      cholesky(
        fromRows([
          [2, 0],
          [0, 8],
        ]),
      ),
    ),
  ).toBeCloseTo(Math.log(16), 14);
});

test('least squares agrees with the normal equations, weighted or not', () => {
  const y = [1, 4, -2, 0.5, 3];
  for (const weights of [undefined, [1, 2, 0.5, 3, 1]]) {
    const fit = leastSquares(tall, y, weights ? { weights } : {});
    const square = crossProduct(tall, weights);
    const scaled = y.map((value, i) => value * (weights?.[i] ?? 1));
    const expected = choleskySolve(
      cholesky(square),
      matrixProduct(transpose(tall), fromColumns([scaled])).values,
    );
    expect(Array.from(fit.coefficients)).toEqual(Array.from(expected, (value) => expect.closeTo(value, 11)));
    const identity = matrixProduct(fit.inverseCrossProduct, square);
    expect(identity.values[0]).toBeCloseTo(1, 11);
    expect(identity.values[1]).toBeCloseTo(0, 11);
  }
});

test('least squares leaves out a column that repeats another', () => {
  const fit = leastSquares(
    fromColumns([
      [1, 1, 1, 1],
      [0, 1, 2, 3],
      [1, 3, 5, 7],
    ]),
    [1, 2, 3, 4.5],
  );
  expect(fit.deficient).toEqual([2]);
  expect(fit.coefficients[2]).toBe(0);
});

test('a quadratic form is the vector on both sides', () => {
  expect(
    quadraticForm(
      fromRows([
        [2, 1],
        [1, 3],
      ]),
      [1, -1],
    ),
  ).toBe(3);
});
