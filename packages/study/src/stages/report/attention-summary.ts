/**
 * Where the fusion looked, sequence by sequence and set by set.
 *
 * Attention says which inputs were weighted, not why; it is no explanation of a score.
 */
import type { EvaluationArtefact } from '../evaluate/artefact.ts';
import type { FusionArtefact } from '../fuse/artefact.ts';
import type { Quartiles } from './quartiles.ts';
import { quartiles } from './quartiles.ts';

/** Share of the attention on one sequence, over the patients of a set who have it. */
export interface AttentionSummary extends Quartiles {
  readonly set: string;
  readonly sequence: string;
}

/** Median and quartiles of the attention of every sequence in every set. */
export function attentionOf(
  { attention }: FusionArtefact,
  { sets, patients }: EvaluationArtefact,
  sequences: readonly string[],
): readonly AttentionSummary[] {
  const setOf = new Map(patients.map(({ patient, set }) => [patient, set]));
  return sequences.flatMap((sequence) =>
    sets.map(({ name }) => {
      const inside = attention.filter(({ patient }) => setOf.get(patient) === name);
      const shares = inside.flatMap((patient) => patient.sequences[sequence] ?? []);
      return { set: name, sequence, ...quartiles(shares) };
    }),
  );
}
