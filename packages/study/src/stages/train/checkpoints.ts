/**
 * Keeps the last two checkpoints of a training, so that a damaged one never costs more than a minute of work.
 *
 * Reads and writes `checkpoint-{a,b}.safetensors` of the unit's scratch. Knows nothing of networks.
 */

import type { State } from '@mriscore/engine';
import { EngineError, formatCheckpoint, parseCheckpoint, releaseState } from '@mriscore/engine';
import type { Scratch } from '../../files/scratch.ts';
import type { Progress } from '../../run/progress.ts';

/** Where a training was. */
export interface Checkpoint {
  readonly state: State;
  /** Batches that were done; may end in the middle of a step, since gradients that were added up are in the state. */
  readonly step: number;
  /** Mean loss of each finished epoch, and the sum of the running one. */
  readonly log: TrainingLog;
}

/** The losses so far. */
export interface TrainingLog {
  readonly epochs: readonly number[];
  readonly runningSum: number;
  readonly runningSteps: number;
}

/** The checkpoints of one training. */
export interface Checkpoints {
  /** The newest that is whole and belongs to this unit; a damaged one is reported and passed over. */
  findLatest(): Promise<Checkpoint | undefined>;
  /** Takes the state over: it is empty afterwards. */
  save(checkpoint: Checkpoint): Promise<void>;
  /** Called when the training has ended and its receipt is about to be written. */
  remove(): Promise<void>;
}

interface Kept extends Checkpoint {
  readonly place: number;
}

const PLACES = ['checkpoint-a.safetensors', 'checkpoint-b.safetensors'] as const;

const nameOf = (place: number): string => PLACES[place] ?? PLACES[0];

/** What checkpoints are kept with, and who is told of a damaged one. */
export interface CheckpointPlace {
  readonly scratch: Scratch;
  readonly progress: Progress;
}

async function findOne(
  place: number,
  key: string,
  { scratch, progress }: CheckpointPlace,
): Promise<Kept | undefined> {
  const bytes = await scratch.find(nameOf(place));
  if (bytes === undefined) return undefined;
  try {
    const { state, metadata } = parseCheckpoint(bytes);
    if (metadata.key !== key) return undefined;
    return { place, state, step: metadata.step as number, log: metadata.log as unknown as TrainingLog };
  } catch (cause) {
    if (!(cause instanceof EngineError)) throw cause;
    const text = `${nameOf(place)} is damaged (${cause.code}); the older checkpoint is used.`;
    progress.report({ kind: 'note', stage: 'train', text });
    return undefined;
  }
}

/**
 * Opens the checkpoints of a unit.
 *
 * @param key Key of the unit: a checkpoint of another key is of another protocol, data or code, and is not used.
 */
export function openCheckpoints(place: CheckpointPlace, key: string): Checkpoints {
  const { scratch } = place;
  let next = 0;
  return {
    findLatest: async () => {
      const found = [await findOne(0, key, place), await findOne(1, key, place)];
      const latest = found.filter((kept) => kept !== undefined).sort((a, b) => b.step - a.step)[0];
      next = latest === undefined ? 0 : 1 - latest.place;
      return latest;
    },
    save: async ({ state, step, log }) => {
      const metadata = { key, step, log: { ...log, epochs: [...log.epochs] } };
      const bytes = formatCheckpoint(state, metadata);
      releaseState(state);
      await scratch.keep(nameOf(next), bytes);
      // Half a gigabyte for ResNet-101: given back now, not when the collector comes by.
      (bytes.buffer as ArrayBuffer).transfer(0);
      next = 1 - next;
    },
    remove: () => scratch.forget(PLACES),
  };
}
