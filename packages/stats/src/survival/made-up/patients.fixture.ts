/** Made patients for the property tests: many ties in time and risk, and enough contrast to fit models. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { FollowUp } from '../../types.ts';
import { type CoxFit, type CoxOptions, coxRegression } from '../cox/fit.ts';

/** A made patient. */
export interface Patient {
  readonly months: number;
  readonly cause: number;
  readonly risk: number;
  readonly z: number;
  readonly group: number;
}

/** Many ties in time and risk, and always two patients of each kind who differ, so that models can be fitted. */
export const patients = fc
  .array(
    fc.record({
      months: fc.integer({ min: 1, max: 15 }),
      cause: fc.integer({ min: 0, max: 2 }),
      risk: fc.integer({ min: -3, max: 3 }),
      z: fc.integer({ min: -20, max: 20 }),
      group: fc.integer({ min: 0, max: 1 }),
    }),
    { minLength: 12, maxLength: 40 },
  )
  .map((rows): Patient[] => [
    ...rows,
    { months: 3, cause: 1, risk: 2, z: -3, group: 0 },
    { months: 3, cause: 1, risk: -2, z: 5, group: 1 },
    { months: 4, cause: 2, risk: 0, z: 0, group: 0 },
    { months: 5, cause: 1, risk: -1, z: 2, group: 1 },
    { months: 6, cause: 1, risk: 3, z: 1, group: 0 },
    { months: 7, cause: 1, risk: 1, z: -6, group: 1 },
    { months: 16, cause: 0, risk: 0, z: 4, group: 0 },
    { months: 16, cause: 0, risk: -3, z: -1, group: 1 },
  ]);

/** Patients and a seed to shuffle them by. */
export const withSeed = fc.tuple(patients, fc.integer({ min: 0, max: 1_000_000 }));
/** How often each property is tried. */
export const runs = { numRuns: 60 };

/** Follow-up in which any event counts. */
export function followUpOfAll(rows: readonly Patient[], scale = 1): FollowUp {
  return {
    months: Float64Array.from(rows, (row) => row.months * scale),
    observed: Uint8Array.from(rows, (row) => (row.cause > 0 ? 1 : 0)),
  };
}

/** The same patients in another order. */
export function shuffled<T>(rows: readonly T[], seed: number): T[] {
  const keyed = rows.map((row, i) => ({ row, key: Math.imul(i + 1, 2654435761 ^ seed) >>> 0 }));
  return keyed.toSorted((a, b) => a.key - b.key).map((one) => one.row);
}

/** Two columns for a model. */
export const covariates = (rows: readonly Patient[]) => [
  { name: 'risk', values: rows.map((row) => row.risk) },
  { name: 'z', values: rows.map((row) => row.z) },
];

/** A Cox model of the two columns. */
export function fitted(rows: readonly Patient[], more: Partial<CoxOptions> = {}): CoxFit {
  return coxRegression({ followUp: followUpOfAll(rows), covariates: covariates(rows), ...more });
}

/** Close to within a relative tolerance, or both null. */
export function near(got: number | null, want: number | null, tolerance = 1e-8): void {
  if (got === null || want === null) expect(got).toBe(want);
  else expect(Math.abs(got - want)).toBeLessThanOrEqual(tolerance * (1 + Math.abs(want)));
}

/** Two models with the same coefficients, errors and likelihood. */
export function sameModel(a: CoxFit, b: CoxFit, tolerance = 1e-7): void {
  a.coefficients.forEach((line, j) => {
    const other = b.coefficients[j]!;
    expect(line.infinite).toBe(other.infinite);
    near(line.logHazardRatio, other.logHazardRatio, tolerance);
    near(line.standardError, other.standardError, tolerance);
  });
  near(a.logLikelihood, b.logLikelihood, 1e-8);
}
