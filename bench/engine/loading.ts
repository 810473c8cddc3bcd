/**
 * Whether a training waits for its images: steps a second with every kind of augmentation on, made ahead by processes,
 * against steps a second on one batch that lies there, in rounds that alternate.
 *
 * Run `node bench/engine/loading.ts [SIZE:BATCH...]` (default 64:16 128:16 224:8); prints one JSON line a case. Settings:
 * BENCH_THREADS (2), BENCH_ROUNDS (5), BENCH_STEPS a round (8), BENCH_LOADERS (1).
 */

import {
  initialiseResNet,
  openNodeCpu,
  PLAIN_GREY,
  resnetTraining,
} from '../../packages/engine/src/index.ts';
import { random } from '../../packages/stats/src/index.ts';
import { openLoader } from '../../packages/study/src/stages/train/loader.ts';
import { type BatchSettings, batchMaker } from '../../packages/study/src/stages/train/prepare.ts';

const setting = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const threads = setting('BENCH_THREADS', 2);
const rounds = setting('BENCH_ROUNDS', 5);
const stepsARound = setting('BENCH_STEPS', 8);
const loaders = setting('BENCH_LOADERS', 1);

const SPEC = { depth: 101, classes: 1, inputChannels: 3, stride: 'torchvision' } as const;
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

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

function settingsOf(sizePx: number, batch: number): BatchSettings {
  const schedule = { peak: 1e-4, steps: 1e6, warmUp: 0 };
  return {
    sequence: 'T1',
    seed: 1,
    sizePx,
    batch,
    stepsAnEpoch: 4,
    schedule,
    augment: ALL,
    grey: PLAIN_GREY,
  };
}

async function seconds(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return (performance.now() - began) / 1000;
}

async function measure(text: string): Promise<void> {
  const [sizePx = 64, batch = 16] = text.split(':').map(Number);
  const settings = settingsOf(sizePx, batch);
  const samples = Array.from({ length: 4 * batch }, (_, index) => {
    const source = random(1, 'pixels', index);
    const pixels = Float32Array.from({ length: sizePx * sizePx }, () => source.normal());
    return { patient: `P${index}`, slice: 0, target: (index % 2) as 0 | 1, pixels };
  });
  const make = batchMaker(settings, samples, random);
  const fixed = make(0);
  const makeMs =
    1000 * median(await Promise.all([1, 2, 3, 4, 5].map((step) => seconds(async () => make(step)))));
  const program = resnetTraining(SPEC, {
    batch,
    sizePx,
    batchNorm: 'training',
    optimiser: { kind: 'adamw' },
  });
  await using runtime = await openNodeCpu({ threads });
  await using session = await runtime.load(
    program,
    initialiseResNet(SPEC, (name) => random(1, 'weights', name)),
  );
  await using loader = openLoader(settings, samples, { steps: 1e6, processes: loaders });
  let next = 0;
  const following = (): number[] => Array.from({ length: 4 }, () => next++);
  let ready = await loader.take(following());
  const withLoading = async (): Promise<void> => {
    for (let done = 0; done < stepsARound; done += 4)
      [, ready] = await Promise.all([session.steps(ready), loader.take(following())]);
  };
  const onFixed = async (): Promise<void> => {
    for (let done = 0; done < stepsARound; done += 4) await session.steps([fixed, fixed, fixed, fixed]);
  };
  await onFixed();
  const pairs: [number, number][] = [];
  for (let round = 0; round < rounds; round++)
    pairs.push([await seconds(onFixed), await seconds(withLoading)]);
  const rate = (side: 0 | 1): number => stepsARound / median(pairs.map((pair) => pair[side]));
  const ratio = median(pairs.map(([alone, loading]) => alone / loading));
  const round3 = (value: number): number => Math.round(value * 1000) / 1000;
  console.log(
    JSON.stringify({
      sizePx,
      batch,
      threads,
      loaders,
      rounds,
      makeBatchMs: round3(makeMs),
      stepsPerSecondFixed: round3(rate(0)),
      stepsPerSecondLoading: round3(rate(1)),
      ratio: round3(ratio),
    }),
  );
}

const cases = process.argv.slice(2);
for (const text of cases.length > 0 ? cases : ['64:16', '128:16', '224:8']) await measure(text);
