/**
 * What the preprocessing leaves in `3-crops/`: one safetensors file a patient, one tensor a sequence.
 *
 * A tensor is [slices, sizePx, sizePx], float32, rows from front to back of the patient, columns from the patient's
 * right to left (as a radiologist sees it), in the order of the slices of the protocol. The plan of every step is in
 * the metadata of the file.
 */
import { parseTensors } from '@mriscore/engine';
import { type Sample, slicesOf } from '@mriscore/model/encode';
import type { ReadableFiles } from '../../files/declared.ts';

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
export async function readCrops(files: ReadableFiles, patient: string): Promise<Crops> {
  const { state } = parseTensors(await files.read(cropsPath(patient)));
  const [first] = state.values();
  const [slices = 0, sizePx = 0] = first?.shape ?? [];
  return { slices, sizePx, sequences: new Map([...state].map(([name, { data }]) => [name, data])) };
}

/** Every slice of every patient who has the sequence, patient by patient. */
export async function readSamples(
  files: ReadableFiles,
  patients: readonly string[],
  sequence: string,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (const patient of patients) {
    const crops = await readCrops(files, patient);
    const pixels = crops.sequences.get(sequence);
    if (pixels !== undefined) samples.push(...slicesOf(patient, pixels, crops.sizePx));
  }
  return samples;
}
