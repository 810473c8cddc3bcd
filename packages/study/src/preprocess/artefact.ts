/**
 * What the preprocessing leaves in `3-crops/`: one safetensors file a patient, one tensor a sequence.
 *
 * A tensor is [slices, sizePx, sizePx], float32, rows from front to back of the patient, columns from the patient's
 * right to left (as a radiologist sees it), in the order of the slices of the protocol. The plan of every step is in
 * the metadata of the file.
 */
import { type GreyInput, parseTensors } from '@mriscore/engine';
import type { Member } from '../cohort/artefact.ts';
import type { Folder } from '../run/world.ts';

/** Where the crops of a patient lie, relative to the study folder. */
export function cropsPath(patient: string): string {
  return `3-crops/${patient}.safetensors`;
}

/** The crops of one patient. */
export interface Crops {
  readonly slices: number;
  readonly sizePx: number;
  /** Sequence name -> slices x sizePx x sizePx values, slice by slice, row by row. */
  readonly sequences: ReadonlyMap<string, Float32Array>;
}

/** Reads the crops of one patient. */
export async function readCrops(folder: Folder, patient: string): Promise<Crops> {
  const { state } = parseTensors(await folder.read(cropsPath(patient)));
  const [first] = state.values();
  const [slices = 0, sizePx = 0] = first?.shape ?? [];
  return { slices, sizePx, sequences: new Map([...state].map(([name, { data }]) => [name, data])) };
}

/** One slice of one patient. */
export interface Sample {
  readonly patient: string;
  /** Place of the slice in the set of the protocol. */
  readonly slice: number;
  readonly target: 0 | 1;
  /** sizePx x sizePx values, row by row. */
  readonly pixels: Float32Array;
}

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
 * Copies grey pixels into the three channels that a network trained on photographs expects.
 *
 * @param images All images of a batch, [batch, sizePx, sizePx, 3].
 * @param pixels One image.
 * @param to Its place in the batch, and what the network wants of a grey value in each channel.
 */
export function writeGrey(
  images: Float32Array,
  pixels: Float32Array,
  { place, input }: { readonly place: number; readonly input: GreyInput },
): void {
  const [gain0, gain1, gain2] = input.gain;
  const [offset0, offset1, offset2] = input.offset;
  let at = place * pixels.length * 3;
  for (const value of pixels) {
    images[at] = value * gain0 + offset0;
    images[at + 1] = value * gain1 + offset1;
    images[at + 2] = value * gain2 + offset2;
    at += 3;
  }
}
