/** What the survival statistics refuse, and what they leave undefined with a reason. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StatsError, type StatsErrorCode } from '../errors.ts';
import { random } from '../resampling/random.ts';
import { survivalBrier } from './accuracy/brier.ts';
import { concordance } from './accuracy/concordance.ts';
import { survivalDecisionCurve } from './accuracy/decision-curve.ts';
import { timeDependentAuc } from './accuracy/time-dependent-auc.ts';
import { unoConcordance } from './accuracy/uno.ts';
import { fineGray } from './competing/fine-gray.ts';
import { baselineHazard } from './cox/baseline.ts';
import { firthCox } from './cox/firth.ts';
import { coxRegression } from './cox/fit.ts';
import { treatmentInteraction } from './cox/interaction.ts';
import { compareRestrictedMeans } from './curve/compare-restricted-means.ts';
import { kaplanMeier } from './curve/kaplan-meier.ts';
import { medianFollowUp } from './curve/length-of-follow-up.ts';
import { logRank } from './curve/log-rank.ts';
import { restrictedMean } from './curve/restricted-mean.ts';
import { followUpOf } from './follow-up/follow-up.ts';

function refusal(run: () => unknown): StatsErrorCode | 'none' {
  try {
    run();
  } catch (error) {
    if (!(error instanceof StatsError)) throw error;
    for (const sentence of Object.values(error.finding)) expect(sentence).toMatch(/\.$/);
    return error.code;
  }
  return 'none';
}

const four = followUpOf([1, 2, 3, 4], [1, 1, 0, 1]);
const censored = followUpOf([1, 2, 3], [0, 0, 0]);

test('times below zero, marks other than 0 and 1, and columns of different length are refused', () => {
  expect(refusal(() => followUpOf([-1, 2], [1, 1]))).toBe('survival/time');
  expect(refusal(() => followUpOf([Number.NaN, 2], [1, 1]))).toBe('survival/time');
  expect(refusal(() => followUpOf([1, 2], [1, 2]))).toBe('survival/event');
  expect(refusal(() => followUpOf([1, 2], [1]))).toBe('input/length');
  expect(refusal(() => followUpOf([], []))).toBe('input/empty');
});

test('a Cox model without events, with a constant or a repeated covariate is refused by name', () => {
  const model = (values: number[][], followUp = four) =>
    coxRegression({ followUp, covariates: values.map((column, j) => ({ name: `x${j}`, values: column })) });
  expect(refusal(() => model([[1, 2, 3]], censored))).toBe('survival/no-events');
  expect(refusal(() => model([[2, 2, 2, 2]]))).toBe('survival/constant-covariate');
  expect(
    refusal(() =>
      model([
        [1, 3, 2, 5],
        [2, 6, 4, 10],
      ]),
    ),
  ).toBe('survival/collinear');
  expect(refusal(() => model([[1, Number.NaN, 2, 5]]))).toBe('input/not-finite');
  expect(refusal(() => model([]))).toBe('input/option');
  expect(
    refusal(() =>
      coxRegression({
        followUp: four,
        covariates: [{ name: 'x', values: [1, 3, 2, 5] }],
        ties: 'exact',
        weights: [1, 2, 1, 1],
      }),
    ),
  ).toBe('survival/unsupported');
});

test('a coefficient that runs to infinity is null with a reason, and what stays finite is given', () => {
  const followUp = followUpOf([1, 2, 3, 4, 5, 6, 7, 8], [1, 1, 1, 1, 0, 0, 0, 0]);
  const covariates = [{ name: 'g', values: [0, 0, 0, 0, 1, 1, 1, 1] }];
  const fit = coxRegression({ followUp, covariates });
  expect(fit.coefficients[0]).toMatchObject({ logHazardRatio: null, infinite: -1, p: null });
  expect(fit.coefficients[0]!.hazardRatio.reason).toMatch(/infinity/);
  expect(fit.tests.wald.statistic).toBeNull();
  expect(fit.tests.score.p).toBeCloseTo(0.006727172585530286, 10);
  expect(fit.logLikelihood).toBeCloseTo(-Math.log(24), 8);
  expect(refusal(() => baselineHazard(fit))).toBe('survival/unsupported');
  expect(firthCox({ followUp, covariates }).coefficients[0]!.logHazardRatio).toBeCloseTo(-2.9482, 3);
});

test('a median that is not reached is null with a reason', () => {
  const { median } = kaplanMeier(followUpOf([1, 2, 3, 4], [1, 0, 0, 0]));
  expect(median.value).toBeNull();
  expect(median.reason).toMatch(/Not reached/);
  expect(medianFollowUp(followUpOf([1, 2], [1, 1])).value).toBeNull();
});

test('limits are null where survival is 0 and where the scale has no 1', () => {
  const curve = kaplanMeier(followUpOf([1, 2, 3], [0, 1, 1]));
  expect(curve.lower[0]).toBeNull();
  expect(curve.upper[2]).toBeNull();
  expect(kaplanMeier(followUpOf([1, 2, 3], [0, 1, 1]), { confidenceScale: 'log' }).upper[0]).toBe(1);
});

test('one group, and groups never at risk together, give a refusal and a null', () => {
  expect(refusal(() => logRank(four, [1, 1, 1, 1]))).toBe('survival/groups');
  const apart = logRank(censored, [0, 1, 1]);
  expect(apart.p).toBeNull();
  expect(apart.reason).toMatch(/No event/);
});

test('a horizon beyond the follow-up of either arm is refused', () => {
  expect(refusal(() => restrictedMean(four, { horizonMonths: 4.5 }))).toBe('survival/horizon');
  expect(refusal(() => restrictedMean(four, { horizonMonths: 0 }))).toBe('survival/horizon');
  expect(refusal(() => compareRestrictedMeans(four, censored, { horizonMonths: 3.5 }))).toBe(
    'survival/horizon',
  );
});

test('no comparable pair is refused, not called one half', () => {
  expect(refusal(() => concordance([1, 2, 3], censored))).toBe('survival/no-comparable-pairs');
  expect(refusal(() => unoConcordance([1, 2, 3, 4], four, { horizonMonths: 0.5 }))).toBe(
    'survival/no-comparable-pairs',
  );
});

test('an AUC before the first event or after the last contact is null with a reason', () => {
  const [before, after] = timeDependentAuc([4, 3, 2, 1], four, { months: [0.5, 4] });
  expect(before!.auc.reason).toMatch(/No event/);
  expect(after!.auc.reason).toMatch(/beyond/);
});

test('an AUC and its limits stay within 0 and 1, whatever the weights round to', () => {
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 40 }), fc.integer(), (n, seed) => {
      const draw = random(seed, 'auc');
      const months = Array.from({ length: n }, () => 1 + draw.uniform() * 9);
      const event = months.map(() => (draw.uniform() < 0.6 ? 1 : 0));
      const risks = [months.map((month) => -month), months, months.map(() => draw.normal())];
      for (const risk of risks) {
        for (const controls of ['event-free', 'not-case'] as const) {
          const [at] = timeDependentAuc(risk, followUpOf(months, event), { months: [5], controls });
          const { value, lower, upper } = at!.auc;
          if (value === null) continue;
          expect([0 <= lower!, lower! <= value, value <= upper!, upper! <= 1]).not.toContain(false);
        }
      }
    }),
  );
});

test('predictions outside 0 to 1 are refused', () => {
  const rows = [[0.5], [0.4], [1.2], [0.1]];
  expect(refusal(() => survivalBrier(rows, four, { months: [2] }))).toBe('input/probability');
  const options = { horizonMonths: 2, thresholds: [0.2] };
  expect(refusal(() => survivalDecisionCurve([0.5, 0.4, 1.2, 0.1], four, options))).toBe('input/probability');
  expect(
    refusal(() => survivalDecisionCurve([0.5, 0.4, 0.2, 0.1], four, { ...options, thresholds: [1] })),
  ).toBe('input/option');
});

test('a cause that nobody had is refused', () => {
  const followUp = { months: Float64Array.of(1, 2, 3), cause: Uint8Array.of(2, 0, 2) };
  expect(
    refusal(() => fineGray({ followUp, cause: 1, covariates: [{ name: 'x', values: [1, 2, 1] }] })),
  ).toBe('survival/no-events');
});

const arm = (treatment: number[]) =>
  treatmentInteraction({
    followUp: followUpOf([5, 8, 2, 9, 4, 7, 1, 6, 3, 10], [1, 1, 1, 0, 1, 1, 1, 0, 1, 1]),
    score: [0.2, 0.1, 0.9, 0.3, 0.6, 0.5, 0.7, 0.4, 0.8, 0.35],
    treatment,
    randomised: false,
  });

test('one arm allows the word prognostic and nothing more', () => {
  const single = arm([1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  expect(single.claim).toBe('prognostic only');
  expect(single.ratioOfHazardRatios.value).toBeNull();
  expect(single.sentence).toMatch(/prognostic at most/);
});

test('two arms give the interaction with effects at quartiles, and the wording never says proven', () => {
  const both = arm([0, 1, 0, 1, 0, 1, 1, 0, 1, 0]);
  expect(both.treatmentEffect).toHaveLength(3);
  expect(both.arms.map((one) => one.n)).toEqual([5, 5]);
  expect(both.test.p).toBeGreaterThan(0);
  expect(['interaction', 'no interaction shown']).toContain(both.claim);
  expect(both.sentence).not.toMatch(/proven/);
});

test('a score that is the same for all gives no interaction and says why', () => {
  const flat = treatmentInteraction({
    followUp: followUpOf([1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 0, 1]),
    score: [0.1, 0.1, 0.1, 0.1, 0.1, 0.1],
    treatment: [0, 1, 0, 1, 0, 1],
    randomised: true,
  });
  expect(flat).toMatchObject({ claim: 'not estimable', test: { p: null }, scoreSpread: 0 });
  expect(flat.ratioOfHazardRatios.reason).toMatch(/same score/);
});

/** Every number and sentence at any depth. */
function leaves(found: unknown): unknown[] {
  return typeof found === 'object' && found !== null ? Object.values(found).flatMap(leaves) : [found];
}

/** Patients whose score all but decides when the event comes; with few of them models run away. */
function nearlySeparated(seed: number) {
  const draw = random(seed, 'separated');
  const treatment = Array.from({ length: 4 + draw.integer(14) }, () => draw.integer(2));
  const score = treatment.map(() => draw.normal() * 10 ** (draw.integer(4) - 1));
  const months = score.map((value, i) => Math.max(0, 50 - value * (1 + treatment[i]!)));
  const event = score.map((value, i) => (value > 0 ? 1 : treatment[i]!));
  return { followUp: followUpOf(months, event), score, treatment, randomised: true };
}

test('near separation no number of an interaction or its models is NaN or infinite, and an open limit has a reason', () => {
  let open = 0;
  for (let seed = 0; seed < 200; seed++) {
    try {
      const found = treatmentInteraction(nearlySeparated(seed));
      for (const leaf of leaves(found)) expect(String(leaf)).not.toMatch(/NaN|Infinity/);
      const ratios = [...found.treatmentEffect, ...found.scoreEffect].map(({ hazardRatio }) => hazardRatio);
      for (const { upper, reason } of ratios) {
        if (upper !== null) continue;
        expect(reason).toMatch(/\.$/);
        open++;
      }
    } catch (error) {
      if (!(error instanceof StatsError)) throw error;
      expect(error.message).not.toMatch(/NaN|Infinity/);
    }
  }
  expect(open).toBeGreaterThan(0);
});

test('a step so long that every risk rounds to 0 is no improvement of the likelihood', () => {
  for (let seed = 0; seed < 200; seed++) {
    const { followUp, score } = nearlySeparated(seed);
    try {
      const fit = coxRegression({ followUp, covariates: [{ name: 'score', values: score }] });
      expect(fit.logLikelihood).toBeLessThanOrEqual(1e-9);
    } catch (error) {
      if (!(error instanceof StatsError)) throw error;
    }
  }
});
