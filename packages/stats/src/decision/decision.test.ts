import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelledScores, permuted } from '../discrimination/fixtures/labelled-scores.ts';
import { StatsError } from '../errors.ts';
import { decisionCurve } from './decision-curve.ts';
import { reclassification } from './reclassification.ts';

/** Whole-number scores as probabilities with many ties. */
const toProbabilities = (scores: readonly number[]) => scores.map((score) => (score + 20) / 40);

describe('decisionCurve', () => {
  test('net benefit by its definition at every threshold', () => {
    const threshold = fc.integer({ min: 1, max: 39 }).map((k) => k / 40);
    fc.assert(
      fc.property(labelledScores(), threshold, ({ scores, labels }, t) => {
        const p = toProbabilities(scores);
        const treated = p.map((value) => value >= t);
        const n = p.length;
        const tp = treated.filter((is, i) => is && labels[i] === 1).length;
        const fp = treated.filter((is, i) => is && labels[i] === 0).length;
        const curve = decisionCurve(p, labels, { thresholds: [t] });
        expect(curve.netBenefit[0]!).toBeCloseTo(tp / n - (fp / n) * (t / (1 - t)), 12);
      }),
    );
  });

  test('a probability of one for everyone is treating everyone', () => {
    fc.assert(
      fc.property(labelledScores(), ({ labels }) => {
        const curve = decisionCurve(
          labels.map(() => 1),
          labels,
        );
        curve.netBenefit.forEach((value, i) => {
          expect(value).toBeCloseTo(curve.treatAll[i]!, 10);
        });
      }),
    );
  });

  test('order and doubling of patients change nothing, and no model beats knowing the outcome', () => {
    fc.assert(
      fc.property(labelledScores(), fc.integer(), (data, seed) => {
        const again = permuted(data, seed);
        const p = toProbabilities(data.scores);
        const curve = decisionCurve(p, data.labels);
        const other = decisionCurve(toProbabilities(again.scores), again.labels);
        const twice = decisionCurve([...p, ...p], [...data.labels, ...data.labels]);
        curve.netBenefit.forEach((value, i) => {
          expect(other.netBenefit[i]!).toBeCloseTo(value, 12);
          expect(twice.netBenefit[i]!).toBeCloseTo(value, 12);
          expect(value).toBeLessThanOrEqual(curve.prevalence + 1e-12);
        });
      }),
    );
  });

  test('a threshold of 1, a score that is no probability and an unknown option are refused', () => {
    expect(() => decisionCurve([0.1, 0.9], [0, 1], { thresholds: [1] })).toThrow(/above 0 and below 1/);
    expect(() => decisionCurve([0.1, 1.9], [0, 1])).toThrow(/probabilities from 0 to 1/);
    expect(() => decisionCurve([0.1, 0.9], [0, 1], { threshold: [0.5] } as never)).toThrow(StatsError);
    expect(() => decisionCurve([0.1, 0.9], [0, 1], { thresholds: [] })).toThrow(StatsError);
  });
});

describe('reclassification', () => {
  test('a model compared with itself moves no one, and the tests are null with a reason', () => {
    fc.assert(
      fc.property(labelledScores(2), ({ scores, labels }) => {
        const p = toProbabilities(scores);
        const { categorical, continuous, integrated } = reclassification(p, p, labels, {
          cutoffs: [0.3, 0.6],
        });
        expect([categorical.total.value, continuous.total.value, integrated.total.value]).toEqual([0, 0, 0]);
        expect([categorical.z, integrated.z]).toEqual([null, null]);
        expect(categorical.total.reason).toMatch(/0 \/ 0/);
      }),
    );
  });

  test('exchanging the models changes every sign', () => {
    fc.assert(
      fc.property(labelledScores(2), fc.integer(), (data, seed) => {
        const p = toProbabilities(data.scores);
        const q = toProbabilities(permuted(data, seed).scores);
        const there = reclassification(p, q, data.labels, { cutoffs: [0.4] });
        const back = reclassification(q, p, data.labels, { cutoffs: [0.4] });
        expect(there.categorical.events).toBeCloseTo(-back.categorical.events, 12);
        expect(there.continuous.nonEvents).toBeCloseTo(-back.continuous.nonEvents, 12);
        expect(there.integrated.total.value!).toBeCloseTo(-back.integrated.total.value!, 12);
      }),
    );
  });

  test('a probability at the limit is in the higher category', () => {
    const { tableEvents } = reclassification([0.1, 0.1, 0.1], [0.5, 0.49, 0.1], [1, 1, 0], {
      cutoffs: [0.5],
    });
    expect(tableEvents).toEqual([
      [1, 1],
      [0, 0],
    ]);
  });

  test('carries a caution, and refuses unsorted limits', () => {
    expect(reclassification([0.1, 0.9], [0.2, 0.8], [0, 1]).caution).toMatch(/net benefit/);
    expect(() => reclassification([0.1], [0.2], [1])).toThrow(StatsError);
    expect(() => reclassification([0.1, 0.9], [0.2, 0.8], [0, 1], { cutoffs: [0.6, 0.4] })).toThrow(/rising/);
  });
});
