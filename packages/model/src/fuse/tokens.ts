/**
 * The features of all encoders as tokens: sequences by slices, with what is missing marked.
 *
 * Reduces features to principal components of the training part only.
 */
import type { Fitted, FoldFitted } from '@mriscore/stats';
import type { Principal } from './principal.ts';
import { fitPrincipal, project } from './principal.ts';

/** What a patient is for: weights are learnt on `training`, the epoch is picked on `tuning`, `test` is only scored. */
export type PatientRole = 'training' | 'tuning' | 'test';

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
  readonly split: PatientRole;
  /** sequences x slices x width; 0 where missing. */
  readonly features: Float32Array;
  /** One value a sequence: true where the patient does not have it. */
  readonly missing: readonly boolean[];
}

/** Every slice of a sequence that the patients have. */
function rowsOf(tokens: Tokens, sequence: number): readonly Float32Array[] {
  const { slices, width } = tokens;
  return tokens.patients.flatMap(({ features, missing }) => {
    if (missing[sequence] === true) return [];
    const first = sequence * slices * width;
    return Array.from({ length: slices }, (_, slice) =>
      features.subarray(first + slice * width, first + (slice + 1) * width),
    );
  });
}

function reduce(patient: PatientTokens, tokens: Tokens, fitted: readonly Principal[]): PatientTokens {
  const { slices, width } = tokens;
  const components = fitted[0]?.components ?? 0;
  const features = new Float32Array(fitted.length * slices * components);
  fitted.forEach((principal, sequence) => {
    if (patient.missing[sequence] === true) return;
    for (let slice = 0; slice < slices; slice += 1) {
      const token = sequence * slices + slice;
      const row = patient.features.subarray(token * width, (token + 1) * width);
      features.set(project(principal, row), token * components);
    }
  });
  return { ...patient, features };
}

/** What the reduction learnt, as named tensors for the file of weights. */
export interface FittedReduction extends Fitted<Tokens, Tokens> {
  readonly tensors: ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: Float32Array }>;
}

/** A reduction before it has seen a row. */
export interface Reduction extends FoldFitted<Tokens, Tokens> {
  fit(training: Tokens): FittedReduction;
}

function tensorsOf(training: Tokens, fitted: readonly Principal[]): FittedReduction['tensors'] {
  const tensors = new Map<string, { shape: readonly number[]; data: Float32Array }>();
  training.sequences.forEach((name, index) => {
    const { mean, axes, components, scale } = fitted[index]!;
    tensors.set(`components.${name}.mean`, { shape: [training.width], data: mean });
    tensors.set(`components.${name}.axes`, { shape: [components, training.width], data: axes });
    tensors.set(`components.${name}.scale`, { shape: [1], data: Float32Array.of(scale) });
  });
  return tensors;
}

/**
 * Keeps the strongest principal components of each sequence, learnt from the training part.
 *
 * @param components How many a sequence, >= 1.
 * @example
 * const fitted = reduction(8).fit(trainingTokens);
 * fitted.apply(allTokens).width; // 8
 */
export function reduction(components: number): Reduction {
  return {
    fit: (training) => {
      const fitted = training.sequences.map((_, index) => fitPrincipal(rowsOf(training, index), components));
      return {
        apply: (rows) => ({
          ...rows,
          width: components,
          patients: rows.patients.map((patient) => reduce(patient, rows, fitted)),
        }),
        record: { patients: training.patients.map(({ patient }) => patient), components },
        tensors: tensorsOf(training, fitted),
      };
    },
  };
}

/** The tokens of some patients. */
export function selectTokens(tokens: Tokens, split: PatientRole): Tokens {
  return { ...tokens, patients: tokens.patients.filter((patient) => patient.split === split) };
}
