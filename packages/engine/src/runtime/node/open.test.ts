import { describe, expect, it } from 'vitest';
import { formatCheckpoint, parseCheckpoint } from '../../checkpoint/checkpoint.ts';
import type { FusionSpec } from '../../nn/fusion.ts';
import { dropoutMasks, fusionInference, fusionTraining } from '../../nn/fusion-programs.ts';
import type { ResNetSpec } from '../../nn/residual.ts';
import { resnetInference, resnetTraining } from '../../nn/resnet-programs.ts';
import type { OptimiserOptions } from '../../optimise/options.ts';
import type { Batch } from '../../program/batch.ts';
import { pseudoRandom } from '../../random.fixture.ts';
import { initialiseFusion, initialiseResNet } from '../../weights/initialise.ts';
import { openNodeCpu } from './open.ts';

const small: ResNetSpec = {
  depth: 50,
  classes: 1,
  inputChannels: 3,
  stride: 'torchvision',
  blocks: [1, 1, 1, 1],
  width: 8,
};
const optimisers: readonly OptimiserOptions[] = [
  { kind: 'sgd', momentum: 0.9, weightDecay: 1e-4 },
  { kind: 'adamw', weightDecay: 0.01, clipNorm: 1 },
];

function imageBatch(step: number): Batch {
  const random = pseudoRandom(`images ${step}`);
  return {
    images: Float32Array.from({ length: 4 * 32 * 32 * 3 }, () => random.normal()),
    labels: Float32Array.of(0, 1, 1, 0),
    sampleWeights: Float32Array.of(1, 1, 1, 0),
    learningRate: Float32Array.of(0.01),
  };
}

describe('a session on the processor', () => {
  for (const optimiser of optimisers)
    it(`continues from a checkpoint bit for bit with ${optimiser.kind}`, async () => {
      await using runtime = await openNodeCpu({ threads: 1 });
      const start = initialiseResNet(small, pseudoRandom, {});
      const options = { batch: 4, sizePx: 32, batchNorm: 'training', optimiser } as const;
      const program = resnetTraining(small, options);
      const whole = await runtime.load(program, start);
      await whole.steps([imageBatch(0), imageBatch(1), imageBatch(2), imageBatch(3)]);
      const first = await runtime.load(program, start);
      await first.steps([imageBatch(0), imageBatch(1)]);
      const saved = parseCheckpoint(formatCheckpoint(await first.readState(), { step: 2 }));
      const second = await runtime.load(resnetTraining(small, { ...options, stepsPerRun: 2 }), saved.state);
      await second.steps([imageBatch(2), imageBatch(3)]);
      expect(formatCheckpoint(await second.readState(), {})).toEqual(
        formatCheckpoint(await whole.readState(), {}),
      );
    });

  it('learns sixteen images by heart', async () => {
    await using runtime = await openNodeCpu({ threads: 1 });
    const program = resnetTraining(small, {
      batch: 16,
      sizePx: 32,
      batchNorm: 'training',
      optimiser: { kind: 'adamw' },
    });
    const session = await runtime.load(
      program,
      initialiseResNet(small, pseudoRandom, { zeroLastScale: true }),
    );
    const random = pseudoRandom('sixteen images');
    const batch = {
      images: Float32Array.from({ length: 16 * 32 * 32 * 3 }, () => random.normal()),
      labels: Float32Array.from({ length: 16 }, (_, index) => index % 2),
      sampleWeights: new Float32Array(16).fill(1),
      learningRate: Float32Array.of(0.002),
    };
    let loss = 1;
    for (let step = 0; step < 150 && loss >= 0.01; step++) loss = (await session.step(batch)).loss![0]!;
    expect(loss).toBeLessThan(0.01);
  });

  it('gives at inference what training with frozen statistics computes', async () => {
    await using runtime = await openNodeCpu({ threads: 1 });
    const state = initialiseResNet(small, pseudoRandom, {});
    const frozen = resnetTraining(small, {
      batch: 4,
      sizePx: 32,
      batchNorm: 'frozen',
      optimiser: { kind: 'sgd' },
    });
    const trained = await (await runtime.load(frozen, state)).step(imageBatch(0));
    const applied = await (
      await runtime.load(resnetInference(small, state, { batch: 4, sizePx: 32 }), new Map())
    ).run({ images: imageBatch(0).images! });
    for (let i = 0; i < 4; i++) expect(applied.logits![i]).toBeCloseTo(trained.logits![i]!, 4);
    expect(applied.features).toHaveLength(4 * 256);
  });

  it('leaves the event loop free while a step runs', async () => {
    await using runtime = await openNodeCpu({ threads: 1 });
    const options = { batch: 4, sizePx: 32, batchNorm: 'training', optimiser: { kind: 'sgd' } } as const;
    const session = await runtime.load(
      resnetTraining(small, options),
      initialiseResNet(small, pseudoRandom, {}),
    );
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await session.steps([imageBatch(0), imageBatch(1), imageBatch(2), imageBatch(3)]);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(1);
  });

  it('refuses a batch that lacks an input, has a wrong length or is not finite', async () => {
    await using runtime = await openNodeCpu({ threads: 1 });
    const options = { batch: 4, sizePx: 32, batchNorm: 'training', optimiser: { kind: 'sgd' } } as const;
    const session = await runtime.load(
      resnetTraining(small, options),
      initialiseResNet(small, pseudoRandom, {}),
    );
    const { labels, ...without } = imageBatch(0);
    await expect(session.step(without)).rejects.toMatchObject({ code: 'runtime/batch' });
    await expect(session.step({ ...without, labels: labels!.slice(1) })).rejects.toMatchObject({
      code: 'runtime/batch',
    });
    await expect(
      session.step({ ...without, labels: Float32Array.of(0, Number.NaN, 0, 1) }),
    ).rejects.toMatchObject({ code: 'runtime/batch' });
    await expect(
      session.step({ ...imageBatch(0), sampleWeights: new Float32Array(4) }),
    ).rejects.toMatchObject({ code: 'runtime/batch' });
  });

  it('keeps its state when a loss is not finite, but for memory that the step has written over', async () => {
    await using runtime = await openNodeCpu({ threads: 1 });
    const { images, ...rest } = imageBatch(0);
    const hopeless = { ...rest, images: images!.map((value) => Math.sign(value) * 3e38) };
    const start = initialiseResNet(small, pseudoRandom, {});
    const load = (momentum: number) =>
      runtime.load(
        resnetTraining(small, {
          batch: 4,
          sizePx: 32,
          batchNorm: 'training',
          optimiser: { kind: 'sgd', momentum },
        }),
        start,
      );
    const plain = await load(0);
    const before = formatCheckpoint(await plain.readState(), {});
    await expect(plain.step(hopeless)).rejects.toMatchObject({ code: 'runtime/failed' });
    expect(formatCheckpoint(await plain.readState(), {})).toEqual(before);
    const remembering = await load(0.9);
    await expect(remembering.step(hopeless)).rejects.toMatchObject({ code: 'runtime/failed' });
    await expect(remembering.readState()).rejects.toThrow('last checkpoint');
    await expect(remembering.step(imageBatch(0))).rejects.toThrow('last checkpoint');
  });

  it('refuses a state that lacks a parameter or has one too many', async () => {
    await using runtime = await openNodeCpu({ threads: 1 });
    const program = resnetTraining(small, {
      batch: 4,
      sizePx: 32,
      batchNorm: 'training',
      optimiser: { kind: 'sgd' },
    });
    const state = new Map(initialiseResNet(small, pseudoRandom, {}));
    const weight = state.get('fc.weight')!;
    await expect(runtime.load(program, new Map([...state, ['fc.wieght', weight]]))).rejects.toMatchObject({
      code: 'runtime/state',
    });
    state.delete('fc.weight');
    await expect(runtime.load(program, state)).rejects.toMatchObject({ code: 'weights/missing' });
  });
});

describe('the fusion transformer', () => {
  const spec: FusionSpec = {
    sequences: 3,
    slices: 2,
    features: 20,
    width: 16,
    layers: 2,
    heads: 4,
    feedForward: 32,
    norm: 'pre',
    dropout: 0.1,
    classes: 1,
  };
  const batch = (step: number) => {
    const random = pseudoRandom(`features ${step}`);
    const missing = new Float32Array(4 * 6);
    missing.fill(1, 2, 4);
    return { features: Float32Array.from({ length: 4 * 6 * 20 }, () => random.normal()), missing };
  };
  const targets = {
    labels: Float32Array.of(0, 1, 1, 0),
    sampleWeights: new Float32Array(4).fill(1),
    learningRate: Float32Array.of(0.01),
  };

  it('repeats a run with dropout bit for bit and lowers its loss', async () => {
    await using runtime = await openNodeCpu({ threads: 1 });
    const program = fusionTraining(spec, {
      batch: 4,
      optimiser: { kind: 'adamw', weightDecay: 0.01, clipNorm: 1 },
    });
    const run = async () => {
      const session = await runtime.load(program, initialiseFusion(spec, pseudoRandom));
      const losses: number[] = [];
      for (let step = 0; step < 30; step++) {
        const masks = dropoutMasks(program, spec.dropout, pseudoRandom(`dropout ${step}`));
        losses.push((await session.step({ ...batch(0), ...targets, ...masks })).loss![0]!);
      }
      return { losses, bytes: formatCheckpoint(await session.readState(), {}) };
    };
    const [a, b] = [await run(), await run()];
    expect(a.bytes).toEqual(b.bytes);
    expect(a.losses.at(-1)).toBeLessThan(0.5 * a.losses[0]!);
  });

  it('gives attention that adds up to one and none to missing tokens', async () => {
    await using runtime = await openNodeCpu({ threads: 1 });
    const session = await runtime.load(
      fusionInference(spec, { batch: 4 }),
      initialiseFusion(spec, pseudoRandom),
    );
    const { attention, logits } = await session.run(batch(0));
    expect(logits).toHaveLength(4);
    expect(attention).toHaveLength(4 * 2 * 7);
    for (let row = 0; row < 8; row++) {
      const shares = attention!.subarray(row * 7, row * 7 + 7);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
      if (row < 2) expect([...shares.subarray(3, 5)]).toEqual([0, 0]);
    }
  });

  it('gives a score that does not depend on the features of missing tokens', async () => {
    await using runtime = await openNodeCpu({ threads: 1 });
    const session = await runtime.load(
      fusionInference(spec, { batch: 4 }),
      initialiseFusion(spec, pseudoRandom),
    );
    const { features, missing } = batch(0);
    const other = features.slice();
    other.fill(7, 2 * 20, 4 * 20);
    expect((await session.run({ features: other, missing })).logits![0]).toBe(
      (await session.run({ features, missing })).logits![0],
    );
  });
});
