/**
 * Who the patients of each set are, for the table of patients.
 *
 * Reads members and sets, gives counts and quartiles. Compares nothing: sets differ on purpose.
 */

import type { Protocol } from '../../protocol/schema.ts';
import type { Member } from '../cohort/artefact.ts';
import type { EvaluationArtefact, EvaluationSet } from '../evaluate/artefact.ts';
import type { Quartiles } from './quartiles.ts';
import { quartiles } from './quartiles.ts';

/** One endpoint in one set. */
export interface EndpointCount {
  readonly endpoint: string;
  /** Patients with follow-up. */
  readonly followed: number;
  readonly events: number;
}

/** Who is in one set. */
export interface SetCharacteristics extends EvaluationSet {
  readonly n: number;
  readonly positives: number;
  /** Raw value of the target column; null when a cell is not a number. */
  readonly targetRaw: Quartiles | null;
  readonly tumourCm3: Quartiles;
  /** Sequence name -> patients who have it. */
  readonly sequences: Readonly<Record<string, number>>;
  /** Patients with every sequence. */
  readonly complete: number;
  readonly endpoints: readonly EndpointCount[];
}

function rawValues(members: readonly Member[]): Quartiles | null {
  const values = members.map(({ targetRaw }) => (targetRaw.trim() === '' ? Number.NaN : Number(targetRaw)));
  return values.every(Number.isFinite) ? quartiles(values) : null;
}

function countEndpoint(endpoint: string, members: readonly Member[]): EndpointCount {
  const known = members.flatMap(({ followUp }) => followUp[endpoint] ?? []);
  return { endpoint, followed: known.length, events: known.filter(({ observed }) => observed === 1).length };
}

function characterise(
  set: EvaluationSet,
  members: readonly Member[],
  protocol: Protocol,
): SetCharacteristics {
  const names = Object.keys(protocol.sequences);
  const having = (name: string): number => members.filter(({ sequences }) => sequences.includes(name)).length;
  return {
    name: set.name,
    cohort: set.cohort,
    role: set.role,
    split: set.split,
    n: members.length,
    positives: members.filter(({ target }) => target === 1).length,
    targetRaw: rawValues(members),
    tumourCm3: quartiles(members.map(({ tumourMm3 }) => tumourMm3 / 1000)),
    sequences: Object.fromEntries(names.map((name) => [name, having(name)])),
    complete: members.filter(({ sequences }) => sequences.length === names.length).length,
    endpoints: protocol.endpoints.map(({ name }) => countEndpoint(name, members)),
  };
}

/** The members of one set. */
export function membersOfSet(members: readonly Member[], set: EvaluationSet): readonly Member[] {
  return members.filter(({ cohort, split }) => cohort === set.cohort && split === set.split);
}

/** The patients of every set, in the order of the sets. */
export function characteristicsOf(
  members: readonly Member[],
  { sets }: EvaluationArtefact,
  protocol: Protocol,
): readonly SetCharacteristics[] {
  return sets.map((set) => characterise(set, membersOfSet(members, set), protocol));
}
