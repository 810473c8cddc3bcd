import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelledScores } from '../discrimination/fixtures/labelled-scores.ts';
import { StatsError } from '../errors.ts';
import { classify } from './classify.ts';
import { confusion } from './confusion.ts';
import { fitCutoff } from './cutoff.ts';
import { hashRows } from './sha256.ts';

const TIED = { scores: [1, 1, 2, 2, 3, 3, 4, 4], labels: [0, 0, 1, 0, 1, 0, 1, 1] };

describe('fitCutoff', () => {
  test('ties of the Youden index go to the lowest cut-off', () => {
    expect(fitCutoff(TIED.scores, TIED.labels, { rule: 'youden' }).value).toBe(2);
  });

  test('remembers rule, rows and number of rows; a fixed one carries no rows', () => {
    const cutoff = fitCutoff(TIED.scores, TIED.labels, { rule: { sensitivityAtLeast: 0.75 } });
    expect(cutoff).toEqual({
      value: 3,
      side: '>=',
      rule: 'highest with sensitivity >= 0.75',
      fittedOn: hashRows([TIED.scores, TIED.labels]),
      n: 8,
    });
    const fixed = fitCutoff(TIED.scores, TIED.labels, { rule: { fixed: 0.5 } });
    expect([fixed.value, fixed.n, fixed.fittedOn]).toEqual([0.5, 0, hashRows([])]);
  });

  test('no observed cut-off has a larger Youden index than the chosen one', () => {
    fc.assert(
      fc.property(labelledScores(), ({ scores, labels }) => {
        const chosen = classify(scores, labels, fitCutoff(scores, labels, { rule: 'youden' })).youdenIndex
          .value!;
        for (const score of scores) {
          const other = classify(scores, labels, fitCutoff(scores, labels, { rule: { fixed: score } }));
          expect(other.youdenIndex.value!).toBeLessThanOrEqual(chosen + 1e-12);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('a sensitivity asked for is reached, and no higher cut-off reaches it', () => {
    fc.assert(
      fc.property(
        labelledScores(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ scores, labels }, target) => {
          const cutoff = fitCutoff(scores, labels, { rule: { sensitivityAtLeast: target } });
          expect(classify(scores, labels, cutoff).sensitivity.value!).toBeGreaterThanOrEqual(target);
          const higher = scores.filter((score) => score > cutoff.value);
          for (const score of higher) {
            const table = confusion(scores, labels, score);
            const positives = table.truePositives + table.falseNegatives;
            expect(table.truePositives / positives).toBeLessThan(target);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  test('the median needs no labels of both classes, the Youden index does', () => {
    expect(fitCutoff([1, 2, 3, 10], [1, 1, 1, 1], { rule: 'median' }).value).toBe(2.5);
    expect(() => fitCutoff([1, 2], [1, 1], { rule: 'youden' })).toThrow(StatsError);
  });

  test('a specificity that no score reaches, an unknown rule and a cut-off that is not finite are refused', () => {
    const fit = (rule: unknown) => () => fitCutoff([1, 2, 3], [0, 1, 0], { rule: rule as 'youden' });
    expect(fit({ specificityAtLeast: 1 })).toThrow(/specificity/);
    expect(fit('best')).toThrow(/Needed one of/);
    expect(fit({ fixed: Number.NaN })).toThrow(/finite/);
    expect(fit({ sensitivityAtLeast: 90 })).toThrow(/0 to 1/);
  });
});
