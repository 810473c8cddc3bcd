import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crossEntropy, scoreOf } from './score.ts';

test('a score rises with the log odds, and is the complement of what opposite log odds give', () => {
  fc.assert(
    fc.property(fc.double({ min: -30, max: 30, noNaN: true }), (logit) => {
      expect(scoreOf(logit) + scoreOf(-logit)).toBeCloseTo(1, 12);
      expect(scoreOf(logit + 0.1)).toBeGreaterThan(scoreOf(logit));
    }),
  );
  expect(scoreOf(Math.log(3))).toBeCloseTo(0.75, 15);
});

test('the cross-entropy is the negative logarithm of what was claimed of the truth, and does not overflow', () => {
  expect(crossEntropy(0, 1)).toBeCloseTo(Math.LN2, 15);
  expect(crossEntropy(2, 0)).toBeCloseTo(-Math.log(1 - scoreOf(2)), 12);
  expect(crossEntropy(-1000, 1)).toBe(1000);
  expect(crossEntropy(1000, 1)).toBe(0);
});
