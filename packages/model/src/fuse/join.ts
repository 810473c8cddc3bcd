/**
 * Puts the features of several encoders side by side, with what is missing marked.
 *
 * Reads features of each sequence by patient, gives tokens. Learns nothing.
 */
import type { PatientTokens, Tokens } from './tokens.ts';

/** Features of one sequence by patient: slices x width numbers, slice by slice. */
export type SequenceFeatures = ReadonlyMap<
  string,
  { readonly shape: readonly number[]; readonly data: Float32Array }
>;

/** Who a patient is to the fusion. */
export type PatientOfTokens = Pick<PatientTokens, 'patient' | 'target' | 'split'>;

/**
 * Joins features to tokens.
 *
 * @param patients In the order that the tokens keep.
 * @param sequences Name and features of each sequence; a patient who is not in one does not have that sequence.
 * @example
 * joinFeatures([{ patient: 'A', target: 1, split: 'test' }], new Map([['T1', features]])).width; // 2048
 */
export function joinFeatures(
  patients: readonly PatientOfTokens[],
  sequences: ReadonlyMap<string, SequenceFeatures>,
): Tokens {
  const every = [...sequences.values()];
  const [slices = 1, width = 1] = every.flatMap((features) => [...features.values()])[0]?.shape ?? [];
  const joined = patients.map(({ patient, target, split }) => {
    const features = new Float32Array(every.length * slices * width);
    const missing = every.map((own, index) => {
      const found = own.get(patient);
      if (found !== undefined) features.set(found.data, index * slices * width);
      return found === undefined;
    });
    return { patient, target, split, features, missing };
  });
  return { sequences: [...sequences.keys()], slices, width, patients: joined };
}
