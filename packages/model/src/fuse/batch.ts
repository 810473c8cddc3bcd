/**
 * Patients as a batch for the fusion, padded to its size, with sequences hidden where training asks for it.
 *
 * Reads tokens, gives arrays by the names that a fusion program reads. Knows nothing of weights.
 */
import type { Batch } from '@mriscore/engine';
import type { Random } from '@mriscore/stats';
import { checkOptions, type KnownOptions } from '../options.ts';
import type { PatientTokens, Tokens } from './tokens.ts';

/**
 * Which sequences a patient shows in one step.
 *
 * @param missing One value a sequence, true where the patient does not have it.
 * @param rate Chance of each sequence to be hidden, [0, 1).
 * @param random A stream of this step and patient.
 * @returns one value a sequence, true where missing or hidden; at least one that the patient has stays visible.
 */
export function hideSequences(missing: readonly boolean[], rate: number, random: Random): readonly boolean[] {
  const draws = missing.map((absent) => (absent ? -1 : random.uniform()));
  const hidden = draws.map((draw) => draw < rate);
  if (hidden.includes(false)) return hidden;
  const kept = draws.indexOf(Math.max(...draws));
  return hidden.map((value, index) => value && index !== kept);
}

/** How patients become a batch. */
export interface FusionBatchOptions {
  /** Patients in a batch; the rest is padding of weight 0. */
  readonly size: number;
  /** One value a sequence, true where it must not be looked at. */
  readonly missingOf: (patient: PatientTokens) => readonly boolean[];
}

const KNOWN: KnownOptions<FusionBatchOptions> = Object.freeze({ size: undefined, missingOf: undefined });

/**
 * The inputs of one step.
 *
 * @param tokens Gives sequences, slices and width.
 * @param patients Those of the batch, at most `size`.
 * @param options Size, and what must not be looked at.
 * @throws ModelError `options/unknown-key`.
 */
export function fusionBatch(
  tokens: Tokens,
  patients: readonly PatientTokens[],
  options: FusionBatchOptions,
): {
  features: Float32Array;
  missing: Float32Array;
  labels: Float32Array;
  sampleWeights: Float32Array;
} & Batch {
  checkOptions(options, KNOWN);
  const { size, missingOf } = options;
  const { sequences, slices, width } = tokens;
  const count = sequences.length * slices;
  const features = new Float32Array(size * count * width);
  const missing = new Float32Array(size * count);
  const labels = new Float32Array(size);
  const sampleWeights = new Float32Array(size);
  patients.forEach((patient, place) => {
    const hidden = missingOf(patient);
    features.set(patient.features, place * count * width);
    labels[place] = patient.target;
    sampleWeights[place] = 1;
    hidden.forEach((absent, sequence) => {
      if (!absent) return;
      const token = place * count + sequence * slices;
      missing.fill(1, token, token + slices);
      features.fill(0, token * width, (token + slices) * width);
    });
  });
  return { features, missing, labels, sampleWeights };
}
