/**
 * Keeps the last two checkpoints of a training, so that a damaged one never costs more than a minute of work.
 *
 * Reads and writes `4-encoders/SEQUENCE/checkpoint-{a,b}.safetensors`. Knows nothing of networks.
 */

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { State } from '@mriscore/engine';
import { EngineError, formatCheckpoint, parseCheckpoint, releaseState } from '@mriscore/engine';
import type { World } from '../../run/world.ts';

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

/**
 * Opens the checkpoints of a unit.
 *
 * @param folder Relative to the study folder.
 * @param key Key of the unit: a checkpoint of another key is of another protocol, data or code, and is not used.
 */
export function openCheckpoints(world: World, folder: string, key: string): Checkpoints {
  let next = 0;
  const pathOf = (place: number): string => `${folder}/${PLACES[place] ?? PLACES[0]}`;
  const readOne = async (place: number): Promise<Kept | undefined> => {
    const bytes = await world.folder.read(pathOf(place)).catch(() => undefined);
    if (bytes === undefined) return undefined;
    try {
      const { state, metadata } = parseCheckpoint(bytes);
      if (metadata.key !== key) return undefined;
      return {
        place,
        state,
        step: metadata.step as number,
        log: metadata.log as unknown as TrainingLog,
      };
    } catch (cause) {
      if (!(cause instanceof EngineError)) throw cause;
      const text = `${pathOf(place)} is damaged (${cause.code}); the older checkpoint is used.`;
      world.progress.report({ kind: 'note', stage: 'train', text });
      return undefined;
    }
  };
  return {
    findLatest: async () => {
      const found = [await readOne(0), await readOne(1)].filter((kept) => kept !== undefined);
      const latest = found.sort((a, b) => b.step - a.step)[0];
      next = latest === undefined ? 0 : 1 - latest.place;
      return latest;
    },
    save: async ({ state, step, log }) => {
      const metadata = { key, step, log: { ...log, epochs: [...log.epochs] } };
      const bytes = formatCheckpoint(state, metadata);
      releaseState(state);
      await world.folder.write(pathOf(next), bytes);
      // Half a gigabyte for ResNet-101: given back now, not when the collector comes by.
      (bytes.buffer as ArrayBuffer).transfer(0);
      next = 1 - next;
    },
    remove: async () => {
      await Promise.all(
        PLACES.map((_, place) => rm(join(world.folder.directory, pathOf(place)), { force: true })),
      );
    },
  };
}
