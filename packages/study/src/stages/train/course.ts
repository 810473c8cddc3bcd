/**
 * How many batches and steps a training has.
 *
 * Reads the number of crops and the protocol, gives counts. A batch is what lies in memory at once; a step moves the
 * weights once, and may need several batches.
 */
import type { Protocol } from '../../protocol/schema.ts';

/** The counts of a training. */
export interface Course {
  /** Crops in memory at once. */
  readonly batch: number;
  /** Batches whose mean gradient makes one step. */
  readonly accumulate: number;
  readonly stepsAnEpoch: number;
  readonly batchesAnEpoch: number;
  /** Steps in all. */
  readonly steps: number;
  /** Batches in all. */
  readonly batches: number;
}

/** What counts follow from. */
export type CourseSettings = Pick<Protocol['encoder'], 'batch' | 'accumulate' | 'epochs'>;

/**
 * Counts the batches and steps of a training.
 *
 * Whole steps of whole batches only: a padded batch would disturb the statistics of the normalisation. Where there are
 * fewer crops than a step asks for, a step is as many whole batches as there are.
 *
 * @param crops Crops of the training, at least 1.
 * @example
 * planCourse(50, { batch: 8, accumulate: 3, epochs: 10 }).stepsAnEpoch; // 2, of 24 crops each
 */
export function planCourse(crops: number, settings: CourseSettings): Course {
  const batch = Math.min(settings.batch, crops);
  const accumulate = Math.min(settings.accumulate ?? 1, Math.floor(crops / batch));
  const stepsAnEpoch = Math.floor(crops / (batch * accumulate));
  const batchesAnEpoch = stepsAnEpoch * accumulate;
  const { epochs } = settings;
  return {
    batch,
    accumulate,
    stepsAnEpoch,
    batchesAnEpoch,
    steps: stepsAnEpoch * epochs,
    batches: batchesAnEpoch * epochs,
  };
}
