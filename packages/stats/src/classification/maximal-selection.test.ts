import { describe, expect, test } from 'vitest';
import { normalSurvival } from '../distributions/normal.ts';
import { StatsError } from '../errors.ts';
import { random } from '../resampling/random.ts';
import { cutpointStability } from './cutpoint-stability.ts';
import { maximallySelectedCutoff } from './maximal-selection.ts';

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
