import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formulaImages, formulaParameters } from '../conformance/formula.ts';
import { gradientProgram, namedGradients } from '../conformance/gradientProgram.ts';
import { channelsLast, readReference, relativeDistance } from '../conformance/reference.ts';
import { input } from '../ops/leaves.ts';
import { openNodeCpu } from '../runtime/node/open.ts';
import type { State } from '../state.ts';
import { parameters } from './parameters.ts';
import { type ResNetSpec, resnet } from './residual.ts';
import { resnetInference } from './resnetPrograms.ts';
import { resnetState } from './shapes.ts';
import { trainingLayers } from './trainingLayers.ts';
import { lossOf } from './trainingParts.ts';

const folder = join(process.env.MRISCORE_SHARED ?? '../shared', 'torch');
const absent = !existsSync(folder);
const spec: ResNetSpec = { depth: 101, classes: 2, inputChannels: 3, stride: 'torchvision' };

async function formulaState(): Promise<{ state: State; order: string[] }> {
  const order = JSON.parse(
    await readFile(join(folder, 'resnet101_parameter_order.json'), 'utf8'),
  ) as string[];
  const shapes = new Map(resnetState(spec).map(({ name, shape }) => [name, shape]));
  const state = new Map(formulaParameters(order.map((name) => ({ name, shape: shapes.get(name)! }))));
  for (const { name, shape, role } of resnetState(spec))
    if (role === 'statistic')
      state.set(name, { shape, data: new Float32Array(shape[0]!).fill(name.endsWith('var') ? 1 : 0) });
  return { state, order };
}

const length = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

describe.skipIf(absent)('the whole ResNet-101 against PyTorch (needs the shared reference folder)', () => {
  it('gives the same features and logits of a 224-pixel image', async () => {
    const reference = await readReference(join(folder, 'resnet101.safetensors'));
    const { state } = await formulaState();
    await using runtime = await openNodeCpu();
    const session = await runtime.load(resnetInference(spec, state, { batch: 1, sizePx: 224 }), new Map());
    const images = channelsLast(formulaImages(1001, [1, 3, 224, 224]));
    const { features, logits } = await session.run({ images });
    expect(relativeDistance(features!, reference.get('eval224/features').data)).toBeLessThan(1e-4);
    expect(relativeDistance(logits!, reference.get('eval224/logits').data)).toBeLessThan(1e-4);
  }, 600_000);

  it('gives the same loss and lengths of every gradient in training mode', async () => {
    const reference = await readReference(join(folder, 'resnet101.safetensors'));
    const { state, order } = await formulaState();
    const from = parameters();
    const layers = trainingLayers(from, 'training');
    const { logits } = resnet(input('images', [4, 96, 96, 3]), spec, layers);
    const program = gradientProgram({
      loss: lossOf(logits, {}),
      outputs: { logits },
      declared: from.declared,
      updates: layers.updates,
    });
    await using runtime = await openNodeCpu();
    const session = await runtime.load(program, state);
    const result = await session.step({
      images: channelsLast(formulaImages(1002, [4, 3, 96, 96])),
      labels: Float32Array.of(0, 1, 0, 1),
      sampleWeights: new Float32Array(4).fill(1),
    });
    expect(relativeDistance(result.logits!, reference.get('train96/logits').data)).toBeLessThan(1e-4);
    expect(relativeDistance(result.loss!, reference.get('train96/loss').data)).toBeLessThan(1e-4);
    const gradients = namedGradients(from.declared, result);
    const expected = reference.get('train96/gradient_l2').data;
    const worst = order.map((name, index) => Math.abs(length(gradients.get(name)!) / expected[index]! - 1));
    expect(Math.max(...worst)).toBeLessThan(1e-2);
  }, 600_000);
});
