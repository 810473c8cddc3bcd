import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auc } from './auc.ts';
import { labelledScores } from './fixtures/labelled-scores.ts';
import { rocCurve } from './roc-curve.ts';

describe('rocCurve', () => {
  test('starts at (0, 0), ends at (1, 1), never falls, and its area is the auc', () => {
    fc.assert(
      fc.property(labelledScores(), ({ scores, labels }) => {
        const { truePositiveRate: y, falsePositiveRate: x } = rocCurve(scores, labels);
        expect([x[0], y[0], x.at(-1), y.at(-1)]).toEqual([0, 0, 1, 1]);
        let area = 0;
        for (let i = 1; i < x.length; i++) {
          expect(x[i]! >= x[i - 1]! && y[i]! >= y[i - 1]!).toBe(true);
          area += ((x[i]! - x[i - 1]!) * (y[i]! + y[i - 1]!)) / 2;
        }
        expect(area).toBeCloseTo(auc(scores, labels).value!, 12);
      }),
    );
  });

  test('scores one rounding step apart stay apart', () => {
    const next = 1 + Number.EPSILON;
    expect([...rocCurve([1, next], [0, 1]).thresholds]).toEqual([Number.POSITIVE_INFINITY, next, 1]);
  });
});
