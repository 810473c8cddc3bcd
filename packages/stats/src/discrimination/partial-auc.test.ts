import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StatsError } from '../errors.ts';
import { auc } from './auc.ts';
import { labelledScores } from './fixtures/labelled-scores.ts';
import { partialAuc } from './partial-auc.ts';

const SCORES = [0.1, 0.4, 0.35, 0.8];

const LABELS = [0, 0, 1, 1];

describe('partialAuc', () => {
  test('over the whole range it is the auc, by either axis', () => {
    fc.assert(
      fc.property(labelledScores(), ({ scores, labels }) => {
        const whole = auc(scores, labels).value!;
        for (const focus of ['specificity', 'sensitivity'] as const) {
          expect(partialAuc(scores, labels, { focus, from: 0, to: 1 }).area).toBeCloseTo(whole, 12);
        }
      }),
    );
  });

  test('two neighbouring ranges add up', () => {
    fc.assert(
      fc.property(
        labelledScores(),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        ({ scores, labels }, cut) => {
          const area = (from: number, to: number) =>
            partialAuc(scores, labels, { focus: 'specificity', from, to }).area;
          expect(area(0, cut) + area(cut, 1)).toBeCloseTo(area(0, 1), 12);
        },
      ),
    );
  });

  test('below the diagonal the correction of McClish has no value', () => {
    const result = partialAuc([0.9, 0.8, 0.2, 0.1], [0, 0, 1, 1], { focus: 'specificity', from: 1, to: 0.5 });
    expect(result.corrected).toBeNull();
    expect(result.reason).toMatch(/diagonal/);
  });

  test('an empty range is refused', () => {
    const options = { focus: 'specificity', from: 0.9, to: 0.9 } as const;
    expect(() => partialAuc(SCORES, LABELS, options)).toThrow(StatsError);
  });
});
