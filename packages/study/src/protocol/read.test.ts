import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { StudyError, StudyErrors } from '../errors.ts';
import { MINIMAL_YAML, minimalProtocol } from './minimal.fixture.ts';
import { parseProtocol, readProtocol } from './read.ts';

/** The error that a protocol is refused with. */
function refusal(text: string): StudyError {
  try {
    parseProtocol(text);
  } catch (cause) {
    if (cause instanceof StudyError) return cause;
    throw cause;
  }
  throw new Error('The protocol was not refused.');
}

describe('parseProtocol', () => {
  test('fills in every default', () => {
    const protocol = minimalProtocol();
    expect(protocol.encoder.network).toBe('resnet101');
    expect(protocol.encoder.augment.flip).toBe(true);
    expect(protocol.fusion.sequenceDropout).toBe(0.2);
    expect(protocol.threshold.rule).toBe('youden');
    expect(protocol.tuning.fraction).toBe(0.2);
    expect(protocol.seeds).toEqual({ split: 1, training: 1 });
    expect(protocol.exclude).toEqual([]);
    expect(protocol.response).toBeUndefined();
  });

  test('leaves keys that came later out, so that the results of older protocols stand', () => {
    const { encoder } = minimalProtocol();
    expect(encoder).not.toHaveProperty('accumulate');
    expect(encoder).not.toHaveProperty('frozenStages');
  });

  test('freezes stages of pretrained weights alone', () => {
    const encoder = (keys: string): string => `${MINIMAL_YAML}\nencoder: { ${keys} }`;
    expect(parseProtocol(encoder('frozenStages: 0, weights: w.safetensors')).encoder.frozenStages).toBe(0);
    expect(parseProtocol(encoder('frozenStages: none')).encoder.frozenStages).toBe('none');
    for (const keys of ['frozenStages: 0', 'frozenStages: 2, weights: scratch']) {
      const error = refusal(encoder(keys));
      expect(error.code).toBe('protocol/invalid');
      expect(error.message).toMatch(/encoder.frozenStages is . and encoder.weights is scratch/);
      expect(error.message).toMatch(/need pretrained weights/);
    }
    for (const value of [-1, 4, 1.5, 'all', '"2"'])
      expect(refusal(encoder(`frozenStages: ${value}, weights: w.safetensors`)).details).toEqual({
        key: 'encoder.frozenStages',
      });
  });

  test('takes 1 to 64 batches a step', () => {
    const encoder = (value: unknown): string => `${MINIMAL_YAML}\nencoder: { accumulate: ${value} }`;
    expect(parseProtocol(encoder(64)).encoder.accumulate).toBe(64);
    for (const value of [0, 65, 1.5, 'many'])
      expect(refusal(encoder(value)).details).toEqual({ key: 'encoder.accumulate' });
  });

  test('names an unknown key with the place, the known keys and their defaults', () => {
    const error = refusal(`${MINIMAL_YAML}\ntuning: { fractoin: 0.3 }`);
    expect(error.code).toBe('protocol/unknown-key');
    expect(error.exitCode).toBe(20);
    expect(error.message).toBe(
      'Unknown key fractoin at tuning of study.yaml. Known keys: fraction (default 0.2). ' +
        'Correct the spelling or remove the key.',
    );
  });

  test('names an unknown key at the top and inside a condition', () => {
    expect(refusal(`${MINIMAL_YAML}\nseed: 3`).finding.found).toBe(
      'Unknown key seed at the top level of study.yaml.',
    );
    const inCondition = refusal(MINIMAL_YAML.replace('atLeast: 20', 'atleast: 20'));
    expect(inCondition.code).toBe('protocol/unknown-key');
    expect(inCondition.finding.needed).toBe('Known keys: atLeast, atMost, above, below.');
  });

  test('names several problems at once', () => {
    const error = refusal(`${MINIMAL_YAML}\nseed: 3\nencoder: { epochs: 0 }`);
    expect(error).toBeInstanceOf(StudyErrors);
    expect((error as StudyErrors).errors.map(({ code }) => code).sort()).toEqual([
      'protocol/invalid',
      'protocol/unknown-key',
    ]);
    expect(error.exitCode).toBe(20);
  });

  test.each([
    ['a mask on a sequence that is not there', /drawnOn: T1 /, 'drawnOn: T3 ', 'mask.drawnOn names T3.'],
    ['no training cohort', /role: training/, 'role: internal', '0 cohorts have the role training.'],
    ['two training cohorts', /role: external/, 'role: training', '2 cohorts have the role training.'],
    [
      'a placeholder that is not known',
      /patient}.T2.nii/,
      'centre}/{patient}/{visit.nii',
      'sequences.T2.file is {centre}/{patient}/{visit.nii, with the unknown placeholders {centre}, {visit.nii.',
    ],
    [
      'an unknown placeholder of the mask',
      /patient}.mask/,
      'Patient}/mask',
      'mask.file is {Patient}/mask.nii, with the unknown placeholder {Patient}.',
    ],
    ['no sequence', /^sequences.*$/m, 'sequences: {}', 'There is no sequence.'],
  ])('refuses %s', (_, from, to, found) => {
    const error = refusal(MINIMAL_YAML.replace(from, to));
    const all = error instanceof StudyErrors ? error.errors : [error];
    expect(all.map(({ finding }) => finding.found)).toContain(found);
  });

  test.each([
    ['a width that the heads do not divide', 'fusion: { width: 30, heads: 4 }', 'fusion.width is 30'],
    ['a crop that cannot be halved five times', 'preprocessing: { crop: { sizePx: 70 } }', 'sizePx is 70'],
    [
      'a response in a cohort that is not there',
      'response: { name: DCB, column: dcb, cohorts: [ici] }',
      'response.cohorts names ici',
    ],
    ['a wrong type', 'seeds: { split: one }', 'seeds.split'],
    ['a key that comes twice', 'title: Again', 'not YAML'],
  ])('refuses %s', (_, line, found) => {
    const error = refusal(`${MINIMAL_YAML}\n${line}`);
    expect(error.code).toBe('protocol/invalid');
    expect(error.finding.found).toContain(found);
  });

  test('refuses a text that is no mapping', () => {
    expect(refusal('').code).toBe('protocol/invalid');
    expect(refusal('- 1').code).toBe('protocol/invalid');
  });
});

describe('readProtocol', () => {
  test('says which folder has no protocol', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'protocol-'));
    await expect(readProtocol(directory)).rejects.toMatchObject({ code: 'protocol/missing', exitCode: 20 });
    await rm(directory, { recursive: true });
  });

  test('says what is in the way of a protocol that is there and cannot be read', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'protocol-'));
    await mkdir(join(directory, 'study.yaml'));
    await expect(readProtocol(directory)).rejects.toMatchObject({ code: 'disk/is-a-folder' });
    await rm(directory, { recursive: true });
    await writeFile(directory, '');
    await expect(readProtocol(directory)).rejects.toMatchObject({ code: 'protocol/missing' });
    await rm(directory);
  });
});
