import { describe, expect, test } from 'vitest';
import * as engine from './index.ts';
import { checkOptions } from './options.ts';
import * as web from './web.ts';

const RESNET: engine.ResNetSpec = {
  depth: 18,
  classes: 1,
  inputChannels: 3,
  stride: 'torchvision',
  width: 8,
};
const FUSION: engine.FusionSpec = {
  sequences: 2,
  slices: 2,
  features: 4,
  width: 4,
  layers: 1,
  heads: 1,
  feedForward: 4,
  norm: 'pre',
  dropout: 0,
  classes: 1,
};
const SIZE = { batch: 1, sizePx: 32 } as const;
const SGD = { kind: 'sgd' } as const;
const HOW = { ...SIZE, batchNorm: 'frozen', optimiser: SGD } as const;
const random = () => ({ uniform: () => 0.5, normal: () => 0, integer: () => 0 });
const resnet = engine.initialiseResNet(RESNET, random);

/** Every public function that takes options: called with right ones, and one more as given. */
const DOORS: Readonly<Record<string, (extra: object) => unknown>> = {
  'the network of resnetTraining': (extra) => engine.resnetTraining({ ...RESNET, ...extra }, HOW),
  'the network of initialiseResNet': (extra) => engine.initialiseResNet({ ...RESNET, ...extra }, random),
  'the network of fusionTraining': (extra) =>
    engine.fusionTraining({ ...FUSION, ...extra }, { batch: 1, optimiser: SGD }),
  'the network of initialiseFusion': (extra) => engine.initialiseFusion({ ...FUSION, ...extra }, random),
  resnetTraining: (extra) => engine.resnetTraining(RESNET, { ...HOW, ...extra }),
  resnetTailTraining: (extra) => engine.resnetTailTraining(RESNET, { ...HOW, frozenStages: 1, ...extra }),
  resnetInference: (extra) => engine.resnetInference(RESNET, resnet, { ...SIZE, ...extra }),
  resnetTrunkInference: (extra) =>
    engine.resnetTrunkInference(RESNET, resnet, { ...SIZE, frozenStages: 1, ...extra }),
  fusionTraining: (extra) => engine.fusionTraining(FUSION, { batch: 1, optimiser: SGD, ...extra }),
  fusionInference: (extra) => engine.fusionInference(FUSION, { batch: 1, ...extra }),
  'the optimiser sgd': (extra) => engine.resnetTraining(RESNET, { ...HOW, optimiser: { ...SGD, ...extra } }),
  'the optimiser adamw': (extra) =>
    engine.resnetTraining(RESNET, { ...HOW, optimiser: { kind: 'adamw', ...extra } }),
  ...Object.fromEntries(
    (['binary', 'focal', 'cox'] as const).map((kind) => [
      `the loss ${kind}`,
      (extra: object) => engine.resnetTraining(RESNET, { ...HOW, loss: { kind, ...extra } }),
    ]),
  ),
  ...Object.fromEntries(
    (['categorical', 'ordinal', 'discrete-time'] as const).map((kind) => [
      `the loss ${kind}`,
      (extra: object) =>
        engine.resnetTraining({ ...RESNET, classes: 2 }, { ...HOW, loss: { kind, ...extra } }),
    ]),
  ),
  initialiseResNet: (extra) => engine.initialiseResNet(RESNET, random, extra),
  warmUpCosine: (extra) => engine.warmUpCosine({ highest: 1, warmUpSteps: 0, totalSteps: 1, ...extra }),
  ordinalTargets: (extra) => engine.ordinalTargets([0], { levelCount: 2, rows: 1, ...extra }),
  discreteTimeTargets: (extra) =>
    engine.discreteTimeTargets({ times: [1], events: [1] }, { ends: [2], rows: 1, ...extra }),
};

/** Those that open a runtime, which takes a while: refused before anything is started. */
const OPENING: Readonly<Record<string, (extra: object) => Promise<unknown>>> = {
  chooseRuntime: (extra) => engine.chooseRuntime({ runtime: 'auto', ...extra }),
  openNodeRuntime: (extra) => engine.openNodeRuntime('node-cpu', extra),
  openNodeCpu: (extra) => engine.openNodeCpu(extra),
  openNodeWebGpu: (extra) => engine.openNodeWebGpu(extra),
  openNodeCuda: (extra) => engine.openNodeCuda(extra),
  chooseWebRuntime: (extra) => web.chooseWebRuntime(extra),
  openWebWasm: (extra) => web.openWebWasm(extra),
  openWebGpu: (extra) => web.openWebGpu(extra),
};

const refusal = expect.objectContaining({
  code: 'options/unknown-key',
  message: expect.stringMatching(/^Unknown option misspelt\. Known options: \w+.*\./),
});

describe('an option that nobody knows', () => {
  test.each(Object.entries(DOORS))('is refused by %s, which takes the known ones', (_, call) => {
    expect(() => call({ misspelt: 1 })).toThrow(refusal);
    expect(() => call({})).not.toThrow();
  });

  test.each(Object.entries(OPENING))('is refused by %s', async (_, call) => {
    await expect(call({ misspelt: 1 })).rejects.toThrow(refusal);
  });

  test('is named beside the known ones and their defaults', () => {
    const known = { learningRate: undefined, momentum: 0.9 };
    expect(() => checkOptions({ learningrate: 1 } as object, known)).toThrow(
      'Unknown option learningrate. Known options: learningRate, momentum (default 0.9). Correct the name or leave it out.',
    );
  });

  test('is not among what an object inherits', () => {
    expect(() => checkOptions({ toString: 1 } as object, { batch: undefined })).toThrow(
      'Unknown option toString.',
    );
  });
});
