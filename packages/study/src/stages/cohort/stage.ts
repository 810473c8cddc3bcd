/**
 * Writes down who is in which cohort and which part, and who left the study on the way.
 *
 * Reads the table and `1-series/`, writes `2-cohort/`.
 */
import { formatCsv } from '@mriscore/evaluation/table';
import { random } from '@mriscore/stats';
import { formatArtefact, readArtefact } from '../../files/read-json.ts';
import type { Protocol } from '../../protocol/schema.ts';
import type { PlanContext, Stage, Work } from '../../run/stage.ts';
import type { UnitPlan } from '../../run/unit.ts';
import { parseStudyTable } from '../../table/read.ts';
import { type Selection, type Subject, selectSubjects } from '../../table/select.ts';
import type { SelectionRules } from '../../table/selection-rules.ts';
import type { SeriesArtefact } from '../import/artefact.ts';
import { seriesPath } from '../import/artefact.ts';
import type { CohortArtefact, CohortCount, Member, Split } from './artefact.ts';
import { COHORT_FILE, COHORT_TABLE } from './artefact.ts';
import { tuningPatients } from './split.ts';

interface CohortSettings extends SelectionRules {
  readonly tuning: Protocol['tuning'];
  /** Draws the tuning part. */
  readonly seed: number;
  /** Names in the order of the protocol. */
  readonly sequences: readonly string[];
}

function settings({ tuning, seeds, sequences, ...protocol }: Protocol): CohortSettings {
  const { table, patient, target, cohorts, exclude, endpoints, response } = protocol;
  const rules = { table, patient, target, cohorts, exclude, endpoints, response };
  return { ...rules, tuning, seed: seeds.split, sequences: Object.keys(sequences) };
}

function plan({ protocol, selection }: PlanContext): Promise<readonly UnitPlan<null>[]> {
  const series = selection.subjects.map(
    ({ patient }) => ({ root: 'study', path: seriesPath(patient) }) as const,
  );
  const inputs = [{ root: 'data', path: protocol.table } as const, ...series];
  return Promise.resolve([{ name: 'all', inputs, facts: null, outputs: [COHORT_FILE, COHORT_TABLE] }]);
}

function splitOf(subject: Subject, rules: CohortSettings, tuning: ReadonlySet<string>): Split {
  if (rules.cohorts[subject.cohort]?.role !== 'training') return 'test';
  return tuning.has(subject.patient) ? 'tuning' : 'training';
}

async function membersOf(
  { settings: rules, inputs }: Work<CohortSettings, null>,
  { subjects }: Selection,
): Promise<readonly Member[]> {
  const training = subjects.filter(({ cohort }) => rules.cohorts[cohort]?.role === 'training');
  const tuning = tuningPatients(training, rules.tuning.fraction, (patient) =>
    random(rules.seed, 'tuning split', patient),
  );
  const members: Member[] = [];
  for (const subject of subjects) {
    const path = seriesPath(subject.patient);
    const series = await readArtefact<SeriesArtefact>(inputs.study, path, 'mriscore/series/1');
    members.push({
      ...subject,
      split: splitOf(subject, rules, tuning),
      sequences: rules.sequences.filter((name) => series.sequences[name] !== null),
      tumourMm3: series.mask.volumeMm3,
    });
  }
  return members;
}

function countCohort(name: string, rules: CohortSettings, members: readonly Member[]): CohortCount {
  const inside = members.filter(({ cohort }) => cohort === name);
  const missingOf = (sequence: string): number =>
    inside.filter((member) => !member.sequences.includes(sequence)).length;
  return {
    name,
    role: rules.cohorts[name]?.role ?? 'external',
    patients: inside.length,
    positives: inside.filter(({ target }) => target === 1).length,
    missing: Object.fromEntries(rules.sequences.map((sequence) => [sequence, missingOf(sequence)])),
  };
}

const HEAD = ['patient', 'cohort', 'split', 'target_raw', 'target', 'sequences', 'tumour_mm3', 'response'];

function tableOf(rules: CohortSettings, members: readonly Member[]): string {
  const endpoints = rules.endpoints.map(({ name }) => name);
  const times = endpoints.flatMap((name) => [`${name}_months`, `${name}_event`]);
  const rows = members.map((member) => [
    member.patient,
    member.cohort,
    member.split,
    member.targetRaw,
    member.target,
    member.sequences.join(' '),
    member.tumourMm3,
    member.response,
    ...endpoints.flatMap((name) => [
      member.followUp[name]?.months ?? null,
      member.followUp[name]?.observed ?? null,
    ]),
  ]);
  return formatCsv([...HEAD, ...times], rows);
}

async function run(work: Work<CohortSettings, null>): Promise<void> {
  const { settings: rules, inputs, outputs } = work;
  const table = parseStudyTable(await inputs.data.read(rules.table), rules.table);
  const selection = selectSubjects(table, rules);
  const members = await membersOf(work, selection);
  const cohorts = Object.keys(rules.cohorts).map((name) => countCohort(name, rules, members));
  const { rows, left } = selection;
  const artefact: CohortArtefact = { schema: 'mriscore/cohort/1', members, flow: { rows, left, cohorts } };
  await outputs.write(COHORT_FILE, formatArtefact(artefact));
  await outputs.write(COHORT_TABLE, tableOf(rules, members));
}

/** The second stage: who is in which cohort and split, and who left why. */
export const cohortStage: Stage<CohortSettings, null> = {
  name: 'cohort',
  does: 'assigns cohorts and splits',
  reads: ['data', '1-series'],
  writes: '2-cohort',
  parallel: false,
  module: import.meta.url,
  settings,
  plan,
  run,
};
