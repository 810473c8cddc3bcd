import { describe, expect, it } from 'vitest';
import { pseudoRandom } from '../random.fixture.ts';
import { openNodeCpu } from '../runtime/node/open.ts';
import { initialiseFusion, initialiseResNet } from '../weights/initialise.ts';
import type { FusionSpec } from './fusion.ts';
import { fusionInference } from './fusion-programs.ts';
import type { ResNetSpec } from './residual.ts';
import {
  resnetInference,
  resnetTailTraining,
  resnetTraining,
  resnetTrunkInference,
  stateFor,
} from './resnet-programs.ts';

const spec: ResNetSpec = {
  depth: 50,
  classes: 2,
  inputChannels: 3,
  stride: 'torchvision',
  blocks: [1, 1, 1, 1],
  width: 4,
};
const size = { batch: 2, sizePx: 64 };
const random = pseudoRandom('pixels');
const images = Float32Array.from({ length: 2 * 64 * 64 * 3 }, () => random.normal());
const state = initialiseResNet(spec, pseudoRandom);

describe('a heat map', () => {
  it('is at least zero, and averages to the logit without its bias where nothing was cut off', async () => {
    await using runtime = await openNodeCpu({ threads: 1 });
    const positive = new Map(state);
    const weight = state.get('fc.weight')!;
    positive.set('fc.weight', { ...weight, data: weight.data.map(Math.abs) });
    const session = await runtime.load(
      resnetInference(spec, positive, { ...size, heatmap: true }),
      new Map(),
    );
    const { logits, heatmap } = await session.run({ images });
    expect(heatmap).toHaveLength(2 * 2 * 2 * 2);
    for (let n = 0; n < 2; n++)
      for (let o = 0; o < 2; o++) {
        const sum = [0, 1, 2, 3].reduce((total, pixel) => total + heatmap![(n * 4 + pixel) * 2 + o]!, 0);
        expect(sum).toBeCloseTo(logits![n * 2 + o]! - state.get('fc.bias')!.data[o]!, 4);
      }
    expect(heatmap!.every((value) => value >= 0)).toBe(true);
  });
});

describe('a frozen trunk', () => {
  for (const frozenStages of [0, 2, 3])
    it(`of ${frozenStages} stages gives the tail what the whole network would see`, async () => {
      await using runtime = await openNodeCpu({ threads: 1 });
      const rest = {
        labels: Float32Array.of(0, 1),
        sampleWeights: Float32Array.of(1, 1),
        learningRate: Float32Array.of(0.01),
      };
      const options = { ...size, batchNorm: 'frozen', optimiser: { kind: 'sgd' } } as const;
      const whole = await (await runtime.load(resnetTraining(spec, options), state)).step({
        images,
        ...rest,
      });
      const trunk = await runtime.load(
        resnetTrunkInference(spec, state, { ...size, frozenStages }),
        new Map(),
      );
      const { map } = await trunk.run({ images });
      const program = resnetTailTraining(spec, { ...options, frozenStages });
      const tail = await (await runtime.load(program, stateFor(program, state))).step({ map: map!, ...rest });
      expect(tail.loss![0]).toBeCloseTo(whole.loss![0]!, 4);
    });

  it('cannot have all four stages', () => {
    expect(() => resnetTrunkInference(spec, state, { ...size, frozenStages: 4 })).toThrow(
      expect.objectContaining({ code: 'model/spec' }),
    );
  });
});

describe('attention roll-out', () => {
  const fusion: FusionSpec = {
    sequences: 2,
    slices: 2,
    features: 8,
    width: 8,
    layers: 2,
    heads: 2,
    feedForward: 8,
    norm: 'post',
    dropout: 0,
    classes: 1,
  };

  it('adds up to one and gives nothing to missing tokens', async () => {
    await using runtime = await openNodeCpu({ threads: 1 });
    const session = await runtime.load(
      fusionInference(fusion, { batch: 1 }),
      initialiseFusion(fusion, pseudoRandom),
    );
    const features = Float32Array.from({ length: 4 * 8 }, () => random.normal());
    const { rollout } = await session.run({ features, missing: Float32Array.of(0, 0, 1, 1) });
    expect(rollout!.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
    expect(rollout![0]).toBeGreaterThan(0.25);
    expect([...rollout!.subarray(3)]).toEqual([0, 0]);
  });
});
