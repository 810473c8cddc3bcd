/**
 * The features of all encoders as tokens: sequences by slices, with what is missing marked.
 *
 * Reads what the encoders left; standardises with means and deviations of the training part only.
 */
import type { State } from '@mriscore/engine';
import { parseTensors } from '@mriscore/engine';
import type { Fitted, FoldFitted } from '@mriscore/stats';
import type { Member } from '../cohort/artefact.ts';
import { encodingFiles } from '../encode/artefact.ts';
import type { World } from '../run/world.ts';

/** Tokens of patients, patient by patient, sequence by sequence, slice by slice. */
export interface Tokens {
  readonly sequences: readonly string[];
  readonly slices: number;
  /** Features of a token. */
  readonly width: number;
  readonly patients: readonly PatientTokens[];
}

/** Tokens of one patient. */
export interface PatientTokens {
  readonly patient: string;
  readonly target: 0 | 1;
  readonly split: Member['split'];
  /** sequences x slices x width; 0 where missing. */
  readonly features: Float32Array;
  /** One value a sequence: true where the patient does not have it. */
  readonly missing: readonly boolean[];
}

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

/** Mean and deviation of every feature of every sequence, over training patients. */
interface Moments {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

function momentsOf(tokens: Tokens, sequence: number): Moments {
  const { slices, width } = tokens;
  const sum = new Float64Array(width);
  const squares = new Float64Array(width);
  let count = 0;
  for (const { features, missing } of tokens.patients) {
    if (missing[sequence] === true) continue;
    for (let slice = 0; slice < slices; slice += 1) {
      const at = (sequence * slices + slice) * width;
      count += 1;
      for (let f = 0; f < width; f += 1) {
        const value = features[at + f] ?? 0;
        sum[f] = (sum[f] ?? 0) + value;
        squares[f] = (squares[f] ?? 0) + value * value;
      }
    }
  }
  const mean = Float32Array.from(sum, (total) => total / Math.max(count, 1));
  const deviation = Float32Array.from(squares, (total, f) => {
    const variance = total / Math.max(count, 1) - (mean[f] ?? 0) ** 2;
    return variance > 1e-12 ? Math.sqrt(variance) : 1;
  });
  return { mean, deviation };
}

function standardise(patient: PatientTokens, tokens: Tokens, moments: readonly Moments[]): PatientTokens {
  const { slices, width } = tokens;
  const features = new Float32Array(patient.features.length);
  moments.forEach(({ mean, deviation }, sequence) => {
    if (patient.missing[sequence] === true) return;
    const first = sequence * slices * width;
    for (let at = first; at < first + slices * width; at += 1) {
      const f = (at - first) % width;
      features[at] = ((patient.features[at] ?? 0) - (mean[f] ?? 0)) / (deviation[f] ?? 1);
    }
  });
  return { ...patient, features };
}

/** What the standardisation learnt, as named tensors for the file of weights. */
export interface FittedStandardisation extends Fitted<Tokens, Tokens> {
  readonly tensors: ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: Float32Array }>;
}

/**
 * Puts every feature of a sequence to mean 0 and deviation 1 over the training part.
 *
 * @example
 * const fitted = STANDARDISATION.fit(trainingTokens);
 * fitted.apply(allTokens);
 */
export const STANDARDISATION = {
  fit: (training: Tokens): FittedStandardisation => {
    const moments = training.sequences.map((_, index) => momentsOf(training, index));
    const tensors = training.sequences.flatMap((name, index) => {
      const shape = [training.width];
      return [
        [`standardise.${name}.mean`, { shape, data: moments[index]?.mean ?? new Float32Array() }],
        [`standardise.${name}.deviation`, { shape, data: moments[index]?.deviation ?? new Float32Array() }],
      ] as const;
    });
    return {
      apply: (rows) => ({
        ...rows,
        patients: rows.patients.map((patient) => standardise(patient, rows, moments)),
      }),
      record: { patients: training.patients.map(({ patient }) => patient) },
      tensors: new Map(tensors),
    };
  },
} satisfies FoldFitted<Tokens, Tokens>;

/** The tokens of some patients. */
export function selectTokens(tokens: Tokens, split: Member['split']): Tokens {
  return { ...tokens, patients: tokens.patients.filter((patient) => patient.split === split) };
}
