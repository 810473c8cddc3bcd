import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gradientProgram, namedGradients } from '../conformance/gradientProgram.ts';
import { inferResNet } from '../conformance/inferResNet.ts';
import { channelsLast, type Reference, readReference, relativeDistance } from '../conformance/reference.ts';
import { input } from '../ops/leaves.ts';
import { openNodeCpu } from '../runtime/node/open.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { State } from '../state.ts';
import { parameters } from './parameters.ts';
import { resnet } from './residual.ts';
import { resnetInference, resnetTraining } from './resnetPrograms.ts';
import { type BatchNorm, trainingLayers } from './trainingLayers.ts';
import { lossOf } from './trainingParts.ts';

const folder = join(process.env.MRISCORE_SHARED ?? '../shared', 'torch');
const absent = !existsSync(folder);

/** Running statistics of a network that was never trained. */
function withStatistics(state: State): State {
  const all = new Map(state);
  for (const [name, { shape }] of state)
    if (/(bn\d|downsample\.1)\.weight$/.test(name)) {
      const norm = name.slice(0, -'weight'.length);
      all.set(`${norm}running_mean`, { shape, data: new Float32Array(shape[0]!) });
      all.set(`${norm}running_var`, { shape, data: new Float32Array(shape[0]!).fill(1) });
    }
  return all;
}

describe.skipIf(absent)('a small ResNet against PyTorch (needs the shared reference folder)', () => {
  let reference: Reference;
  let runtime: Runtime;
  let state: State;
  beforeAll(async () => {
    runtime = await openNodeCpu({ threads: 1 });
    reference = await readReference(join(folder, 'resnet_tiny.safetensors'));
    state = withStatistics(reference.under('p/'));
  });
  afterAll(() => runtime[Symbol.asyncDispose]());

  const size = () => ({ batch: reference.get('x').shape[0]!, sizePx: reference.get('x').shape[2]! });
  const batch = () => ({
    images: channelsLast(reference.get('x')),
    labels: reference.get('y').data,
    sampleWeights: new Float32Array(size().batch).fill(1),
  });

  it('gives the same features and logits at inference', async () => {
    const session = await runtime.load(resnetInference(inferResNet(state), state, size()), new Map());
    const { features, logits } = await session.run({ images: batch().images });
    expect(relativeDistance(features!, reference.get('eval/features').data)).toBeLessThan(1e-5);
    expect(relativeDistance(logits!, reference.get('eval/logits').data)).toBeLessThan(1e-5);
  });

  async function worstGradient(batchNorm: BatchNorm, prefix: string) {
    const from = parameters();
    const layers = trainingLayers(from, batchNorm);
    const { batch: rows, sizePx } = size();
    const { logits } = resnet(input('images', [rows, sizePx, sizePx, 3]), inferResNet(state), layers);
    const program = gradientProgram({
      loss: lossOf(logits, {}),
      outputs: { logits },
      declared: from.declared,
      updates: layers.updates,
    });
    const session = await runtime.load(program, state);
    const result = await session.step(batch());
    const found = namedGradients(from.declared, result);
    const expected = reference.under(prefix);
    expect(found.size).toBe(expected.size);
    const worst = Math.max(
      ...[...expected].map(([name, { data }]) => relativeDistance(found.get(name)!, data)),
    );
    return { worst, result, after: await session.readState() };
  }

  it('gives the same gradients with frozen statistics', async () => {
    const { worst, result } = await worstGradient('frozen', 'gf/');
    expect(worst).toBeLessThan(5e-5);
    expect(relativeDistance(result.loss!, reference.get('frozen/loss').data)).toBeLessThan(1e-5);
  });

  it('gives the same gradients and running statistics in training mode', async () => {
    const { worst, result, after } = await worstGradient('training', 'g/');
    expect(worst).toBeLessThan(5e-4);
    expect(relativeDistance(result.loss!, reference.get('train/loss').data)).toBeLessThan(1e-5);
    expect(relativeDistance(result.logits!, reference.get('train/logits').data)).toBeLessThan(1e-5);
    const statistics = [...reference.under('b/')].map(([name, { data }]) =>
      relativeDistance(after.get(name)!.data, data),
    );
    expect(Math.max(...statistics)).toBeLessThan(1e-5);
  });

  const recipes = {
    sgd: {
      learningRate: 0.02,
      optimiser: { kind: 'sgd', momentum: 0.9, weightDecay: 1e-4, decayEverything: true },
    },
    adamw: { learningRate: 1e-3, optimiser: { kind: 'adamw', weightDecay: 0.01, decayEverything: true } },
  } as const;

  for (const [kind, { learningRate, optimiser }] of Object.entries(recipes))
    for (const stepsPerRun of [1, 2])
      it(`gives the same parameters after three ${kind} steps, ${stepsPerRun} in a run`, async () => {
        const program = resnetTraining(inferResNet(state), {
          ...size(),
          batchNorm: 'training',
          optimiser,
          stepsPerRun,
        });
        const session = await runtime.load(program, state);
        const one = { ...batch(), learningRate: Float32Array.of(learningRate) };
        const losses = (await session.steps([one, one, one])).map(({ loss }) => loss![0]!);
        expect(relativeDistance(losses, reference.get(`${kind}/losses`).data)).toBeLessThan(1e-4);
        const after = await session.readState();
        const distances = [...reference.under(`${kind}/`)].flatMap(([name, { data }]) =>
          name === 'losses' ? [] : [relativeDistance(after.get(name)!.data, data)],
        );
        expect(Math.max(...distances)).toBeLessThan(1e-4);
      });
});
