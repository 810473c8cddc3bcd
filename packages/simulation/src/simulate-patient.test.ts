import { requireSameGrid, spacingMm } from '@mriscore/volume';
import { describe, expect, test } from 'vitest';
import { planReferenceCohort } from './plan/cohort-plan.ts';
import type { CentreName, PatientPlan, SequenceName } from './plan/patient-plan.ts';
import { type SimulatedPatient, simulatePatient } from './simulate-patient.ts';

const PLANS = planReferenceCohort({ patients: 300, seed: 6 });
const complete = (centre: CentreName) =>
  PLANS.filter((plan) => plan.centre === centre && plan.missing === null);
const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const product = mean(a.map((x, n) => (x - ma) * (b[n]! - mb)));
  return product / Math.sqrt(mean(a.map((x) => (x - ma) ** 2)) * mean(b.map((x) => (x - mb) ** 2)));
}

/** Whether all, or not all, voxels a step away in the slice are tumour. */
function isInside(mask: Uint8Array, at: number, [step, columns]: readonly [number, number]): boolean {
  return [step, -step, step * columns, -step * columns].every((by) => mask[at + by] === 1);
}

/** Mean of the outer two voxels less mean of what lies six voxels deep, relative to the whole tumour. */
function rimContrast({ volumes, mask }: SimulatedPatient, sequence: 'T1' | 'T1c'): number {
  const data = volumes[sequence]!.data;
  const columns = mask.geometry.size[0];
  const [rim, core, all]: number[][] = [[], [], []];
  for (let at = 0; at < mask.data.length; at++) {
    if (mask.data[at] === 0) continue;
    all!.push(data[at]!);
    if (!isInside(mask.data, at, [2, columns])) rim!.push(data[at]!);
    if (isInside(mask.data, at, [6, columns])) core!.push(data[at]!);
  }
  return (mean(rim!) - mean(core!)) / mean(all!);
}

/** Coefficient of variation of T2 where the mask's voxels lie on the T2 grid. */
function t2Variation({ volumes, mask }: SimulatedPatient): number {
  const { geometry, data } = volumes.T2!;
  const [from, to] = [mask.geometry.indexToLpsMm, geometry.indexToLpsMm];
  const [ni, nj] = mask.geometry.size;
  const values: number[] = [];
  for (let at = 0; at < mask.data.length; at++) {
    if (mask.data[at] === 0) continue;
    const index = [at % ni, Math.floor(at / ni) % nj, Math.floor(at / (ni * nj))];
    const [i, j, k] = index.map((n, axis) =>
      Math.round((n * from[axis * 5]! + from[axis * 4 + 3]! - to[axis * 4 + 3]!) / to[axis * 5]!),
    );
    const value = data[i! + geometry.size[0] * (j! + geometry.size[1] * k!)];
    if (k! >= 0 && k! < geometry.size[2] && value !== undefined) values.push(value);
  }
  const middle = mean(values);
  return Math.sqrt(mean(values.map((v) => (v - middle) ** 2))) / middle;
}

describe('simulatePatient', () => {
  test('the same plan gives the same voxels and another patient other voxels', () => {
    const [first, second] = PLANS as [PatientPlan, PatientPlan];
    expect(simulatePatient(first)).toEqual(simulatePatient(first));
    expect(simulatePatient(second).volumes.T2!.data).not.toEqual(simulatePatient(first).volumes.T2!.data);
  });

  test('T1, T1c and the mask share a grid and T2 has its own', () => {
    for (const centre of ['A', 'B'] as const) {
      const { volumes, mask } = simulatePatient(complete(centre)[0]!);
      requireSameGrid(volumes.T1!.geometry, volumes.T1c!.geometry);
      requireSameGrid(mask.geometry, volumes.T1c!.geometry);
      expect(volumes.T2!.geometry.size).not.toEqual(mask.geometry.size);
      expect(spacingMm(volumes.T2!.geometry)).not.toEqual(spacingMm(mask.geometry));
    }
  });

  test('a missing sequence is absent and the others and the mask are there', () => {
    const all: readonly SequenceName[] = ['T1', 'T2', 'T1c'];
    for (const missing of all) {
      const plan = PLANS.find((candidate) => candidate.missing === missing)!;
      const { volumes, mask } = simulatePatient(plan);
      expect(Object.keys(volumes)).toEqual(all.filter((sequence) => sequence !== missing));
      expect(mask.data.includes(1)).toBe(true);
    }
  });

  test('a coarser grid keeps the field of view and the tumour', () => {
    const fine = simulatePatient({ ...PLANS[0]!, missing: null });
    const coarse = simulatePatient({ ...PLANS[0]!, missing: null, sizeVoxel: [56, 56, 14] });
    expect(coarse.volumes.T1!.geometry.size).toEqual([56, 56, 14]);
    const extent = ({ mask }: SimulatedPatient) =>
      spacingMm(mask.geometry).map((s, axis) => s * mask.geometry.size[axis]!);
    expect(extent(coarse)).toEqual(extent(fine));
    const cover = ({ mask }: SimulatedPatient) => mean(Array.from(mask.data));
    expect(Math.abs(cover(coarse) / cover(fine) - 1)).toBeLessThan(0.1);
  });

  test('every tumour is drawn whole: of some size and not in the first or last slice alone', () => {
    for (const plan of PLANS.filter((_, n) => n % 20 === 0)) {
      const { mask } = simulatePatient(plan);
      const [ni, nj, nk] = mask.geometry.size;
      const areas = Array.from({ length: nk }, (_, k) =>
        mask.data.subarray(k * ni * nj, (k + 1) * ni * nj).reduce((sum, v) => sum + v, 0),
      );
      expect(areas.filter((area) => area > 100).length).toBeGreaterThanOrEqual(3);
      expect(areas[0]).toBe(0);
    }
  });

  test.each(['A', 'B'] as const)('at centre %s severity can be read from the images by hand', (centre) => {
    const plans = complete(centre).slice(0, 40);
    const patients = plans.map(simulatePatient);
    const severity = plans.map(({ latents }) => latents.imaging);
    const read = (how: (patient: SimulatedPatient) => number) => correlation(severity, patients.map(how));
    const most = read((patient) => rimContrast(patient, 'T1c'));
    expect(most).toBeGreaterThan(0.9);
    expect(read(t2Variation)).toBeGreaterThan(0.7);
    const less = read((patient) => rimContrast(patient, 'T1'));
    expect(less).toBeGreaterThan(0.8);
    expect(less).toBeLessThan(most);
  });

  test('air outside the body is noise with the mean of a Rayleigh distribution', () => {
    const { volumes } = simulatePatient(complete('A')[0]!);
    const corner = Array.from(volumes.T1!.data.subarray(113, 123));
    const expected = (600 / 26) * Math.sqrt(Math.PI / 2);
    expect(Math.abs(mean(corner) - expected)).toBeLessThan(expected / 2);
  });
});
