import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StatsError } from '../errors.ts';
import { bootstrapLimits } from '../resampling/bootstrap-interval.ts';
import { random } from '../resampling/random.ts';
import { auc } from './auc.ts';
import { aucBootstrap, aucLeftOut, aucOfResamples } from './bootstrap-auc.ts';
import { compareAucPaired, compareAucUnpaired } from './compare.ts';
import { labelledScores, permuted } from './fixtures/labelled-scores.ts';
import { partialAuc } from './partial-auc.ts';
import { precisionRecall } from './precision-recall.ts';
import { rocCurve } from './roc-curve.ts';

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
