import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initialiseResNet, openNodeCpu, PLAIN_GREY, type ResNetSpec, type State } from '@mriscore/engine';
import { random } from '@mriscore/stats';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Protocol } from '../protocol/schema.ts';
import { localWorld } from '../run/world.ts';
import { type Checkpoints, openCheckpoints } from './checkpoints.ts';
import { type LearnOptions, learn } from './learn.ts';

const SPEC: ResNetSpec = {
  depth: 18,
  classes: 1,
  inputChannels: 3,
  stride: 'torchvision',
  blocks: [1, 1, 1, 1],
  width: 4,
};
const SETTINGS: Protocol['encoder'] = {
  network: 'resnet18',
  weights: 'scratch',
  batchNorm: 'training',
  epochs: 3,
  batch: 4,
  optimiser: 'sgd',
  learningRate: 0.01,
  warmUp: 0.1,
  momentum: 0.9,
  weightDecay: 0,
  augment: {
    flip: true,
    rotateDegrees: 10,
    scale: 0.1,
    shift: 0.05,
    intensity: 0.1,
    elastic: 0.02,
    bias: 0.1,
    noise: 0.1,
  },
};

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'learn-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function fresh(): State {
  return initialiseResNet(SPEC, (name) => random(1, 'weights', name));
}

function options(checkpoints: Checkpoints, start: State): LearnOptions {
  const samples = Array.from({ length: 13 }, (_, index) => {
    const source = random(2, 'pixels', index);
    const pixels = Float32Array.from({ length: 32 * 32 }, () => source.normal() + (index % 2));
    return { patient: `P${index}`, slice: 0, target: (index % 2) as 0 | 1, pixels };
  });
  return {
    sequence: 'T1',
    spec: SPEC,
    grey: PLAIN_GREY,
    settings: SETTINGS,
    samples,
    sizePx: 32,
    seed: 3,
    start,
    checkpoints,
  };
}

async function train(
  change: { loaders?: number; stopAfter?: number } = {},
): Promise<{ state: State; start: State }> {
  const stop = new AbortController();
  const report = (event: { kind: string; step?: number }): void => {
    if (event.kind === 'training' && (event.step ?? 0) >= (change.stopAfter ?? Infinity)) stop.abort();
  };
  const world = localWorld(directory, {
    threads: 1,
    loaders: change.loaders ?? 1,
    signal: stop.signal,
    progress: { report },
  });
  const start = fresh();
  await using runtime = await openNodeCpu({ threads: 1 });
  const { state } = await learn(
    runtime,
    options(openCheckpoints(world, '4-encoders/T1', 'key'), start),
    world,
  );
  return { state, start };
}

test('the weights do not depend on the number of loading threads, nor on a stop, and the start is given back', async () => {
  const { state } = await train();
  await rm(join(directory, '4-encoders'), { recursive: true, force: true });
  expect((await train({ loaders: 3 })).state).toEqual(state);

  await rm(join(directory, '4-encoders'), { recursive: true, force: true });
  await expect(train({ stopAfter: 4 })).rejects.toMatchObject({ code: 'run/stopped' });
  const resumed = await train();
  expect(resumed.state).toEqual(state);
  const kept = [...resumed.start.values()].reduce((sum, { data }) => sum + data.length, 0);
  expect(kept, 'the weights that were not needed are given back').toBe(0);
});
