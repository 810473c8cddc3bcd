import { expect, test } from 'vitest';
import { joinFeatures } from './join.ts';
import { fusionNetwork } from './network.ts';

const of = (...data: readonly number[]) => ({ shape: [2, 2], data: Float32Array.from(data) });
const sequences = new Map([
  ['T1', new Map([['A', of(1, 2, 3, 4)]])],
  [
    'T2',
    new Map([
      ['B', of(9, 9, 9, 9)],
      ['A', of(5, 6, 7, 8)],
    ]),
  ],
]);
const patients = [
  { patient: 'B', target: 1, split: 'test' },
  { patient: 'A', target: 0, split: 'training' },
] as const;

test('features stand sequence by sequence in the order of the patients, and a missing sequence is 0 and marked', () => {
  const tokens = joinFeatures(patients, sequences);
  expect(tokens).toMatchObject({ sequences: ['T1', 'T2'], slices: 2, width: 2 });
  const [b, a] = tokens.patients;
  expect(b).toEqual({
    ...patients[0],
    missing: [true, false],
    features: Float32Array.of(0, 0, 0, 0, 9, 9, 9, 9),
  });
  expect(a).toEqual({
    ...patients[1],
    missing: [false, false],
    features: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8),
  });
});

test('the fusion of tokens reads as many features and places as the tokens have', () => {
  const settings = { width: 16, layers: 2, heads: 2, feedForward: 32, dropout: 0.1 };
  expect(fusionNetwork(settings, joinFeatures(patients, sequences))).toEqual({
    ...settings,
    sequences: 2,
    slices: 2,
    features: 2,
    norm: 'pre',
    classes: 1,
  });
});
