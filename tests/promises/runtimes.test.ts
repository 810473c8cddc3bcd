/**
 * The engine computes the same in a browser and on a graphics card as on the processor.
 *
 * Starts Chromium, and Node with SwiftShader as its only graphics card.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openNodeCpu, resnetTraining } from '../../packages/engine/src/index.ts';
import { madeUpBatch, madeUpState } from '../../packages/engine/src/runtime/choose/made-up.ts';
import { CHROMIUM, chromiumPage, SWIFTSHADER, softwareGraphics } from '../../scripts/chromium.ts';
import { openInBrowser } from '../conformance/engine/browser/remote.ts';
import { servePage } from '../conformance/engine/browser/serve.ts';
import { TRIAL } from '../conformance/engine/browser/trial-network.ts';
import { type Check, holds } from '../conformance/engine/check.ts';
import { checkGenerated } from '../conformance/engine/generated.ts';
import {
  allHold,
  type FileReport,
  formatEngineReport,
  runEngineConformance,
} from '../conformance/engine/run.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const TORCH = path.join(path.resolve(ROOT, process.env.MRISCORE_SHARED ?? '../shared'), 'torch');
const SMALL_RESNET = 'resnet_tiny.safetensors';
const LAYER = 'transformer_prenorm.safetensors';
const HAS_TORCH = existsSync(path.join(TORCH, SMALL_RESNET));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mriscore-runtimes-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A folder with some of the reference files. */
async function folderWith(...names: readonly string[]): Promise<string> {
  const own = await mkdtemp(path.join(folder, 'torch-'));
  for (const name of names) await cp(path.join(TORCH, name), path.join(own, name));
  return own;
}

function expectAll(reports: readonly FileReport[]): void {
  expect(allHold(reports), formatEngineReport(reports)).toBe(true);
}

const failures = (checks: readonly Check[]): readonly Check[] => checks.filter((check) => !holds(check));

describe.skipIf(CHROMIUM === undefined)(
  `in a browser${CHROMIUM === undefined ? ' (skipped: no Chromium)' : ''}`,
  () => {
    const openPage = chromiumPage(CHROMIUM!);

    test.skipIf(!HAS_TORCH)("WebAssembly gives PyTorch's values, gradients and optimiser steps", async () => {
      await using runtime = await openInBrowser('web-wasm', { openPage });
      const files = [SMALL_RESNET, LAYER, 'transformer_postnorm.safetensors'];
      expectAll(await runEngineConformance(await folderWith(...files), runtime));
    });

    test('WebAssembly gives the processor’s values on every kind of program', async () => {
      await using runtime = await openInBrowser('web-wasm', { openPage });
      await using reference = await openNodeCpu();
      const checks = await checkGenerated(runtime, reference);
      expect(checks.length).toBeGreaterThan(10);
      expect(failures(checks)).toEqual([]);
    });

    test.skipIf(!HAS_TORCH)('WebGPU gives the values and gradients of a layer of PyTorch’s', async () => {
      await using runtime = await openInBrowser('web-webgpu', { openPage });
      expectAll(await runEngineConformance(await folderWith(LAYER), runtime));
    });

    test('WebGPU trains and applies networks as the processor does', async () => {
      await using runtime = await openInBrowser('web-webgpu', { openPage });
      await using reference = await openNodeCpu();
      const wanted = (what: string) => /^tail behind|^frozen trunk|three classes/.test(what);
      const checks = await checkGenerated(runtime, reference, wanted);
      expect(checks.length).toBe(5);
      expect(failures(checks)).toEqual([]);
    });

    test('a page chooses, builds and trains by itself, and stays free meanwhile', async () => {
      let answer: (text: string) => void = () => undefined;
      const answered = new Promise<string>((resolve) => {
        answer = resolve;
      });
      await using server = await servePage('trial.ts', (reply) => answer(new TextDecoder().decode(reply)));
      await using page = await openPage(server.url);
      const said = JSON.parse(await Promise.race([answered, page.gone])) as {
        record: { candidates: { name: string; accepted: boolean; reason: string | null }[] };
        losses: number[];
        turns: number;
        refused: string;
      };
      expect(said.record).toMatchObject({ wish: 'auto', chosen: 'web-wasm', reference: 'web-wasm' });
      expect(said.record.candidates[1]!.reason).toMatch(/a tiny step takes|does not execute|no WebGPU/);
      expect(said.turns).toBeGreaterThan(1);
      expect(said.refused).toBe('runtime/batch');
      await using runtime = await openNodeCpu();
      const program = resnetTraining(TRIAL.spec, TRIAL.options);
      await using session = await runtime.load(program, madeUpState(program.state));
      const batches = [1, 2, 3].map((seed) => madeUpBatch(program, seed, TRIAL.learningRate));
      const losses = (await session.steps(batches)).map(({ loss }) => loss![0]!);
      for (const [index, loss] of losses.entries()) expect(said.losses[index]).toBeCloseTo(loss, 4);
    });
  },
);

/** Runs a module's text in a new Node that finds SwiftShader as its only graphics card; what it prints. */
function withSoftwareGraphics(module: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', module], {
      cwd: ROOT,
      env: { ...process.env, ...softwareGraphics(SWIFTSHADER!) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(printed) : reject(new Error(`exit code ${code}`))));
  });
}

describe.skipIf(SWIFTSHADER === undefined)(
  `on a graphics card in software${SWIFTSHADER === undefined ? ' (skipped: no SwiftShader)' : ''}`,
  () => {
    test.skipIf(!HAS_TORCH)('Node gives PyTorch’s values, gradients and optimiser steps', async () => {
      const source = (file: string) => JSON.stringify(pathToFileURL(path.join(ROOT, file)).href);
      const own = await folderWith(SMALL_RESNET, LAYER);
      const printed = await withSoftwareGraphics(`
        import { openNodeWebGpu } from ${source('packages/engine/src/index.ts')};
        import { runEngineConformance } from ${source('tests/conformance/engine/run.ts')};
        await using runtime = await openNodeWebGpu();
        console.log(JSON.stringify(await runEngineConformance(${JSON.stringify(own)}, runtime)));
      `);
      expectAll(JSON.parse(printed) as FileReport[]);
    });
  },
);
