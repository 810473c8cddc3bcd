import { execFileSync } from 'node:child_process';
import { PLAIN_GREY } from '@mriscore/engine';
import type { LabelledSample } from '@mriscore/model/encode';
import { random } from '@mriscore/stats';
import { applyAugmentation } from '@mriscore/volume';
import { describe, expect, test } from 'vitest';
import { isUnvaried, planVariation } from './augment.ts';
import { openLoader } from './loader.ts';
import { type BatchSettings, batchMaker, batchPlanner } from './prepare.ts';
import { learningRateAt } from './schedule.ts';

const SIZE = 32;
const STEPS = 11;
const SAMPLES: readonly LabelledSample[] = Array.from({ length: 13 }, (_, index) => {
  const source = random(5, 'pixels', index);
  const pixels = Float32Array.from({ length: SIZE * SIZE }, () => source.normal());
  return { patient: `P${index >> 1}`, slice: index & 1, target: (index % 2) as 0 | 1, pixels };
});
const OFF = {
  flip: false,
  rotateDegrees: 0,
  scale: 0,
  shift: 0,
  intensity: 0,
  elastic: 0,
  bias: 0,
  noise: 0,
};
const ALL = {
  flip: true,
  rotateDegrees: 15,
  scale: 0.1,
  shift: 0.05,
  intensity: 0.1,
  elastic: 0.03,
  bias: 0.2,
  noise: 0.1,
};
const SETTINGS: BatchSettings = {
  sequence: 'T1',
  seed: 7,
  sizePx: SIZE,
  batch: 4,
  stepsAnEpoch: 3,
  schedule: { peak: 0.1, steps: STEPS, warmUp: 0.1 },
  augment: ALL,
  grey: { gain: [2, 3, 4], offset: [1, 0, -1] },
};

const rateAt = (step: number): number => learningRateAt(SETTINGS.schedule, step);

async function loaded(processes: number, ahead: number, from = 0): Promise<object[]> {
  await using loader = openLoader(SETTINGS, SAMPLES, { steps: STEPS, processes, ahead });
  const batches: object[] = [];
  for (let step = from; step < STEPS; step += 2)
    batches.push(...(await loader.take(step + 1 < STEPS ? [step, step + 1] : [step])));
  return batches;
}

describe('batches that processes make ahead', () => {
  test('are those that are made in place, whatever the number of processes and of waiting batches', async () => {
    const make = batchMaker(SETTINGS, SAMPLES, random);
    const expected = Array.from({ length: STEPS }, (_, step) => make(step));
    expect(await loaded(1, 1)).toEqual(expected);
    expect(await loaded(2, 8)).toEqual(expected);
    expect(await loaded(3, 5)).toEqual(expected);
    expect(await loaded(2, 8, 6), 'a training that goes on gets the same').toEqual(expected.slice(6));
  });

  test('are the same bytes when a process is ended while it makes them', async () => {
    const make = batchMaker(SETTINGS, SAMPLES, random);
    await using loader = openLoader(SETTINGS, SAMPLES, { steps: STEPS, processes: 1, ahead: 2 });
    const [first] = await loader.take([0]);
    const ended = execFileSync('pgrep', ['-P', String(process.pid), '-f', 'loader-process'], {
      encoding: 'utf8',
    });
    const pids = ended.trim().split('\n').map(Number);
    expect(pids).toHaveLength(1);
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    const steps = Array.from({ length: STEPS - 1 }, (_, at) => at + 1);
    expect([first, ...(await loader.take(steps))]).toEqual([0, ...steps].map((step) => make(step)));
  });

  test('of one step share its rate and say which is the last, and no crop comes twice in an epoch', () => {
    const settings = { ...SETTINGS, batch: 2, accumulate: 3, stepsAnEpoch: 2 };
    const plan = batchPlanner(settings, SAMPLES.length, random);
    const planned = Array.from({ length: 12 }, (_, number) => plan(number));
    expect(planned.map(({ mark }) => mark.lastOfStep?.[0])).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1]);
    const rates = planned.map(({ learningRate }) => learningRate);
    expect(rates).toEqual([0, 1, 2, 3].flatMap((step) => new Array(3).fill(rateAt(step))));
    expect(planned.map(({ epoch }) => epoch)).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
    for (const some of [planned.slice(0, 6), planned.slice(6)])
      expect(new Set(some.flatMap(({ indices }) => indices)).size).toBe(12);
    const make = batchMaker(settings, SAMPLES, random);
    expect(make(5).lastOfStep).toEqual(Float32Array.of(1));
    expect(batchMaker(SETTINGS, SAMPLES, random)(5)).not.toHaveProperty('lastOfStep');
  });

  test('come to nothing behind the last step, and a failure in a process is told', async () => {
    await using loader = openLoader(SETTINGS, SAMPLES, { steps: 1, processes: 1 });
    expect(await loader.take([0])).toHaveLength(1);
    expect(await loader.take([])).toEqual([]);
    const wrong = { ...SETTINGS, augment: { ...ALL, noise: -1 }, sizePx: 7 };
    await using failing = openLoader(wrong, SAMPLES, { steps: 3, processes: 1 });
    await expect(failing.take([0])).rejects.toThrow(/pixels/);
  });
});

describe('the variation of a crop', () => {
  const context = {
    sizePx: SIZE,
    sequence: 'T1',
    random: (...ids: readonly (string | number)[]) => random(7, 'augment', ...ids),
  };

  test('is one record that replays the very pixels that were trained on', () => {
    const settings = { ...SETTINGS, grey: PLAIN_GREY, batch: 1, stepsAnEpoch: 1 };
    const [sample] = SAMPLES;
    if (sample === undefined) throw new Error('no sample');
    const { images = new Float32Array() } = batchMaker(settings, [sample], random)(2);
    const occasion = { patient: sample.patient, slice: sample.slice, epoch: 2 };
    const record = JSON.parse(JSON.stringify(planVariation(ALL, context)(occasion)));
    const { data } = applyAugmentation({ data: sample.pixels, slices: 1, sizePx: SIZE }, record);
    expect(images.filter((_, at) => at % 3 === 0)).toEqual(data);
    expect(record.steps.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['affine', 'elastic', 'bias-field', 'intensity', 'noise']),
    );
  });

  test('is off when every kind is', () => {
    expect(isUnvaried(OFF)).toBe(true);
    for (const kind of Object.keys(OFF) as (keyof typeof OFF)[])
      expect(isUnvaried({ ...OFF, [kind]: ALL[kind] }), kind).toBe(false);
  });

  test('that is off leaves the others as they were', () => {
    const occasion = { patient: 'P1', slice: 0, epoch: 1 };
    const { steps } = planVariation({ ...ALL, elastic: 0, bias: 0, noise: 0 }, context)(occasion);
    expect(steps.map(({ name }) => name).filter((name) => name !== 'flip')).toEqual(['affine', 'intensity']);
    const none = planVariation(OFF, context)(occasion);
    const pixels = SAMPLES[0]?.pixels ?? new Float32Array();
    const { data } = applyAugmentation({ data: pixels, slices: 1, sizePx: SIZE }, none);
    for (const [at, value] of data.entries()) expect(value).toBeCloseTo(pixels[at] ?? 0, 5);
  });
});
