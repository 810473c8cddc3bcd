import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StatsError } from '../errors.ts';
import { bootstrapLimits } from '../resampling/bootstrap-interval.ts';
import { random } from '../resampling/random.ts';
import { aucOfResamples } from './area-of-draws.ts';
import { auc } from './auc.ts';
import { aucLeftOut } from './auc-left-out.ts';
import { aucBootstrap } from './bootstrap-auc.ts';
import { labelledScores } from './fixtures/labelled-scores.ts';

const SCORES = [0.1, 0.4, 0.35, 0.8];

const LABELS = [0, 0, 1, 1];

describe('bootstrap', () => {
  test('the area of a resample is the area of its rows', () => {
    fc.assert(
      fc.property(labelledScores(), ({ scores, labels }) => {
        const rows = scores.map((_, i) => i);
        const area = auc(scores, labels).value!;
        expect([...aucOfResamples(scores, labels, [rows, [...rows, ...rows]])]).toEqual([area, area]);
      }),
    );
  });

  test('leaving a patient out gives the area of the others', () => {
    fc.assert(
      fc.property(labelledScores(2), ({ scores, labels }) => {
        const order = [...scores.keys()].sort((a, b) => labels[b]! - labels[a]! || a - b);
        const leftOut = aucLeftOut(scores, labels);
        order.forEach((row, i) => {
          const keep = (_: number, j: number) => j !== row;
          expect(leftOut[i]!).toBeCloseTo(auc(scores.filter(keep), labels.filter(keep)).value!, 10);
        });
      }),
      { numRuns: 40 },
    );
  });

  test('the same seed gives the same interval, and it holds the area', () => {
    const draw = random(1, 'data');
    const labels = Array.from({ length: 120 }, (_, i) => (i < 50 ? 1 : 0));
    const scores = labels.map((label) => label + draw.normal());
    const run = () => aucBootstrap(scores, labels, { random: random(7, 'auc'), resamples: 500 });
    const first = run();
    expect(run()).toEqual(first);
    expect(first.lower! < first.value! && first.value! < first.upper!).toBe(true);
    const delong = auc(scores, labels);
    expect(first.standardError).toBeCloseTo(delong.standardError!, 2);
    const bca = aucBootstrap(scores, labels, { random: random(7, 'auc'), resamples: 500, interval: 'bca' });
    expect(Math.abs(bca.lower! - first.lower!)).toBeLessThan(0.03);
  });

  test('with several rows a patient, patients are drawn and the interval widens', () => {
    const draw = random(2, 'patients');
    const labels: number[] = [];
    const scores: number[] = [];
    const patients: number[] = [];
    for (let patient = 0; patient < 60; patient++) {
      const score = (patient % 2) + draw.normal();
      for (let lesion = 0; lesion < 5; lesion++) {
        labels.push(patient % 2);
        scores.push(score + 0.01 * draw.normal());
        patients.push(patient);
      }
    }
    const rows = aucBootstrap(scores, labels, { random: random(3, 'a'), resamples: 400 });
    const byPatient = aucBootstrap(scores, labels, { random: random(3, 'a'), resamples: 400, patients });
    expect(byPatient.standardError).toBeGreaterThan(1.5 * rows.standardError);
    const bca = { random: random(3, 'a'), patients, interval: 'bca' } as const;
    expect(() => aucBootstrap(scores, labels, bca)).toThrow(/single rows only/);
  });

  test('a resample without one class, a row that does not exist and too few replicates are refused', () => {
    expect(() => aucOfResamples(SCORES, LABELS, [[0, 1]])).toThrow(/One class|one class/);
    expect(() => aucOfResamples(SCORES, LABELS, [[0, 9]])).toThrow(/row 9/);
    const replicates = Float64Array.of(1);
    expect(() => bootstrapLimits({ estimate: 1, replicates, level: 0.95 }, 'percentile')).toThrow(StatsError);
  });

  test('BCa is null, not infinite, when every replicate lies on one side', () => {
    const replicates = Float64Array.of(1, 2, 3);
    expect(bootstrapLimits({ estimate: 0, replicates, level: 0.95, acceleration: 0 }, 'bca')).toBeNull();
  });
});
