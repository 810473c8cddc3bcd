import { initialiseFusion, openNodeCpu } from '@mriscore/engine';
import { random } from '@mriscore/stats';
import { expect, test } from 'vitest';
import { applyFusion } from './apply.ts';
import { fusionNetwork } from './network.ts';
import type { PatientTokens, Tokens } from './tokens.ts';

const SHAPE = { sequences: ['T1', 'T2', 'T1C'], slices: 2, width: 4 } as const;
const SPEC = fusionNetwork({ width: 8, layers: 2, heads: 2, feedForward: 8, dropout: 0.1 }, SHAPE);
const STATE = initialiseFusion(SPEC, (name) => random(1, 'weights', name));

const patient = (name: string, missing: readonly boolean[]): PatientTokens => {
  const stream = random(1, 'features', name);
  const features = Float32Array.from({ length: 3 * 2 * 4 }, () => stream.normal());
  return { patient: name, target: 0, split: 'test', features, missing };
};
const tokens = (patients: readonly PatientTokens[]): Tokens => ({ ...SHAPE, patients });

test('attention is shared out over the sequences that a patient has', async () => {
  await using runtime = await openNodeCpu({ threads: 1 });
  const patients = [patient('A', [false, false, false]), patient('B', [false, true, false])];
  const [a, b] = await applyFusion(runtime, { spec: SPEC, state: STATE, tokens: tokens(patients) });
  for (const { attention } of [a!, b!])
    expect(attention.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
  expect(b!.attention[1]).toBeCloseTo(0, 6);
});

test('a patient has the same score alone and among more than a batch holds, whatever stands in a missing sequence', async () => {
  await using runtime = await openNodeCpu({ threads: 1 });
  const many = Array.from({ length: 70 }, (_, index) =>
    patient(`P${index}`, [false, index % 2 === 1, false]),
  );
  const all = await applyFusion(runtime, { spec: SPEC, state: STATE, tokens: tokens(many) });
  const features = many[69]!.features.slice();
  features.fill(99, 2 * 4, 4 * 4);
  const memory = new Map([...STATE, ['optimiser.step', { shape: [], data: Float32Array.of(3) }] as const]);
  const alone = tokens([{ ...many[69]!, features }]);
  const [one] = await applyFusion(runtime, { spec: SPEC, state: memory, tokens: alone });
  expect(all.map((fused) => fused.patient)).toEqual(many.map((own) => own.patient));
  expect(one!.logit).toBeCloseTo(all[69]!.logit, 5);
});
