import { fitCutoff } from '@mriscore/stats';
import { describe, expect, test } from 'vitest';
import { aucOf } from './discriminate.ts';
import { judgeSet } from './judge-set.ts';
import type { Judged } from './judged.ts';

function judged(scores: readonly number[], targets: readonly number[]): Judged {
  return { scores: Float64Array.from(scores), targets: Uint8Array.from(targets) };
}

// Ten patients whose 25 pairs can be counted by hand.
const TEN = judged([0.1, 0.2, 0.3, 0.45, 0.6, 0.4, 0.5, 0.7, 0.8, 0.9], [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
const CUTOFF = fitCutoff(TEN.scores, TEN.targets, { rule: { fixed: 0.5 } });

describe('judgeSet', () => {
  const result = judgeSet(TEN, CUTOFF);

  test('counts patients and gives the area that the pairs give', () => {
    expect([result.n, result.positives]).toEqual([10, 5]);
    // Of 25 pairs 3 are the wrong way round: 0.45 over 0.4, and 0.6 over 0.4 and 0.5.
    expect(result.auc.value).toBeCloseTo(22 / 25, 12);
  });

  test('applies the cut-off that it was given: a score equal to it is positive', () => {
    expect(result.classification).toMatchObject({
      sensitivity: { value: 0.8 },
      specificity: { value: 0.8 },
    });
  });

  test('runs the ROC curve from corner to corner', () => {
    const { falsePositiveRate = [], sensitivity = [] } = result.roc ?? {};
    expect([falsePositiveRate[0], sensitivity[0]]).toEqual([0, 0]);
    expect([falsePositiveRate.at(-1), sensitivity.at(-1)]).toEqual([1, 1]);
  });

  test('draws no smoothed calibration curve for so few patients, but gives its numbers', () => {
    expect(result.calibration?.points).toEqual([]);
    expect(result.calibration).not.toBeNull();
    expect(result.decision?.model.length).toBe(result.decision?.threshold.length);
  });

  test('gives null with a reason where a set has one class or nobody', () => {
    const one = judgeSet(judged([0.2, 0.9], [1, 1]), CUTOFF);
    expect(one.auc).toMatchObject({ value: null, reason: 'Positive and negative patients are both needed.' });
    expect([one.roc, one.calibration, one.decision]).toEqual([null, null, null]);
    expect(one.classification).not.toBeNull();
    const nobody = judgeSet(judged([], []), CUTOFF);
    expect(nobody.classification).toBeNull();
    expect(aucOf(judged([], [])).reason).toBe('No patient.');
  });
});
