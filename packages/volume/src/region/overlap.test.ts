import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codeOf, isAbsent, reference } from '../codes.fixture.ts';
import { createGeometry } from '../geometry/geometry.ts';
import { createMask } from '../mask/labels/mask.ts';
import { parseNifti, parseNiftiHeader } from '../nifti/parse.ts';
import { aggregateDice, type LabelOverlap, measureOverlap } from './overlap.ts';

const geometry = createGeometry({ size: [4, 1, 1], spacingMm: [2, 1, 3] });
const mask = (...values: number[]) =>
  createMask({ geometry, data: Uint8Array.from(values) }, [
    { value: 1, name: 'tumour' },
    { value: 2, name: 'node' },
  ]);

describe('the overlap of two masks', () => {
  it('is counted for each label in mm3', () => {
    expect(measureOverlap(mask(1, 1, 2, 0), mask(1, 0, 1, 0))).toEqual([
      { label: 1, sharedMm3: 6, truthMm3: 12, predictionMm3: 12, dice: 0.5 },
      { label: 2, sharedMm3: 0, truthMm3: 6, predictionMm3: 0, dice: 0 },
    ]);
  });

  it('has no coefficient where neither mask has the label', () => {
    const [one] = measureOverlap(mask(0, 0, 0, 0), mask(0, 0, 0, 0), { labels: [1] });
    expect(one!.dice).toBeNull();
    expect(aggregateDice([one!])).toBeNull();
  });

  it('lets a patient without the label count by what was wrongly drawn', () => {
    const [right] = measureOverlap(mask(1, 1, 0, 0), mask(1, 1, 0, 0), { labels: [1] });
    const [wrong] = measureOverlap(mask(0, 0, 0, 0), mask(1, 1, 0, 0), { labels: [1] });
    expect(aggregateDice([right!, wrong!])).toBeCloseTo(24 / 36, 12);
  });

  it('is refused on different grids and with a voxel of no volume', () => {
    const other = createMask({ geometry: createGeometry({ size: [4, 1, 1] }), data: new Uint8Array(4) });
    expect(codeOf(() => measureOverlap(mask(1, 0, 0, 0), other))).toBe('mask/other-grid');
    expect(codeOf(() => measureOverlap(mask(1, 0, 0, 0), mask(1, 0, 0, 0), { voxelVolumeMm3: 0 }))).toBe(
      'radiomics/option',
    );
  });
});

const FOLDER = 'data/hnts_mrg_masks';
describe.skipIf(isAbsent(FOLDER))('the masks of HNTS-MRG (skipped where MRISCORE_SHARED has no data)', () => {
  const lines = (): number[][] =>
    readFileSync(reference(`${FOLDER}/expected_simpleitk.csv`), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').map(Number));
  const file = (name: string) => readFileSync(reference(`${FOLDER}/${name}.nii.gz`));
  const known = new Map<number, readonly LabelOverlap[]>();
  const read = (patient: number): readonly LabelOverlap[] => {
    const truth = file(`${patient}_midRT_mask`);
    const [, i, j, k] = parseNiftiHeader(truth).pixdim;
    const [a, b] = [truth, file(`${patient}_preRT_mask_registered`)].map((bytes) =>
      createMask(parseNifti(bytes)),
    );
    return measureOverlap(a!, b!, { labels: [1, 2], voxelVolumeMm3: i! * j! * k! });
  };
  const overlaps = (patient: number): readonly LabelOverlap[] => {
    const found = known.get(patient) ?? read(patient);
    known.set(patient, found);
    return found;
  };
  const near = (ours: number, theirs: number): void =>
    expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1e-12 * Math.abs(theirs));

  it('have the volumes and coefficients that SimpleITK gives, to 1e-12', () => {
    for (const [patient, tp1, tp2, sum1, sum2, dice1, dice2, truth1, truth2] of lines()) {
      const expected = [
        [tp1, sum1, dice1, truth1],
        [tp2, sum2, dice2, truth2],
      ];
      overlaps(patient!).forEach(({ sharedMm3, truthMm3, predictionMm3, dice }, at) => {
        const [tp, sum, coefficient, volume] = expected[at]!;
        near(sharedMm3, tp!);
        near(truthMm3 + predictionMm3, sum!);
        near(truthMm3, volume!);
        // The reference writes 0 where a coefficient is 0 / 0.
        near(dice ?? 0, coefficient!);
      });
    }
  });

  it('have the aggregate coefficients of the reference volumes, to 1e-12', () => {
    const patients = lines();
    [0, 1].forEach((at) => {
      const total = (column: number): number => patients.reduce((sum, row) => sum + row[column]!, 0);
      const ours = aggregateDice(patients.map(([patient]) => overlaps(patient!)[at]!));
      near(ours!, (2 * total(1 + at)) / total(3 + at));
    });
  });
});
