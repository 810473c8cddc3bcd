import { auc, coxRegression } from '@mriscore/stats';
import { describe, expect, test } from 'vitest';
import { planReferenceCohort } from '../plan/cohort-plan.ts';
import {
  cpsOf,
  idealCutoff,
  monthsAtSurvival,
  PREVALENCE,
  plantedSurvivalAt,
  positiveChance,
  survivalModelOf,
} from '../plan/planted-model.ts';
import { isHigh, realisedValues } from './ideal-reader.ts';
import { plantedHazardRatio, plantedValues } from './planted-values.ts';

const LARGE = planReferenceCohort({ patients: 20_000, seed: 11 });
const STANDARD = LARGE.filter(({ cohort }) => cohort !== 'immunotherapy');
const IMMUNOTHERAPY = LARGE.filter(({ cohort }) => cohort === 'immunotherapy');

describe('the planted model', () => {
  test('CPS rises with expression, from 0 to 100, and 0 stands for less than 1', () => {
    const values = Array.from({ length: 601 }, (_, n) => cpsOf(n / 100 - 3));
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect([values[0], values.at(-1)]).toEqual([0, 100]);
    expect(values.every(Number.isSafeInteger)).toBe(true);
    expect(new Set(values).size).toBeGreaterThan(30);
  });

  test('time and survival are inverse to each other', () => {
    const model = survivalModelOf('external');
    for (const survival of [0.01, 0.4, 0.99]) {
      expect(plantedSurvivalAt(model, monthsAtSurvival(model, survival, -0.7), -0.7)).toBeCloseTo(
        survival,
        12,
      );
    }
    expect(plantedSurvivalAt(model, model.medianMonths, 0)).toBeCloseTo(0.5, 12);
  });

  test('the ideal cut-off is where the chance of CPS >= 20 equals its prevalence', () => {
    expect(positiveChance(idealCutoff(), PREVALENCE.cps20)).toBeCloseTo(PREVALENCE.cps20, 12);
  });
});

describe('plantedValues', () => {
  const standard = plantedValues(survivalModelOf('training'), false);
  const immunotherapy = plantedValues(survivalModelOf('immunotherapy'), true);

  test('the figures that the study promises are planted', () => {
    expect(standard.aucCps20).toBeCloseTo(0.9, 3);
    expect(standard.aucCps1).toBeCloseTo(0.923, 3);
    expect(standard.hazardRatioHighLow).toBeCloseTo(0.45, 2);
    expect(standard.aucDurableBenefit).toBeNull();
    expect(immunotherapy.aucDurableBenefit).toBeCloseTo(0.75, 2);
  });

  test('a large sample reaches the planted AUCs', () => {
    const severity = LARGE.map(({ latents }) => latents.imaging);
    for (const [cutoff, planted] of [
      [1, standard.aucCps1],
      [20, standard.aucCps20],
    ] as const) {
      const area = auc(
        severity,
        LARGE.map(({ clinical }) => (clinical.cps >= cutoff ? 1 : 0)),
      );
      expect(Math.abs(area.value! - planted)).toBeLessThan(3 * area.standardError!);
    }
    const benefit = realisedValues(IMMUNOTHERAPY).aucDurableBenefit!;
    expect(benefit.lower!).toBeLessThan(immunotherapy.aucDurableBenefit!);
    expect(benefit.upper!).toBeGreaterThan(immunotherapy.aucDurableBenefit!);
  });

  test('a large sample has the planted hazard ratios inside its intervals', () => {
    for (const [plans, planted] of [
      [STANDARD, standard],
      [IMMUNOTHERAPY, immunotherapy],
    ] as const) {
      const followUp = {
        months: Float64Array.from(plans, ({ clinical }) => clinical.pfsMonths),
        observed: Uint8Array.from(plans, ({ clinical }) => clinical.pfsEvent),
      };
      const high = { name: 'high', values: plans.map((plan) => (isHigh(plan) ? 1 : 0)) };
      const ratio = coxRegression({ followUp, covariates: [high] }).coefficients[0]!.hazardRatio;
      expect(ratio.lower!).toBeLessThan(planted.hazardRatioHighLow);
      expect(ratio.upper!).toBeGreaterThan(planted.hazardRatioHighLow);
      const perUnit = realisedValues(plans).hazardRatioPerUnit;
      expect(Math.log(perUnit.lower!)).toBeLessThan(planted.logHazardRatioPerUnit);
      expect(Math.log(perUnit.upper!)).toBeGreaterThan(planted.logHazardRatioPerUnit);
    }
  });

  test('without an effect the hazard ratio is 1', () => {
    expect(plantedHazardRatio({ ...survivalModelOf('training'), logHazardRatioPerUnit: 0 })).toBeCloseTo(
      1,
      6,
    );
  });
});
