/**
 * Reads what the encoders left of every patient.
 */
import type { State } from '@mriscore/engine';
import { parseTensors } from '@mriscore/engine';
import type { Tokens } from '@mriscore/model/fuse';
import type { World } from '../../run/world.ts';
import type { Member } from '../cohort/artefact.ts';
import { encodingFiles } from '../encode/artefact.ts';

/** Reads the features of every patient. */
export async function readTokens(
  world: World,
  members: readonly Member[],
  sequences: readonly string[],
): Promise<Tokens> {
  const states: State[] = [];
  for (const sequence of sequences) {
    states.push(parseTensors(await world.folder.read(encodingFiles(sequence).features)).state);
  }
  const [slices = 1, width = 1] = states.flatMap((state) => [...state.values()])[0]?.shape ?? [];
  const patients = members.map(({ patient, target, split }) => {
    const features = new Float32Array(sequences.length * slices * width);
    const missing = states.map((state, index) => {
      const own = state.get(patient);
      if (own !== undefined) features.set(own.data, index * slices * width);
      return own === undefined;
    });
    return { patient, target, split, features, missing };
  });
  return { sequences, slices, width, patients };
}
