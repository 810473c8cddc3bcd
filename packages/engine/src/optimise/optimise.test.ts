import { describe, expect, it } from 'vitest';
import type { ResNetSpec } from '../nn/residual.ts';
import { resnetTraining } from '../nn/resnet-programs.ts';
import { pseudoRandom } from '../random.fixture.ts';
import { relativeDistance } from '../runtime/choose/distance.ts';
import { openNodeCpu } from '../runtime/node/open.ts';
import { initialiseResNet } from '../weights/initialise.ts';
import { averagedState } from './average.ts';
import type { OptimiserOptions } from './options.ts';
import { warmUpCosine } from './schedule.ts';

const spec: ResNetSpec = {
  depth: 18,
  classes: 1,
  inputChannels: 3,
  stride: 'torchvision',
  blocks: [1, 1, 1, 1],
  width: 4,
};
const random = pseudoRandom('pixels');
const batch = {
  images: Float32Array.from({ length: 2 * 32 * 32 * 3 }, () => random.normal()),
  labels: Float32Array.of(0, 1),
  sampleWeights: Float32Array.of(1, 1),
  learningRate: Float32Array.of(0.1),
};
const manyImages = Float32Array.from({ length: 6 * 32 * 32 * 3 }, () => random.normal());
const start = initialiseResNet(spec, pseudoRandom);

async function afterSteps(optimiser: OptimiserOptions, steps = 1) {
  await using runtime = await openNodeCpu({ threads: 1 });
  const session = await runtime.load(
    resnetTraining(spec, { batch: 2, sizePx: 32, batchNorm: 'training', optimiser }),
    start,
  );
  await session.steps(Array.from({ length: steps }, () => batch));
  return session.readState();
}

const moved = async (optimiser: OptimiserOptions): Promise<number> => {
  const after = await afterSteps(optimiser);
  let sum = 0;
  for (const [name, { data }] of start)
    if (!name.includes('running'))
      data.forEach((value, index) => {
        sum += (after.get(name)!.data[index]! - value) ** 2;
      });
  return Math.sqrt(sum);
};

describe('optimisers', () => {
  it('shorten a long gradient to the given length and leave a short one', async () => {
    const free = await moved({ kind: 'sgd', momentum: 0 });
    expect(await moved({ kind: 'sgd', momentum: 0, clipNorm: 0.01 })).toBeCloseTo(0.1 * 0.01, 6);
    expect(await moved({ kind: 'sgd', momentum: 0, clipNorm: 1e6 })).toBeCloseTo(free, 6);
  });

  it('decay weights but neither norms nor biases, unless told to', async () => {
    const options = { kind: 'adamw', weightDecay: 0.5 } as const;
    const [plain, some, all] = [
      await afterSteps({ kind: 'adamw' }),
      await afterSteps(options),
      await afterSteps({ ...options, decayEverything: true }),
    ];
    const value = (state: typeof plain, name: string): number => state.get(name)!.data[0]!;
    expect(value(some, 'conv1.weight')).not.toBe(value(plain, 'conv1.weight'));
    expect(value(some, 'bn1.weight')).toBe(value(plain, 'bn1.weight'));
    expect(value(all, 'bn1.weight')).toBeCloseTo(value(plain, 'bn1.weight') - 0.1 * 0.5 * 1, 5);
  });

  for (const optimiser of [
    { kind: 'sgd', weightDecay: 0.01, clipNorm: 0.5 },
    { kind: 'adamw', weightDecay: 0.01, averageDecay: 0.5 },
  ] as const)
    it(`take the same steps over small batches that add up as over a large one, with ${optimiser.kind}`, async () => {
      await using runtime = await openNodeCpu({ threads: 1 });
      const rows = (from: number, to: number, more = {}) => ({
        images: manyImages.slice(from * 32 * 32 * 3, to * 32 * 32 * 3),
        labels: Float32Array.from({ length: to - from }, (_, index) => (from + index) % 2),
        sampleWeights: new Float32Array(to - from).fill(1),
        learningRate: Float32Array.of(0.1),
        ...more,
      });
      const options = { sizePx: 32, batchNorm: 'frozen' } as const;
      const whole = await runtime.load(resnetTraining(spec, { ...options, batch: 6, optimiser }), start);
      await whole.steps([rows(0, 6), rows(0, 6)]);
      const small = await runtime.load(
        resnetTraining(spec, { ...options, batch: 2, optimiser: { ...optimiser, accumulate: 3 } }),
        start,
      );
      for (const from of [0, 2, 4, 0, 2, 4])
        await small.step(rows(from, from + 2, { lastOfStep: Float32Array.of(from === 4 ? 1 : 0) }));
      const [expected, found] = [await whole.readState(), await small.readState()];
      for (const [name, { data }] of expected) {
        const distance = relativeDistance(found.get(name)!.data, data);
        expect(`${name} ${distance < 2e-4 ? 'agrees' : distance}`).toBe(`${name} agrees`);
      }
    });

  it('leave weights untouched, bit for bit, until the last small batch', async () => {
    await using runtime = await openNodeCpu({ threads: 1 });
    const optimiser = { kind: 'adamw', accumulate: 2 } as const;
    const session = await runtime.load(
      resnetTraining(spec, { batch: 2, sizePx: 32, batchNorm: 'frozen', optimiser }),
      start,
    );
    await session.step({ ...batch, lastOfStep: Float32Array.of(0) });
    const after = await session.readState();
    for (const [name, { data }] of start) expect(after.get(name)!.data).toEqual(data);
  });

  it('are refused when half a batch makes a step', () => {
    const optimiser = { kind: 'sgd', accumulate: 0.5 } as const;
    expect(() => resnetTraining(spec, { batch: 2, sizePx: 32, batchNorm: 'frozen', optimiser })).toThrow(
      expect.objectContaining({ code: 'optimise/option' }),
    );
  });

  it('keep an average that starts from the weights', async () => {
    const state = await afterSteps({ kind: 'sgd', averageDecay: 0.75 });
    const name = 'fc.weight';
    const [before, after] = [start.get(name)!.data[0]!, state.get(name)!.data[0]!];
    expect(averagedState(state).get(name)!.data[0]).toBeCloseTo(0.75 * before + 0.25 * after, 6);
    expect([...averagedState(state).keys()]).toEqual([...start.keys()]);
  });
});

describe('the learning rate', () => {
  it('rises in a line, falls along a cosine and stays', () => {
    const rate = warmUpCosine({ highest: 1, warmUpSteps: 4, totalSteps: 14, lowest: 0.1 });
    expect([0, 1, 2, 3, 4].map(rate)).toEqual([0.25, 0.5, 0.75, 1, 1]);
    expect(rate(9)).toBeCloseTo(0.55, 12);
    expect(rate(14)).toBeCloseTo(0.1, 12);
    expect(rate(99)).toBeCloseTo(0.1, 12);
  });

  it('is refused when the rise takes all steps', () => {
    expect(() => warmUpCosine({ highest: 1, warmUpSteps: 5, totalSteps: 5 })).toThrow(
      expect.objectContaining({ code: 'optimise/option' }),
    );
  });
});
