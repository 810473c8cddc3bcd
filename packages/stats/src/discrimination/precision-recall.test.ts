import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelledScores, permuted } from './fixtures/labelled-scores.ts';
import { precisionRecall } from './precision-recall.ts';

const SCORES = [0.1, 0.4, 0.35, 0.8];

const LABELS = [0, 0, 1, 1];

describe('precisionRecall', () => {
  test('average precision by its definition', () => {
    // Ranked: 1 (0.8), 0 (0.4), 1 (0.35), 0 (0.1): (1/1 + 2/3) / 2.
    expect(precisionRecall(SCORES, LABELS).averagePrecision).toBeCloseTo(5 / 6, 14);
  });

  test('order and rising transformations change nothing, a constant score gives the prevalence', () => {
    fc.assert(
      fc.property(labelledScores(), fc.integer(), (data, seed) => {
        const again = permuted(data, seed);
        const a = precisionRecall(data.scores, data.labels);
        const b = precisionRecall(
          again.scores.map((s) => s ** 3),
          again.labels,
        );
        expect(b.averagePrecision).toBeCloseTo(a.averagePrecision, 12);
        const constant = precisionRecall(
          data.scores.map(() => 1),
          data.labels,
        );
        expect(constant.averagePrecision).toBeCloseTo(a.prevalence, 12);
        expect(constant.integral).toBeCloseTo(a.prevalence, 12);
      }),
    );
  });
});
