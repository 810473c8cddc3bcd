import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  formatTensors,
  formatWeights,
  initialiseResNet,
  KERAS_INPUT,
  type ResNetSpec,
  type State,
} from '@mriscore/engine';
import { encoderMetadata } from '@mriscore/model/encode';
import { random } from '@mriscore/stats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { minimalProtocol } from '../../protocol/minimal.fixture.ts';
import { parseProtocol } from '../../protocol/read.ts';
import { localWorld, type World } from '../../run/world.ts';
import type { Study } from '../../study.ts';
import { importWeightFiles } from '../../weights/import.ts';
import { encoderUse } from './artefact.ts';
import { describeStart, hashStart, startOf } from './start.ts';

const SPEC: ResNetSpec = { depth: 18, classes: 1000, inputChannels: 3, stride: 'keras' };

let directory: string;
let world: World;
let foreign: State;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'start-'));
  world = localWorld(directory, { weightsFolder: join(directory, 'folder') });
  foreign = initialiseResNet(SPEC, (name) => random(4, 'foreign', name));
  const own = join(directory, 'own.safetensors');
  await writeFile(own, formatWeights({ state: foreign, spec: SPEC, input: KERAS_INPUT }));
  const to = join(directory, 'folder', 'my-weights.safetensors');
  await importWeightFiles([own], { to, licence: 'MIT', clock: () => new Date(0) });
});
afterAll(() => rm(directory, { recursive: true, force: true }));

function study(encoder: object, preprocessing: object = {}): Study {
  const protocol = parseProtocol(
    stringify({ ...minimalProtocol(), encoder: { network: 'resnet18', ...encoder }, preprocessing }),
  );
  return { directory, data: directory, protocol } as Study;
}

describe('weights that a protocol names', () => {
  test('bring their stride and their input to the encoder, by name and by path', async () => {
    for (const weights of [
      'my-weights',
      'own.safetensors',
      './own.safetensors',
      'folder/my-weights.safetensors',
    ]) {
      const start = await startOf(study({ weights }), world, 'T1');
      expect(start.spec).toMatchObject({ depth: 18, classes: 1, stride: 'keras' });
      expect(start.grey.gain.map(Math.round)).toEqual([57, 57, 58]);
      expect(start.state.get('conv1.weight')).toEqual(foreign.get('conv1.weight'));
      expect(start.state.get('fc.weight')?.shape).toEqual([1, 512]);
    }
    const percentile = { normalise: { method: 'percentile' } };
    const { grey } = await startOf(study({ weights: 'my-weights' }, percentile), world, 'T1');
    expect(grey).toEqual({ gain: [255, 255, 255], offset: [-103.939, -116.779, -123.68] });
  });

  test('are written down with hash, licence and source', async () => {
    const named = study({ weights: 'my-weights' });
    const start = await startOf(named, world, 'T1');
    const about = await describeStart(named, world, start);
    const record = JSON.parse(await readFile(join(directory, 'folder', 'my-weights.json'), 'utf8'));
    expect(about).toMatchObject({
      weights: 'my-weights',
      sha256: record.file.sha256,
      licence: 'MIT',
      stride: 'keras',
    });
    expect(about.source).toEqual({ from: 'own.safetensors', sha256: record.source.sha256 });
    expect((await hashStart(named, world))?.path).toBe('my-weights');
    const scratch = study({ weights: 'scratch' });
    const drawn = await startOf(scratch, world, 'T1');
    expect(await describeStart(scratch, world, drawn)).toMatchObject({
      sha256: null,
      licence: null,
      input: null,
    });
    expect(await hashStart(scratch, world)).toBeUndefined();
  });

  test('may lack the last layer, which is drawn anew in any case', async () => {
    const body = new Map([...foreign].filter(([name]) => !name.startsWith('fc.')));
    await writeFile(join(directory, 'body.safetensors'), formatTensors(body, {}));
    const { state, spec } = await startOf(study({ weights: 'body.safetensors' }), world, 'T1');
    expect(spec.stride).toBe('torchvision');
    expect([...state.keys()]).toHaveLength(foreign.size);
  });

  test('are asked for by name when they are not there, of another network, or unknown', async () => {
    const missing = hashStart(study({ weights: 'resnet50-imagenet' }), world);
    await expect(missing).rejects.toMatchObject({ code: 'weights/not-fetched' });
    await expect(missing).rejects.toThrow(/mriscore weights fetch resnet50-imagenet/);
    await expect(hashStart(study({ weights: 'nonsense' }), world)).rejects.toMatchObject({
      code: 'weights/unknown-name',
    });
    await expect(hashStart(study({ weights: 'a/b' }), world)).rejects.toMatchObject({
      code: 'weights/unreadable',
    });
    const other = startOf(study({ network: 'resnet34', weights: 'my-weights' }), world, 'T1');
    await expect(other).rejects.toMatchObject({ code: 'weights/misfit' });
  });
});

test('trained weights say how they are to be used, and others are refused', () => {
  const use = { spec: { ...SPEC, classes: 1 }, grey: { gain: [57, 57, 58], offset: [0, 0, 0] } } as const;
  expect(encoderUse(JSON.parse(JSON.stringify(encoderMetadata(use))))).toEqual(use);
  expect(() => encoderUse({ unit: 'x' })).toThrow(expect.objectContaining({ code: 'checkpoint/damaged' }));
});
