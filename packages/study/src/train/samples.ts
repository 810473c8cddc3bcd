/**
 * The crops that an encoder learns from, in an order that is known beforehand for every epoch.
 *
 * Reads the crops of training patients, gives samples and batches. Nothing here keeps a position: the order of an
 * epoch follows from its number, so a training can go on anywhere.
 */
import type { Batch } from '@mriscore/engine';
import type { Random } from '@mriscore/stats';
import type { Member } from '../cohort/artefact.ts';
import { readCrops } from '../preprocess/artefact.ts';
import type { Folder } from '../run/world.ts';

/** One slice of one patient. */
export interface Sample {
  readonly patient: string;
  /** Place of the slice in the set of the protocol. */
  readonly slice: number;
  readonly target: 0 | 1;
  /** sizePx x sizePx values, row by row. */
  readonly pixels: Float32Array;
}

/** Changes the pixels of a sample in a way that is replayed from its name. */
export type Augment = (sample: Sample, epoch: number) => Float32Array;

/** Every slice of every patient who has the sequence, patient by patient. */
export async function readSamples(
  folder: Folder,
  members: readonly Member[],
  sequence: string,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (const { patient, target, sequences } of members) {
    if (!sequences.includes(sequence)) continue;
    const crops = await readCrops(folder, patient);
    const pixels = crops.sequences.get(sequence);
    if (pixels === undefined) continue;
    const area = crops.sizePx * crops.sizePx;
    for (let slice = 0; slice < crops.slices; slice += 1) {
      samples.push({ patient, slice, target, pixels: pixels.subarray(slice * area, (slice + 1) * area) });
    }
  }
  return samples;
}

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

/** Copies grey pixels into the three channels that a network trained on photographs expects. */
export function writeGrey(images: Float32Array, place: number, pixels: Float32Array): void {
  let at = place * pixels.length * 3;
  for (const value of pixels) {
    images[at] = value;
    images[at + 1] = value;
    images[at + 2] = value;
    at += 3;
  }
}

/** What a step of the encoder is given. */
export function encoderBatch(
  samples: readonly Sample[],
  pixelsOf: (sample: Sample) => Float32Array,
  learningRate: number,
): Batch {
  const area = samples[0]?.pixels.length ?? 0;
  const images = new Float32Array(samples.length * area * 3);
  samples.forEach((sample, place) => writeGrey(images, place, pixelsOf(sample)));
  return {
    images,
    labels: Float32Array.from(samples, ({ target }) => target),
    sampleWeights: new Float32Array(samples.length).fill(1),
    learningRate: Float32Array.of(learningRate),
  };
}
