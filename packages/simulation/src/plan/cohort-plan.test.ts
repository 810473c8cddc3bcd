import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { realisedValues } from '../truth/ideal-reader.ts';
import { MISSING_SHARE, planReferenceCohort } from './cohort-plan.ts';
import { cohortSizes } from './cohort-shape.ts';
import type { PatientPlan, ReferenceCohortName } from './patient-plan.ts';

const COHORTS: readonly ReferenceCohortName[] = ['training', 'internal', 'external', 'immunotherapy'];
const share = (plans: readonly PatientPlan[], is: (plan: PatientPlan) => boolean) =>
  plans.filter(is).length / plans.length;
const inCohort = (plans: readonly PatientPlan[], cohort: ReferenceCohortName) =>
  plans.filter((plan) => plan.cohort === cohort);

describe('cohortSizes', () => {
  test('610 patients have the shape of the study', () => {
    expect([...cohortSizes(610).values()]).toEqual([300, 130, 110, 70]);
  });

  test('sizes sum to what was asked for, are at least ten and never shrink when patients are added', () => {
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 3000 }), (patients) => {
        const sizes = [...cohortSizes(patients).values()];
        expect(sizes.reduce((a, b) => a + b)).toBe(patients);
        expect(Math.min(...sizes)).toBeGreaterThanOrEqual(10);
        expect([...cohortSizes(patients + 100).values()].every((n, at) => n >= sizes[at]!)).toBe(true);
      }),
    );
  });

  test('fewer than forty patients and broken numbers are refused', () => {
    for (const patients of [0, 39, 40.5, Number.NaN]) expect(() => cohortSizes(patients)).toThrow(/from 40/);
  });
});

describe('planReferenceCohort', () => {
  test('the same seed gives the same plans and another seed does not', () => {
    const plans = planReferenceCohort({ patients: 60, seed: 4 });
    expect(planReferenceCohort({ patients: 60, seed: 4 })).toEqual(plans);
    expect(planReferenceCohort({ patients: 60, seed: 5 })).not.toEqual(plans);
  });

  test('a patient is the same whatever the number of patients', () => {
    const many = new Map(planReferenceCohort({ patients: 610, seed: 9 }).map((plan) => [plan.patient, plan]));
    for (const plan of planReferenceCohort({ patients: 47, seed: 9 })) {
      expect(many.get(plan.patient)).toEqual(plan);
    }
  });

  test('every patient has a name of its own', () => {
    const plans = planReferenceCohort({ patients: 5000, seed: 1 });
    expect(new Set(plans.map(({ patient }) => patient)).size).toBe(5000);
  });

  test('even the smallest cohorts have both classes, a finite hazard ratio, and benefit with and without', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (seed) => {
        const plans = planReferenceCohort({ patients: 40, seed });
        for (const cohort of COHORTS) {
          const own = inCohort(plans, cohort);
          expect(own).toHaveLength(10);
          for (const cutoff of [1, 20]) {
            const positive = share(own, ({ clinical }) => clinical.cps >= cutoff);
            expect(positive).toBeGreaterThan(0);
            expect(positive).toBeLessThan(1);
          }
          expect(realisedValues(own).hazardRatioHighLow.value).not.toBeNull();
        }
        const benefits = new Set(
          inCohort(plans, 'immunotherapy').map(({ clinical }) => clinical.durableBenefit),
        );
        expect(benefits.has(0) && benefits.has(1)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('prevalences are those of KEYNOTE-048 in every cohort', () => {
    const plans = planReferenceCohort({ patients: 610, seed: 2 });
    for (const cohort of COHORTS) {
      const own = inCohort(plans, cohort);
      expect(share(own, ({ clinical }) => clinical.cps >= 1)).toBeCloseTo(754 / 882, 1);
      expect(share(own, ({ clinical }) => clinical.cps >= 20)).toBeCloseTo(381 / 882, 1);
    }
  });

  test('about one patient in twelve misses one sequence, each sequence is missed by some', () => {
    const plans = planReferenceCohort({ patients: 610, seed: 3 });
    for (const cohort of COHORTS) {
      const missed = share(inCohort(plans, cohort), ({ missing }) => missing !== null);
      expect(Math.abs(missed - MISSING_SHARE)).toBeLessThan(0.03);
    }
    expect(new Set(plans.map(({ missing }) => missing))).toEqual(new Set([null, 'T1', 'T2', 'T1c']));
  });

  test('training and internal come from centre A, external from B, immunotherapy from both', () => {
    const plans = planReferenceCohort({ patients: 610, seed: 1 });
    const centres = (cohort: ReferenceCohortName) =>
      share(inCohort(plans, cohort), ({ centre }) => centre === 'B');
    expect(COHORTS.map(centres)).toEqual([0, 0, 1, 0.4]);
  });

  test('durable benefit follows from follow-up and is never said of a patient lost before six months', () => {
    const plans = planReferenceCohort({ patients: 3000, seed: 1 });
    for (const { cohort, clinical } of plans) {
      const { pfsMonths, pfsEvent, durableBenefit } = clinical;
      expect(pfsMonths).toBeGreaterThan(0);
      if (cohort !== 'immunotherapy') expect(durableBenefit).toBeNull();
      else if (pfsMonths >= 6) expect(durableBenefit).toBe(1);
      else expect(durableBenefit).toBe(pfsEvent === 1 ? 0 : null);
    }
  });

  test('a broken seed and a grid that is too coarse are refused', () => {
    expect(() => planReferenceCohort({ patients: 40, seed: Number.NaN })).toThrow(/finite/);
    expect(() => planReferenceCohort({ patients: 40, seed: 1, sizeVoxel: [8, 8, 2] })).toThrow(/16 x 16 x 4/);
  });
});
