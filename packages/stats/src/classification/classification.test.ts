import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auc } from '../discrimination/auc.ts';
import { labelledScores, permuted } from '../discrimination/fixtures/labelled-scores.ts';
import { normalSurvival } from '../distributions/normal.ts';
import { StatsError } from '../errors.ts';
import { random } from '../resampling/random.ts';
import { classify, confusion } from './classify.ts';
import { fitCutoff } from './cutoff.ts';
import { cutpointStability, maximallySelectedCutoff } from './maximal-selection.ts';
import { type ProportionInterval, proportion } from './proportion.ts';
import { hashRows, sha256Hex } from './sha256.ts';

const TIED = { scores: [1, 1, 2, 2, 3, 3, 4, 4], labels: [0, 0, 1, 0, 1, 0, 1, 1] };

describe('sha256', () => {
  test('agrees with another implementation for messages of every length around a block', () => {
    for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000]) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 7) % 256);
      expect(sha256Hex(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
    }
  });

  test('the order of patients does not change the hash, a changed value does', () => {
    fc.assert(
      fc.property(labelledScores(), fc.integer(), (data, seed) => {
        const again = permuted(data, seed);
        expect(hashRows([again.scores, again.labels])).toBe(hashRows([data.scores, data.labels]));
        const changed = data.scores.with(0, data.scores[0]! + 0.5);
        expect(hashRows([changed, data.labels])).not.toBe(hashRows([data.scores, data.labels]));
      }),
      { numRuns: 30 },
    );
  });
});

describe('proportion', () => {
  // R: prop.test(39, 41, correct = FALSE), prop.test(39, 41), binom.test(39, 41).
  test.each([
    ['wilson', 0.8386102112962915, 0.986519054634831],
    ['wilson-corrected', 0.8219180630256221, 0.9915056840716212],
    ['clopper-pearson', 0.8346666465821698, 0.9940368817589572],
    ['agresti-coull', 0.8298878422923308, 0.9952414236387919],
    ['wald', 0.885283966129098, 1.017155058261146],
  ] as const)('%s limits of 39 in 41 are those of R', (interval, lower, upper) => {
    const result = proportion(39, 41, { interval });
    expect(result.lower!).toBeCloseTo(lower, 13);
    expect(result.upper!).toBeCloseTo(upper, 13);
  });

  test('nothing in nothing is null with a reason', () => {
    const { value, lower, reason } = proportion(0, 0);
    expect([value, lower, reason]).toEqual([null, null, expect.stringContaining('0 of 0')]);
  });

  test('successes and failures are mirror images, and a wider level a wider interval', () => {
    const counts = fc
      .integer({ min: 1, max: 200 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    const kinds: ProportionInterval[] = [
      'wilson',
      'wilson-corrected',
      'clopper-pearson',
      'agresti-coull',
      'wald',
    ];
    fc.assert(
      fc.property(counts, fc.constantFrom(...kinds), ([k, n], interval) => {
        const one = proportion(k, n, { interval });
        const other = proportion(n - k, n, { interval });
        expect(one.lower!).toBeCloseTo(1 - other.upper!, 12);
        const wide = proportion(k, n, { interval, level: 0.99 });
        if (interval === 'agresti-coull') return; // Its centre moves with the level.
        expect(wide.lower! <= one.lower! + 1e-12 && wide.upper! >= one.upper! - 1e-12).toBe(true);
      }),
    );
  });

  test.each([
    [3, 2],
    [-1, 2],
    [1.5, 2],
    [Number.NaN, 2],
  ])('refuses %d of %d', (k, n) => {
    expect(() => proportion(k, n)).toThrow(StatsError);
  });
});

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

describe('maximallySelectedCutoff', () => {
  const draw = random(11, 'survival');
  const scores = Array.from({ length: 90 }, () => draw.normal());
  const months = Float64Array.from(
    scores,
    (s) => 0.1 - Math.log(1 - draw.uniform()) * Math.exp(s > 0.4 ? 0.4 : 0) * 10,
  );
  const observed = Uint8Array.from(scores, () => (draw.uniform() < 0.8 ? 1 : 0));
  const followUp = { months, observed };

  test('the corrected P values are larger than that of the same statistic without a search, and close to each other', () => {
    const result = maximallySelectedCutoff(scores, followUp, { random: random(1, 'p'), permutations: 2000 });
    expect(2 * normalSurvival(result.statistic)).toBeLessThan(result.pLausen94 / 3);
    expect(result.pLausen94).toBeLessThan(0.01);
    expect(Math.abs(result.pLausen94 - result.pPermutation!)).toBeLessThan(0.01);
    expect(result.cutoff.value).toBeGreaterThan(result.cutpoint);
    expect(result.caution).toMatch(/corrected P/);
  });

  test('the order of patients and a rising transformation leave statistic and P', () => {
    const order = [...scores.keys()].reverse();
    const again = maximallySelectedCutoff(
      order.map((i) => Math.exp(scores[i]!)),
      {
        months: Float64Array.from(order, (i) => months[i]!),
        observed: Uint8Array.from(order, (i) => observed[i]!),
      },
    );
    const first = maximallySelectedCutoff(scores, followUp);
    expect(again.statistic).toBeCloseTo(first.statistic, 10);
    expect(again.pLausen94).toBeCloseTo(first.pLausen94, 10);
    expect(again.cutpoint).toBeCloseTo(Math.exp(first.cutpoint), 10);
  });

  test('without a difference the permutation P is spread out, not small', () => {
    let small = 0;
    for (let study = 0; study < 40; study++) {
      const noise = random(study, 'noise');
      const blind = scores.map(() => noise.normal());
      const options = { random: random(study, 'permute'), permutations: 200 };
      if (maximallySelectedCutoff(blind, followUp, options).pPermutation! < 0.05) small++;
    }
    expect(small).toBeLessThanOrEqual(7);
  });

  test('drawing patients again shows how far the cut-off moves', () => {
    const cuts = cutpointStability(scores, followUp, { random: random(1, 'again'), resamples: 50 });
    expect(cuts.length).toBe(50);
    expect(new Set(cuts).size).toBeGreaterThan(1);
  });

  test('a constant score, no event, follow-up that tells nothing and an impossible range are refused', () => {
    expect(() =>
      maximallySelectedCutoff(
        scores.map(() => 1),
        followUp,
      ),
    ).toThrow(/no place to cut/);
    expect(() => maximallySelectedCutoff(scores, { months, observed: new Uint8Array(90) })).toThrow(
      /no event/,
    );
    expect(() =>
      maximallySelectedCutoff([1, 2, 3, 4], {
        months: Float64Array.of(5, 5, 5, 5),
        observed: Uint8Array.of(1, 1, 1, 1),
      }),
    ).toThrow(/tells no two groups apart/);
    expect(() =>
      maximallySelectedCutoff([1, 2, 3, 4], {
        months: Float64Array.of(1, 2, 3, 4),
        observed: Uint8Array.of(0, 0, 0, 1),
      }),
    ).toThrow(/tells no two groups apart/);
    expect(() => maximallySelectedCutoff(scores, followUp, { minimumShare: 0.9, maximumShare: 0.1 })).toThrow(
      StatsError,
    );
  });
});
