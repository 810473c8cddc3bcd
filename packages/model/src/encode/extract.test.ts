import { initialiseResNet, openNodeCpu, PLAIN_GREY, type ResNetSpec } from '@mriscore/engine';
import { random } from '@mriscore/stats';
import { expect, test } from 'vitest';
import { extract } from './extract.ts';

const SPEC: ResNetSpec = {
  depth: 18,
  classes: 1,
  inputChannels: 3,
  stride: 'torchvision',
  blocks: [1, 1, 1, 1],
  width: 4,
};
const STATE = initialiseResNet(SPEC, (name) => random(1, 'weights', name));
const SIZE_PX = 32;

const sampleOf = (patient: string, slice: number) => {
  const stream = random(1, 'pixels', patient, slice);
  const pixels = Float32Array.from({ length: SIZE_PX ** 2 }, () => stream.normal());
  return { patient, slice, target: 0, pixels } as const;
};

/** 20 slices: more than the 16 of a batch, so that the last batch is not full. */
const SAMPLES = Array.from({ length: 10 }, (_, index) =>
  [0, 1].map((slice) => sampleOf(`P${index}`, slice)),
).flat();

test('a patient is read alike alone and among others, whatever the order of the slices', async () => {
  await using runtime = await openNodeCpu({ threads: 1 });
  const common = { spec: SPEC, state: STATE, grey: PLAIN_GREY, sizePx: SIZE_PX };
  const shares: number[] = [];
  const all = await extract(runtime, { ...common, samples: SAMPLES }, (share) => shares.push(share));
  expect(all.map(({ patient }) => patient)).toEqual(Array.from({ length: 10 }, (_, index) => `P${index}`));
  expect(shares).toEqual([16 / 20, 1]);
  const samples = [sampleOf('P9', 1), sampleOf('P9', 0)];
  const [alone] = await extract(runtime, { ...common, samples }, () => undefined);
  const among = all[9]!;
  expect(alone!.features).toHaveLength(2 * 32);
  for (const [index, value] of among.features.entries()) expect(alone!.features[index]).toBeCloseTo(value, 4);
  expect(alone!.logit).toBeCloseTo(among.logit, 4);
});

test('the log odds of a patient are the mean over the slices', async () => {
  await using runtime = await openNodeCpu({ threads: 1 });
  const common = { spec: SPEC, state: STATE, grey: PLAIN_GREY, sizePx: SIZE_PX };
  const logits: number[] = [];
  for (const slice of [0, 1]) {
    const samples = [sampleOf('P3', slice)];
    const [one] = await extract(runtime, { ...common, samples }, () => undefined);
    logits.push(one!.logit);
  }
  const samples = [sampleOf('P3', 0), sampleOf('P3', 1)];
  const [both] = await extract(runtime, { ...common, samples }, () => undefined);
  expect(both!.logit).toBeCloseTo((logits[0]! + logits[1]!) / 2, 4);
});
