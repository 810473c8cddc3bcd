import { describe, expect, it } from 'vitest';
import type { Batch } from '../program/batch.ts';
import { pseudoRandom } from '../random.fixture.ts';
import { relativeDistance } from '../runtime/choose/distance.ts';
import { openNodeCpu } from '../runtime/node/open.ts';
import { initialiseResNet } from '../weights/initialise.ts';
import type { ResNetSpec } from './residual.ts';
import { type ResNetTrainingOptions, resnetInference, resnetTraining } from './resnet-programs.ts';

const base: ResNetSpec = {
  depth: 50,
  classes: 3,
  inputChannels: 3,
  stride: 'torchvision',
  blocks: [1, 2, 1, 1],
  width: 4,
};
const options: ResNetTrainingOptions = {
  batch: 2,
  sizePx: 32,
  batchNorm: 'frozen',
  optimiser: { kind: 'sgd' },
};

/** Wide enough that tiles pay. */
const wide: ResNetSpec = { ...base, width: 32 };

function batchOf(step: number): Batch {
  const random = pseudoRandom(`batch ${step}`);
  return {
    images: Float32Array.from({ length: 2 * 32 * 32 * 3 }, () => random.normal()),
    labels: Float32Array.of(0, 2),
    sampleWeights: Float32Array.of(1, 1),
    learningRate: Float32Array.of(0.01),
  };
}

describe('a residual network', () => {
  for (const [depth, stride] of [
    [18, 'torchvision'],
    [50, 'torchvision'],
    [50, 'keras'],
  ] as const)
    it(`of depth ${depth} with ${stride} strides gives the same logits folded and in training with frozen statistics`, async () => {
      const spec: ResNetSpec = { ...base, depth, stride };
      const state = initialiseResNet(spec, pseudoRandom);
      await using runtime = await openNodeCpu({ threads: 1 });
      const trained = await (await runtime.load(resnetTraining(spec, options), state)).step(batchOf(0));
      const applied = await (
        await runtime.load(resnetInference(spec, state, { batch: 2, sizePx: 32 }), new Map())
      ).run({ images: batchOf(0).images! });
      for (const [index, value] of trained.logits!.entries())
        expect(applied.logits![index]).toBeCloseTo(value, 4);
    });

  it('gives the same bytes in single steps and in runs of several', async () => {
    const state = initialiseResNet(base, pseudoRandom);
    await using runtime = await openNodeCpu({ threads: 1 });
    const after = async (stepsPerRun: number) => {
      const program = resnetTraining(base, {
        ...options,
        batchNorm: 'training',
        optimiser: { kind: 'adamw', clipNorm: 1 },
        stepsPerRun,
      });
      const session = await runtime.load(program, state);
      const results = await session.steps([0, 1, 2, 3, 4].map(batchOf));
      return { losses: results.map(({ loss }) => loss![0]), state: [...(await session.readState())] };
    };
    expect(await after(3)).toEqual(await after(1));
  });

  it('changes only the parameters that are trainable', async () => {
    const state = initialiseResNet(base, pseudoRandom);
    await using runtime = await openNodeCpu({ threads: 1 });
    const trainable = (name: string): boolean => name.startsWith('layer4') || name.startsWith('fc');
    const session = await runtime.load(resnetTraining(base, { ...options, trainable }), state);
    await session.step(batchOf(0));
    const changed = [...(await session.readState())].filter(([name, { data }]) =>
      state.get(name)?.data.some((value, index) => value !== data[index]),
    );
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.every(([name]) => trainable(name))).toBe(true);
  });

  for (const [batchNorm, tolerance] of [
    ['frozen', 2e-5],
    ['training', 2e-4],
  ] as const)
    it(`moves by the fastest convolutions as by the direct ones, with ${batchNorm} statistics`, async () => {
      const state = initialiseResNet(wide, pseudoRandom);
      await using runtime = await openNodeCpu({ threads: 1 });
      const movedBy = async (convolutions: 'fastest' | 'direct') => {
        const program = resnetTraining(wide, { ...options, batch: 2, sizePx: 96, batchNorm, convolutions });
        const session = await runtime.load(program, state);
        const images = pseudoRandom('large images');
        await session.step({
          ...batchOf(0),
          images: Float32Array.from({ length: 2 * 96 * 96 * 3 }, () => images.normal()),
        });
        const next = await session.readState();
        const momentum = [...next].filter(([name]) => name.includes('momentum'));
        return { model: program.onnx.length, moved: momentum.flatMap(([, { data }]) => [...data]) };
      };
      const [fastest, direct] = [await movedBy('fastest'), await movedBy('direct')];
      expect(fastest.model).not.toBe(direct.model);
      expect(
        relativeDistance(Float32Array.from(fastest.moved), Float32Array.from(direct.moved)),
      ).toBeLessThan(tolerance);
    });

  it('gives a padding row no weight', async () => {
    const state = initialiseResNet(base, pseudoRandom);
    await using runtime = await openNodeCpu({ threads: 1 });
    const lossWith = async (label: number) => {
      const session = await runtime.load(resnetTraining(base, options), state);
      return (
        await session.step({
          ...batchOf(0),
          labels: Float32Array.of(0, label),
          sampleWeights: Float32Array.of(1, 0),
        })
      ).loss![0];
    };
    expect(await lossWith(1)).toBe(await lossWith(2));
  });

  it('is refused with unknown sizes or optimiser options', () => {
    const spec = expect.objectContaining({ code: 'model/spec' });
    expect(() => resnetTraining({ ...base, depth: 77 as 50, blocks: [] }, options)).toThrow(spec);
    expect(() => resnetTraining({ ...base, classes: 0 }, options)).toThrow(spec);
    const option = expect.objectContaining({ code: 'optimise/option' });
    expect(() => resnetTraining(base, { ...options, optimiser: { kind: 'sgd', momentum: 1.5 } })).toThrow(
      option,
    );
    expect(() =>
      resnetTraining(base, { ...options, optimiser: { kind: 'sgd', beta1: 0.9 } as never }),
    ).toThrow(/beta1.*momentum/);
  });
});
