import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StatsError } from '../errors.ts';
import { predictLogistic } from './predict.ts';
import { logisticRegression } from './regression.ts';

const outcome = [0, 1, 1, 0, 1, 0, 0, 1];
const covariates = { age: [50, 61, 58, 49, 66, 70, 64, 52], size: [3, 1, 4, 1, 5, 9, 2, 6] };
const fit = logisticRegression({ outcome, covariates });

function codeOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    return error instanceof StatsError ? error.code : 'not a StatsError';
  }
}

test('the patients that were fitted get their fitted probabilities', () => {
  predictLogistic(fit, covariates).forEach((p, row) => {
    expect(p).toBeCloseTo(fit.fitted[row]!, 10);
  });
});

test('columns are taken by their names, not by their order', () => {
  const { age, size } = covariates;
  expect(predictLogistic(fit, { size, age })).toEqual(predictLogistic(fit, { age, size }));
});

test('a probability rises with a covariate whose coefficient is positive, and stays in [0, 1]', () => {
  const rises = Math.sign(fit.terms[2]!.estimate!);
  fc.assert(
    fc.property(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      (at, step) => {
        const [low, high] = predictLogistic(fit, { age: [60, 60], size: [at, at + step] });
        expect(rises * (high! - low!)).toBeGreaterThanOrEqual(0);
        expect(Math.min(low!, high!)).toBeGreaterThanOrEqual(0);
        expect(Math.max(low!, high!)).toBeLessThanOrEqual(1);
      },
    ),
  );
});

test('a missing, a misspelt and an added covariate are refused, and so is a fit without coefficients', () => {
  const { age, size } = covariates;
  expect(codeOf(() => predictLogistic(fit, { age }))).toBe('input/option');
  expect(codeOf(() => predictLogistic(fit, { age, sizes: size }))).toBe('input/option');
  expect(codeOf(() => predictLogistic(fit, { age, size, sex: age }))).toBe('input/option');
  expect(codeOf(() => predictLogistic(fit, { age, size: [1] }))).toBe('input/length');
  const separated = logisticRegression({ outcome: [0, 0, 1, 1], covariates: { x: [1, 2, 3, 4] } });
  expect(codeOf(() => predictLogistic(separated, { x: [1] }))).toBe('logistic/separated');
});
