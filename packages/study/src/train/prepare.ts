/**
 * Makes the batch of any step of a training from nothing but the step's number.
 *
 * The order of an epoch, the variation of each crop and the learning rate all follow from seed and step, so a batch is
 * the same whoever makes it, whenever, and in whatever order.
 */
import type { Batch, GreyInput } from '@mriscore/engine';
import type { Random } from '@mriscore/stats';
import type { Sample } from '../preprocess/artefact.ts';
import type { Protocol } from '../protocol/schema.ts';
import { augmentBy } from './augment.ts';
import { encoderBatch, shuffledOrder } from './samples.ts';
import { learningRateAt, type Schedule } from './schedule.ts';

/** What batches depend on besides the samples; plain data, so that it can be sent to a thread. */
export interface BatchSettings {
  readonly sequence: string;
  readonly seed: number;
  readonly sizePx: number;
  /** Crops a step. */
  readonly batch: number;
  readonly stepsAnEpoch: number;
  readonly schedule: Schedule;
  readonly augment: Protocol['encoder']['augment'];
  /** What the network wants of a grey value. */
  readonly grey: GreyInput;
}

/** Named random numbers, as `random` of `@mriscore/stats` gives them. */
export type NamedRandom = (seed: number, purpose: string, ...ids: readonly (string | number)[]) => Random;

/**
 * How the batch of a step is made.
 *
 * @param samples Every crop of the training, always in the same order.
 */
export function batchMaker(
  settings: BatchSettings,
  samples: readonly Sample[],
  random: NamedRandom,
): (step: number) => Batch {
  const { sequence, seed, sizePx, batch, stepsAnEpoch, schedule, grey: input } = settings;
  const named = (...ids: readonly (string | number)[]) => random(seed, 'augment', ...ids);
  const augment = augmentBy(settings.augment, { sizePx, sequence, random: named });
  let order: readonly number[] = [];
  let orderOf = -1;
  return (step) => {
    const epoch = Math.floor(step / stepsAnEpoch);
    if (epoch !== orderOf) {
      order = shuffledOrder(samples.length, random(seed, 'order', sequence, epoch));
      orderOf = epoch;
    }
    const first = (step % stepsAnEpoch) * batch;
    const chosen = order.slice(first, first + batch).flatMap((index) => samples[index] ?? []);
    const pixelsOf = (sample: Sample): Float32Array => augment(sample, epoch);
    return encoderBatch(chosen, { pixelsOf, input }, learningRateAt(schedule, step));
  };
}
