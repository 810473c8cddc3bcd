import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  initialiseResNet,
  openNodeCpu,
  PLAIN_GREY,
  parseCheckpoint,
  type ResNetSpec,
  resnetTraining,
  type State,
} from '@mriscore/engine';
import { random } from '@mriscore/stats';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Protocol } from '../../protocol/schema.ts';
import type { ProgressEvent } from '../../run/progress.ts';
import { stageWorld } from '../../run/stage-world.fixture.ts';
import { type Checkpoints, openCheckpoints } from './checkpoints.ts';
import { type LearnOptions, learn } from './learn.ts';
import { batchMaker } from './prepare.ts';

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

const OFF: Protocol['encoder']['augment'] = {
  flip: false,
  rotateDegrees: 0,
  scale: 0,
  shift: 0,
  intensity: 0,
  elastic: 0,
  bias: 0,
  noise: 0,
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

interface Change {
  readonly settings?: Partial<Protocol['encoder']>;
  readonly keptBytes?: number;
  readonly loaders?: number;
  /** Stops when this step was taken. */
  readonly stopAfter?: number;
  /** Stops at the first note. */
  readonly stopAtNote?: boolean;
}

async function train(change: Change = {}): Promise<{ state: State; start: State; notes: string[] }> {
  const { settings = {}, stopAfter = Infinity, stopAtNote = false, loaders = 1, ...rest } = change;
  const stop = new AbortController();
  const notes: string[] = [];
  const report = (event: ProgressEvent): void => {
    if (event.kind === 'note') notes.push(event.text);
    if (event.kind === 'note' && stopAtNote) stop.abort();
    if (event.kind === 'training' && event.step >= stopAfter) stop.abort();
  };
  const world = stageWorld(join(directory, '4-encoders/T1'), {
    loaders,
    signal: stop.signal,
    progress: { report },
  });
  const start = fresh();
  await using runtime = await openNodeCpu({ threads: 1 });
  const all = options(openCheckpoints(world, 'key'), start);
  const { state } = await learn(runtime, { ...all, ...rest, settings: { ...SETTINGS, ...settings } }, world);
  return { state, start, notes };
}

function forget(): Promise<void> {
  return rm(join(directory, '4-encoders'), { recursive: true, force: true });
}

function relativeDistance(found: Float32Array, expected: Float32Array): number {
  const length = (values: Float32Array): number => Math.hypot(...values);
  return length(found.map((value, at) => value - (expected[at] ?? 0))) / Math.max(length(expected), 1e-12);
}

function expectClose(found: State, expected: State, tolerance: number): void {
  for (const [name, { data }] of expected) {
    const distance = relativeDistance(found.get(name)?.data ?? new Float32Array(), data);
    expect(distance, name).toBeLessThan(tolerance);
  }
}

test('the weights do not depend on the number of loading processes, nor on a stop, and the start is given back', async () => {
  const { state } = await train();
  await forget();
  expect((await train({ loaders: 3 })).state).toEqual(state);

  await forget();
  await expect(train({ stopAfter: 4 })).rejects.toMatchObject({ code: 'run/stopped' });
  const resumed = await train();
  expect(resumed.state).toEqual(state);
  const kept = [...resumed.start.values()].reduce((sum, { data }) => sum + data.length, 0);
  expect(kept, 'the weights that were not needed are given back').toBe(0);
});

describe('several batches a step', () => {
  test('move the weights as one large batch does, when statistics are frozen', async () => {
    const whole = await train({ settings: { batchNorm: 'frozen', batch: 12 } });
    await forget();
    const parts = await train({ settings: { batchNorm: 'frozen', batch: 4, accumulate: 3 } });
    expectClose(parts.state, whole.state, 1e-4);
    await forget();
    const more = await train({ settings: { batchNorm: 'frozen', batch: 4, accumulate: 64 } });
    expect(more.state, 'a step is no more than all crops').toEqual(parts.state);
  });

  test('of one batch change nothing', async () => {
    const { state } = await train();
    await forget();
    expect((await train({ settings: { accumulate: 1 } })).state).toEqual(state);
  });

  for (const optimiser of ['sgd', 'adamw'] as const)
    test(`go on in the middle of a step to the same bytes, with ${optimiser}`, async () => {
      const settings = { optimiser, batch: 2, accumulate: 3 };
      const { state } = await train({ settings });
      await forget();
      await expect(train({ settings, stopAfter: 1 })).rejects.toMatchObject({ code: 'run/stopped' });
      const bytes = await readFile(join(directory, '4-encoders/T1/checkpoint-a.safetensors'));
      const kept = parseCheckpoint(bytes);
      expect(Number(kept.metadata.step) % 3, 'batches of the step that was begun').toBe(1);
      const sum = kept.state.get('optimiser.gradient.fc.weight')?.data;
      expect(sum?.some((value) => value !== 0)).toBe(true);
      expect((await train({ settings, loaders: 2 })).state).toEqual(state);
    });
});

describe('frozen stages', () => {
  const isFrozen = (stages: number, name: string): boolean =>
    /^(conv1|bn1)\./.test(name) || Number(/^layer(\d)/.exec(name)?.[1] ?? Infinity) <= stages;

  for (const frozenStages of [0, 1, 2, 3] as const)
    test(`keep the weights they start with, and the others learn: ${frozenStages}`, async () => {
      const { state } = await train({ settings: { frozenStages } });
      const before = fresh();
      expect(new Set([...state.keys()].filter((name) => !name.startsWith('optimiser.')))).toEqual(
        new Set(before.keys()),
      );
      for (const [name, tensor] of before) {
        if (isFrozen(frozenStages, name)) expect(state.get(name), name).toEqual(tensor);
        else expect(state.get(name), name).not.toEqual(tensor);
      }
    });

  test('leave the later ones to learn as in a training of the whole network that moves nothing else', async () => {
    const settings = { ...SETTINGS, batchNorm: 'frozen', frozenStages: 2 } as const;
    const { state } = await train({ settings });
    await using runtime = await openNodeCpu({ threads: 1 });
    const program = resnetTraining(SPEC, {
      batch: 4,
      sizePx: 32,
      batchNorm: 'frozen',
      optimiser: { kind: 'sgd', momentum: 0.9 },
      trainable: (name) => !isFrozen(2, name),
    });
    const world = stageWorld(directory);
    const { samples } = options(openCheckpoints(world, 'key'), new Map());
    const schedule = { peak: 0.01, steps: 9, warmUp: 0.1 };
    const { augment } = SETTINGS;
    const course = { sequence: 'T1', seed: 3, sizePx: 32, batch: 4, stepsAnEpoch: 3 };
    const make = batchMaker({ ...course, schedule, augment, grey: PLAIN_GREY }, samples, random);
    await using session = await runtime.load(program, fresh());
    await session.steps(Array.from({ length: 9 }, (_, step) => make(step)));
    expectClose(state, await session.readState(), 1e-4);
  });

  test('give the same bytes kept and computed at every step, and say which', async () => {
    const settings = { frozenStages: 1, augment: OFF, accumulate: 2, batch: 3 } as const;
    const kept = await train({ settings });
    expect(kept.notes).toEqual(['T1: outputs of the frozen stages are computed once and kept (1 MiB).']);
    await forget();
    // 13 crops of 8 x 8 x 4 numbers.
    const computed = await train({ settings, keptBytes: 13 * 256 * 4 - 1 });
    expect(computed.notes[0]).toMatch(/would take 1 MiB, so they are computed at every step/);
    expect(computed.state).toEqual(kept.state);
    await forget();
    const barely = await train({ settings, keptBytes: 13 * 256 * 4 });
    expect(barely.notes).toEqual(kept.notes);
    expect(barely.state).toEqual(kept.state);
  });

  for (const [text, augment] of [
    ['kept', OFF],
    ['computed at every step', SETTINGS.augment],
  ] as const)
    test(`go on from a stop to the same bytes with their outputs ${text}`, async () => {
      const settings = { frozenStages: 2, augment, batch: 2, accumulate: 3 } as const;
      const { state, start, notes } = await train({ settings });
      expect(notes).toHaveLength(text === 'kept' ? 1 : 0);
      expect([...start.values()].every(({ data }) => data.length === 0)).toBe(true);
      await forget();
      await expect(train({ settings, stopAfter: 1 })).rejects.toMatchObject({ code: 'run/stopped' });
      const resumed = await train({ settings, loaders: 2 });
      expect(resumed.state).toEqual(state);
      expect([...resumed.start.values()].every(({ data }) => data.length === 0)).toBe(true);
    });

  test('can be stopped while their outputs are computed beforehand', async () => {
    const settings = { frozenStages: 0, augment: OFF } as const;
    await expect(train({ settings, stopAtNote: true })).rejects.toMatchObject({ code: 'run/stopped' });
    await expect(train({ settings })).resolves.toBeDefined();
  });
});
