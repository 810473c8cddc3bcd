import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auc } from '../discrimination/auc.ts';
import { labelledScores } from '../discrimination/fixtures/labelled-scores.ts';
import { classify } from './classify.ts';
import { fitCutoff } from './cutoff.ts';

const TIED = { scores: [1, 1, 2, 2, 3, 3, 4, 4], labels: [0, 0, 1, 0, 1, 0, 1, 1] };

describe('classify', () => {
  test('every measure comes from the one matrix', () => {
    fc.assert(
      fc.property(labelledScores(), fc.integer({ min: -21, max: 21 }), ({ scores, labels }, at) => {
        const result = classify(scores, labels, fitCutoff(scores, labels, { rule: { fixed: at } }));
        const { truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn } = result;
        expect(tp + fp + fn + tn).toBe(scores.length);
        expect([result.sensitivity.k, result.sensitivity.n]).toEqual([tp, tp + fn]);
        expect([result.positivePredictiveValue.k, result.positivePredictiveValue.n]).toEqual([tp, tp + fp]);
        expect(result.balancedAccuracy.value!).toBeCloseTo((tp / (tp + fn) + tn / (tn + fp)) / 2, 12);
      }),
    );
  });

  test('what is 0 / 0 is null with a reason and what is x / 0 is infinite', () => {
    const none = classify([0.1, 0.2], [1, 0], fitCutoff([0.1, 0.2], [1, 0], { rule: { fixed: 0.5 } }));
    expect([none.positivePredictiveValue.value, none.matthews.value]).toEqual([null, null]);
    expect(none.positiveLikelihoodRatio.reason).toMatch(/0 \/ 0/);
    const perfect = classify([0.1, 0.9], [0, 1], fitCutoff([0.1, 0.9], [0, 1], { rule: 'youden' }));
    expect(perfect.positiveLikelihoodRatio.value).toBe(Number.POSITIVE_INFINITY);
    expect(perfect.positiveLikelihoodRatio.reason).toMatch(/x \/ 0/);
  });

  test('no measure is ever NaN, and what is null or infinite carries a reason', () => {
    const few = fc.integer({ min: 0, max: 2 });
    fc.assert(
      fc.property(fc.tuple(few, few, few, few), (counts) => {
        fc.pre(counts.some((count) => count > 0));
        const cells = counts.flatMap((count, cell) => Array.from({ length: count }, () => cell));
        const [scores, labels] = [cells.map((cell) => cell % 2), cells.map((cell) => (cell < 2 ? 1 : 0))];
        const result = classify(scores, labels, fitCutoff(scores, labels, { rule: { fixed: 1 } }));
        for (const measure of Object.values(result)) {
          if (typeof measure !== 'object' || !('level' in measure)) continue;
          expect(measure.value).not.toBeNaN();
          if (!Number.isFinite(measure.value)) expect(measure.reason).toBeTruthy();
        }
      }),
    );
  });

  test('says when the patients are those the cut-off was fitted on', () => {
    const cutoff = fitCutoff(TIED.scores, TIED.labels, { rule: 'youden' });
    expect(classify(TIED.scores, TIED.labels, cutoff).isApparent).toBe(true);
    expect(
      classify(
        TIED.scores.map((s) => s + 1),
        TIED.labels,
        cutoff,
      ).isApparent,
    ).toBe(false);
  });

  test('for a score of two values the mean of sensitivity and specificity is the auc', () => {
    fc.assert(
      fc.property(labelledScores(), ({ scores, labels }) => {
        const calls = scores.map((score) => (score >= 3 ? 1 : 0));
        const cutoff = fitCutoff(calls, labels, { rule: { fixed: 1 } });
        expect(classify(calls, labels, cutoff).balancedAccuracy.value!).toBeCloseTo(
          auc(calls, labels).value!,
          12,
        );
      }),
    );
  });
});
