/**
 * Reads what the encoders left of every patient.
 */
import type { State } from '@mriscore/engine';
import { parseTensors } from '@mriscore/engine';
import { joinFeatures, type Tokens } from '@mriscore/model/fuse';
import type { ReadableFiles } from '../../files/declared.ts';
import type { Member } from '../cohort/artefact.ts';
import { encodingFiles } from '../encode/artefact.ts';

/** Reads the features of every patient. */
export async function readTokens(
  files: ReadableFiles,
  members: readonly Member[],
  sequences: readonly string[],
): Promise<Tokens> {
  const features = new Map<string, State>();
  for (const sequence of sequences)
    features.set(sequence, parseTensors(await files.read(encodingFiles(sequence).features)).state);
  return joinFeatures(members, features);
}
