import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { random } from '../resampling/random.ts';
import { auc } from './auc.ts';
import { compareAucPaired } from './compare.ts';
import { compareAucUnpaired } from './compare-unpaired.ts';
import { labelledScores } from './fixtures/labelled-scores.ts';

describe('comparisons of two scores', () => {
  test('a score compared with itself differs by nothing', () => {
    fc.assert(
      fc.property(labelledScores(2), ({ scores, labels }) => {
        const result = compareAucPaired(scores, scores, labels);
        expect([result.difference.value, result.z, result.p]).toEqual([0, 0, 1]);
      }),
    );
  });

  test('changing sides changes the sign and nothing else', () => {
    fc.assert(
      fc.property(labelledScores(2), fc.integer(), ({ scores, labels }, seed) => {
        const draw = random(seed, 'second score');
        const other = scores.map((s) => s + draw.normal());
        const a = compareAucPaired(scores, other, labels);
        const b = compareAucPaired(other, scores, labels);
        expect(a.difference.value!).toBeCloseTo(-b.difference.value!, 12);
        if (a.p !== null) expect(a.p).toBeCloseTo(b.p!, 10);
      }),
    );
  });

  test('the variances are those of each area alone', () => {
    fc.assert(
      fc.property(labelledScores(2), ({ scores, labels }) => {
        const result = compareAucUnpaired({ scores, labels }, { scores, labels });
        expect(result.firstVariance!).toBeCloseTo(auc(scores, labels).variance!, 12);
      }),
    );
  });
});
