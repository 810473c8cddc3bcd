import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PatientTokens, reduction, selectTokens, type Tokens } from './tokens.ts';

const SHAPE = { sequences: ['T1', 'T2'], slices: 2, width: 2 } as const;

function patient(name: string, values: readonly number[], more: Partial<PatientTokens> = {}): PatientTokens {
  return {
    patient: name,
    target: 0,
    split: 'training',
    features: Float32Array.from(values),
    missing: [false, false],
    ...more,
  };
}

const TRAINING = [
  patient('A', [1, 10, 3, 10, 0, 0, 0, 0]),
  patient('B', [5, 10, 7, 10, 4, 1, 4, 1]),
  patient('C', [9, 10, 11, 10, 0, 0, 0, 0], { missing: [false, true] }),
];

function tokens(patients: readonly PatientTokens[]): Tokens {
  return { ...SHAPE, patients };
}

describe('the reduction of features', () => {
  const fit = (patients: readonly PatientTokens[]) => reduction(1).fit(tokens(patients));

  test('keeps the direction in which a sequence varies most, at deviation 1 over the patients who have it', () => {
    const { patients, width } = fit(TRAINING).apply(tokens(TRAINING));
    expect(width).toBe(1);
    const first = patients.flatMap(({ features }) => [features[0]!, features[1]!]);
    expect(first.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 5);
    expect(first.reduce((sum, value) => sum + value * value, 0) / first.length).toBeCloseTo(1, 5);
    expect(Math.abs(patients[1]!.features[2]! - patients[0]!.features[2]!)).toBeCloseTo(2, 5);
  });

  test('leaves what is missing at 0', () => {
    const { patients } = fit(TRAINING).apply(tokens(TRAINING));
    expect([...patients[2]!.features].slice(2)).toEqual([0, 0]);
  });

  test('learns from the rows it is given and from nobody else', () => {
    const fitted = fit(TRAINING);
    expect(fitted.record).toEqual({ patients: ['A', 'B', 'C'], components: 1 });
    const before = fitted.apply(tokens(TRAINING)).patients[0]?.features;
    fc.assert(
      fc.property(
        fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 8, maxLength: 8 }),
        (values) => {
          const test = patient('external', values, { split: 'test' });
          const mixed = tokens([...TRAINING, test]);
          const fittedAgain = reduction(1).fit(selectTokens(mixed, 'training'));
          expect(fittedAgain.apply(mixed).patients[0]?.features).toEqual(before);
        },
      ),
    );
  });

  test('keeps what it learnt as tensors that belong to the weights', () => {
    const { tensors } = fit(TRAINING);
    expect([...tensors.keys()]).toEqual(
      ['T1', 'T2'].flatMap((name) => ['mean', 'axes', 'scale'].map((what) => `components.${name}.${what}`)),
    );
    expect(tensors.get('components.T1.mean')?.data).toEqual(Float32Array.of(6, 10));
  });
});

test('selectTokens gives the patients of one part', () => {
  const all = tokens([...TRAINING, patient('D', [], { split: 'tuning' })]);
  expect(selectTokens(all, 'tuning').patients.map((one) => one.patient)).toEqual(['D']);
});
