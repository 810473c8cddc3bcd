import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StatsError } from '../errors.ts';
import { auc } from './auc.ts';
import { labelledScores, permuted } from './fixtures/labelled-scores.ts';

const SCORES = [0.1, 0.4, 0.35, 0.8];

const LABELS = [0, 0, 1, 1];

/** The area by its definition: every pair of a positive and a negative. */
function areaByPairs(scores: readonly number[], labels: readonly number[]): number {
  let won = 0;
  let pairs = 0;
  scores.forEach((a, i) => {
    scores.forEach((b, j) => {
      if (labels[i] !== 1 || labels[j] !== 0) return;
      pairs++;
      won += a > b ? 1 : a === b ? 0.5 : 0;
    });
  });
  return won / pairs;
}

describe('auc', () => {
  test('equals the share of pairs in which the positive scores higher', () => {
    fc.assert(
      fc.property(labelledScores(), ({ scores, labels }) => {
        expect(auc(scores, labels).value).toBeCloseTo(areaByPairs(scores, labels), 12);
      }),
    );
  });

  test('the order of patients does not matter', () => {
    fc.assert(
      fc.property(labelledScores(), fc.integer(), (data, seed) => {
        const again = permuted(data, seed);
        expect(auc(again.scores, again.labels)).toEqual(auc(data.scores, data.labels));
      }),
    );
  });

  test('a rising transformation of the score changes nothing', () => {
    fc.assert(
      fc.property(labelledScores(), ({ scores, labels }) => {
        const moved = scores.map((s) => Math.exp(s / 7) * 3 - 5);
        expect(auc(moved, labels)).toEqual(auc(scores, labels));
      }),
    );
  });

  test('turning the score round gives one minus the area and the same variance', () => {
    fc.assert(
      fc.property(labelledScores(2), ({ scores, labels }) => {
        const forward = auc(scores, labels);
        const backward = auc(
          scores.map((s) => -s),
          labels,
        );
        expect(backward.value!).toBeCloseTo(1 - forward.value!, 12);
        expect(backward.variance!).toBeCloseTo(forward.variance!, 12);
      }),
    );
  });

  test('doubling every patient leaves the area', () => {
    fc.assert(
      fc.property(labelledScores(), ({ scores, labels }) => {
        const twice = auc([...scores, ...scores], [...labels, ...labels]);
        expect(twice.value!).toBeCloseTo(auc(scores, labels).value!, 12);
      }),
    );
  });

  test('the logit interval never leaves the unit interval and holds the area', () => {
    fc.assert(
      fc.property(labelledScores(2), ({ scores, labels }) => {
        const { value, lower, upper } = auc(scores, labels, { interval: 'logit' });
        if (lower === null || upper === null) return;
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower).toBeLessThanOrEqual(value! + 1e-12);
        expect(upper).toBeGreaterThanOrEqual(value! - 1e-12);
      }),
    );
  });

  test('a perfect score says that its interval means nothing', () => {
    const result = auc([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1]);
    expect([result.value, result.lower, result.upper]).toEqual([1, 1, 1]);
    expect(result.reason).toMatch(/says nothing about precision/);
    const logit = auc([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1], { interval: 'logit' });
    expect([logit.lower, logit.reason?.includes('logit')]).toEqual([null, true]);
  });

  test('an inverted score stays below one half and says so', () => {
    const result = auc([0.9, 0.8, 0.2, 0.1], [0, 0, 1, 1]);
    expect(result.value).toBe(0);
    expect(result.reason).toMatch(/direction was kept/);
  });

  test('one positive patient gives an area without an interval', () => {
    const result = auc([1, 2, 3], [0, 0, 1]);
    expect([result.value, result.variance, result.lower]).toEqual([1, null, null]);
    expect(result.reason).toMatch(/two positive/);
  });

  test.each([
    ['input/one-class', [1, 2], [1, 1]],
    ['input/empty', [], []],
    ['input/length', [1, 2, 3], [0, 1]],
    ['input/not-finite', [1, Number.NaN], [0, 1]],
    ['input/not-finite', [1, Number.POSITIVE_INFINITY], [0, 1]],
    ['input/label', [1, 2], [0, 2]],
    ['input/label', [1, 2], [0, Number.NaN]],
  ])('refuses %s', (code, scores, labels) => {
    expect(() => auc(scores, labels)).toThrow(expect.objectContaining({ code }));
  });

  test('refuses an unknown option and an impossible level', () => {
    expect(() => auc(SCORES, LABELS, { levl: 0.9 } as never)).toThrow(/Known|one of/);
    expect(() => auc(SCORES, LABELS, { level: 95 })).toThrow(StatsError);
  });
});
