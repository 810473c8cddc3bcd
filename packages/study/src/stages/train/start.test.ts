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
import type { InputFiles } from '../../files/declared.ts';
import { planFiles } from '../../files/declared.ts';
import { minimalProtocol } from '../../protocol/minimal.fixture.ts';
import { parseProtocol } from '../../protocol/read.ts';
import { declare, rootsIn } from '../../run/stage-world.fixture.ts';
import { importWeightFiles } from '../../weights/import.ts';
import { encoderUse } from './artefact.ts';
import { describeStart, type Start, type StartSettings, startInputs, startOf } from './start.ts';

const SPEC: ResNetSpec = { depth: 18, classes: 1000, inputChannels: 3, stride: 'keras' };

let directory: string;
let foreign: State;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'start-'));
  foreign = initialiseResNet(SPEC, (name) => random(4, 'foreign', name));
  const own = join(directory, 'own.safetensors');
  await writeFile(own, formatWeights({ state: foreign, spec: SPEC, input: KERAS_INPUT }));
  const to = join(directory, 'folder', 'my-weights.safetensors');
  await importWeightFiles([own], { to, licence: 'MIT', clock: () => new Date(0) });
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Settings of a start as the stage makes them. */
function settings(encoder: object, preprocessing: object = {}): StartSettings {
  const protocol = parseProtocol(
    stringify({ ...minimalProtocol(), encoder: { network: 'resnet18', ...encoder }, preprocessing }),
  );
  return {
    encoder: protocol.encoder,
    normalise: protocol.preprocessing.normalise.method,
    seed: protocol.seeds.training,
    sequence: 'T1',
  };
}

/** The files of a start as the stage declares them. */
async function inputsOf({ encoder }: StartSettings): Promise<InputFiles> {
  const roots = rootsIn(directory);
  return await declare(roots, await startInputs(encoder.weights, planFiles(roots)));
}

async function begin(encoder: object, preprocessing: object = {}): Promise<Start> {
  const wanted = settings(encoder, preprocessing);
  return await startOf(wanted, await inputsOf(wanted));
}

function missing(weights: string): Promise<unknown> {
  return startInputs(weights, planFiles(rootsIn(directory)));
}

describe('weights that a protocol names', () => {
  test('bring their stride and their input to the encoder, by name and by path', async () => {
    for (const weights of [
      'my-weights',
      'own.safetensors',
      './own.safetensors',
      'folder/my-weights.safetensors',
    ]) {
      const start = await begin({ weights });
      expect(start.spec).toMatchObject({ depth: 18, classes: 1, stride: 'keras' });
      expect(start.grey.gain.map(Math.round)).toEqual([57, 57, 58]);
      expect(start.state.get('conv1.weight')).toEqual(foreign.get('conv1.weight'));
      expect(start.state.get('fc.weight')?.shape).toEqual([1, 512]);
    }
    const percentile = { normalise: { method: 'percentile' } };
    const { grey } = await begin({ weights: 'my-weights' }, percentile);
    expect(grey).toEqual({ gain: [255, 255, 255], offset: [-103.939, -116.779, -123.68] });
  });

  test('are written down with hash, licence and source', async () => {
    const named = settings({ weights: 'my-weights' });
    const inputs = await inputsOf(named);
    const about = await describeStart(named, inputs, await startOf(named, inputs));
    const record = JSON.parse(await readFile(join(directory, 'folder', 'my-weights.json'), 'utf8'));
    expect(about).toMatchObject({
      weights: 'my-weights',
      sha256: record.file.sha256,
      licence: 'MIT',
      stride: 'keras',
    });
    expect(about.source).toEqual({ from: 'own.safetensors', sha256: record.source.sha256 });
    expect(inputs.weights.has('my-weights.json'), 'the record is declared: it is written down').toBe(true);
    const scratch = settings({ weights: 'scratch' });
    const none = await inputsOf(scratch);
    expect(await describeStart(scratch, none, await startOf(scratch, none))).toMatchObject({
      sha256: null,
      licence: null,
      input: null,
    });
    expect(await startInputs('scratch', planFiles(rootsIn(directory)))).toEqual([]);
  });

  test('may lack the last layer, which is drawn anew in any case', async () => {
    const body = new Map([...foreign].filter(([name]) => !name.startsWith('fc.')));
    await writeFile(join(directory, 'body.safetensors'), formatTensors(body, {}));
    const { state, spec } = await begin({ weights: 'body.safetensors' });
    expect(spec.stride).toBe('torchvision');
    expect([...state.keys()]).toHaveLength(foreign.size);
  });

  test('are asked for by name when they are not there, of another network, or unknown', async () => {
    const unfetched = missing('resnet50-imagenet');
    await expect(unfetched).rejects.toMatchObject({ code: 'weights/not-fetched' });
    await expect(unfetched).rejects.toThrow(/mriscore weights fetch resnet50-imagenet/);
    await expect(missing('nonsense')).rejects.toMatchObject({
      code: 'weights/unknown-name',
    });
    await expect(missing('a/b')).rejects.toMatchObject({
      code: 'weights/unreadable',
    });
    const other = begin({ network: 'resnet34', weights: 'my-weights' });
    await expect(other).rejects.toMatchObject({ code: 'weights/misfit' });
  });
});

test('trained weights say how they are to be used, and others are refused', () => {
  const use = { spec: { ...SPEC, classes: 1 }, grey: { gain: [57, 57, 58], offset: [0, 0, 0] } } as const;
  expect(encoderUse(JSON.parse(JSON.stringify(encoderMetadata(use))))).toEqual(use);
  expect(() => encoderUse({ unit: 'x' })).toThrow(expect.objectContaining({ code: 'checkpoint/damaged' }));
});
