/**
 * The crops that an encoder learns from, in an order that is known beforehand for every epoch.
 *
 * Reads samples of training patients, gives batches. Nothing here keeps a position: the order of an
 * epoch follows from its number, so a training can go on anywhere.
 */
import type { Batch, GreyInput } from '@mriscore/engine';
import type { LabelledSample, Sample } from '@mriscore/model/encode';
import { fillGrey } from '@mriscore/model/encode';
import type { Random } from '@mriscore/stats';

/** Changes the pixels of a sample in a way that is replayed from its name. */
export type Augment = (sample: Sample, epoch: number) => Float32Array;

/**
 * The order of an epoch.
 *
 * @param random A stream that belongs to this epoch alone.
 * @returns every index once.
 * @see Fisher and Yates; Durstenfeld, Commun ACM 7 (1964) 420.
 */
export function shuffledOrder(length: number, random: Random): readonly number[] {
  const order = Array.from({ length }, (_, index) => index);
  for (let last = length - 1; last > 0; last -= 1) {
    const other = random.integer(last + 1);
    const kept = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}

/** How samples become what a step is given. */
export interface BatchContext {
  readonly pixelsOf: (sample: Sample) => Float32Array;
  /** What the network wants of a grey value. */
  readonly input: GreyInput;
}

/** What a step is given besides what the network looks at. */
export function targetBatch(samples: readonly LabelledSample[], learningRate: number): Batch {
  return {
    labels: Float32Array.from(samples, ({ target }) => target),
    sampleWeights: new Float32Array(samples.length).fill(1),
    learningRate: Float32Array.of(learningRate),
  };
}

/** What a step of the encoder is given. */
export function encoderBatch(
  samples: readonly LabelledSample[],
  { pixelsOf, input }: BatchContext,
  learningRate: number,
): Batch {
  const area = samples[0]?.pixels.length ?? 0;
  const images = new Float32Array(samples.length * area * 3);
  samples.forEach((sample, place) => {
    fillGrey(images, pixelsOf(sample), { place, input });
  });
  return { images, ...targetBatch(samples, learningRate) };
}
