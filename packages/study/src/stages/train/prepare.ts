/**
 * Makes any batch of a training from nothing but the batch's number.
 *
 * The order of an epoch, the variation of each crop and the learning rate all follow from seed and number, so a batch
 * is the same whoever makes it, whenever, and in whatever order.
 */
import { type Batch, type GreyInput, LAST_OF_STEP } from '@mriscore/engine';
import type { LabelledSample, Sample } from '@mriscore/model/encode';
import type { Random } from '@mriscore/stats';
import type { Protocol } from '../../protocol/schema.ts';
import { augmentBy } from './augment.ts';
import { type Augment, encoderBatch, shuffledOrder } from './samples.ts';
import { learningRateAt, type Schedule } from './schedule.ts';

/** What batches depend on besides the samples; plain data, so that it can be sent to another process. */
export interface BatchSettings {
  readonly sequence: string;
  readonly seed: number;
  readonly sizePx: number;
  /** Crops a batch. */
  readonly batch: number;
  /** Batches a step. Default 1. */
  readonly accumulate?: number;
  readonly stepsAnEpoch: number;
  readonly schedule: Schedule;
  readonly augment: Protocol['encoder']['augment'];
  /** What the network wants of a grey value. */
  readonly grey: GreyInput;
}

/** Named random numbers, as `random` of `@mriscore/stats` gives them. */
export type NamedRandom = (seed: number, purpose: string, ...ids: readonly (string | number)[]) => Random;

/** What a batch is made of. */
export interface PlannedBatch {
  /** From 0. */
  readonly epoch: number;
  /** Places of its crops among the samples. */
  readonly indices: readonly number[];
  readonly learningRate: number;
  /** Where several batches make a step, the input that says whether this is the last of them; otherwise empty. */
  readonly mark: Batch;
}

/**
 * What any batch is made of, before a pixel is touched.
 *
 * @param crops Samples of the training.
 */
export function batchPlanner(
  settings: BatchSettings,
  crops: number,
  random: NamedRandom,
): (number: number) => PlannedBatch {
  const { sequence, seed, batch, accumulate = 1, stepsAnEpoch, schedule } = settings;
  const batchesAnEpoch = stepsAnEpoch * accumulate;
  let order: readonly number[] = [];
  let orderOf = -1;
  return (number) => {
    const epoch = Math.floor(number / batchesAnEpoch);
    if (epoch !== orderOf) {
      order = shuffledOrder(crops, random(seed, 'order', sequence, epoch));
      orderOf = epoch;
    }
    const first = (number % batchesAnEpoch) * batch;
    const last = (number + 1) % accumulate === 0;
    return {
      epoch,
      indices: order.slice(first, first + batch),
      learningRate: learningRateAt(schedule, Math.floor(number / accumulate)),
      mark: accumulate === 1 ? {} : { [LAST_OF_STEP]: Float32Array.of(last ? 1 : 0) },
    };
  };
}

/** How the crop of an epoch is varied. */
export function pixelsBy({ seed, sizePx, sequence, augment }: BatchSettings, random: NamedRandom): Augment {
  const named = (...ids: readonly (string | number)[]) => random(seed, 'augment', ...ids);
  return augmentBy(augment, { sizePx, sequence, random: named });
}

/** What a batch is made from: its plan and the crops that the plan chose, in its order. */
export interface BatchParts {
  readonly planned: PlannedBatch;
  readonly chosen: readonly LabelledSample[];
}

/** How the parts of a batch become the batch: crops are varied and written as the network wants them. */
export function batchAssembler(settings: BatchSettings, random: NamedRandom): (parts: BatchParts) => Batch {
  const { grey: input } = settings;
  const augment = pixelsBy(settings, random);
  return ({ planned: { epoch, learningRate, mark }, chosen }) => {
    const pixelsOf = (sample: Sample): Float32Array => augment(sample, epoch);
    return { ...encoderBatch(chosen, { pixelsOf, input }, learningRate), ...mark };
  };
}

/**
 * The parts of any batch.
 *
 * @param samples Every crop of the training, always in the same order.
 */
export function batchChooser(
  settings: BatchSettings,
  samples: readonly LabelledSample[],
  random: NamedRandom,
): (number: number) => BatchParts {
  const plan = batchPlanner(settings, samples.length, random);
  return (number) => {
    const planned = plan(number);
    return { planned, chosen: planned.indices.flatMap((index) => samples[index] ?? []) };
  };
}

/**
 * How any batch is made.
 *
 * @param samples Every crop of the training, always in the same order.
 */
export function batchMaker(
  settings: BatchSettings,
  samples: readonly LabelledSample[],
  random: NamedRandom,
): (number: number) => Batch {
  const choose = batchChooser(settings, samples, random);
  const assemble = batchAssembler(settings, random);
  return (number) => assemble(choose(number));
}
