/**
 * Writes down who is in which cohort and which part, and who left the study on the way.
 *
 * Reads `1-series/` and the selection of the table, writes `2-cohort/`.
 */

import { formatCsv } from '@mriscore/evaluation/table';
import { hashFile } from '../../run/hash.ts';
import { formatArtefact, readArtefact } from '../../run/read-json.ts';
import type { Stage } from '../../run/stage.ts';
import type { Unit, UnitPlan } from '../../run/unit.ts';
import type { World } from '../../run/world.ts';
import type { Study } from '../../study.ts';
import type { Subject } from '../../table/select.ts';
import type { SeriesArtefact } from '../import/artefact.ts';
import { seriesPath } from '../import/artefact.ts';
import type { CohortArtefact, CohortCount, Member, Split } from './artefact.ts';
import { COHORT_FILE } from './artefact.ts';
import { tuningPatients } from './split.ts';

const TABLE_FILE = '2-cohort/cohort.csv';

async function plan(study: Study): Promise<readonly UnitPlan[]> {
  const { protocol, selection } = study;
  const paths = selection.subjects.map(({ patient }) => seriesPath(patient));
  const inputs = await Promise.all(paths.map((path) => hashFile(study.directory, path)));
  const { cohorts, tuning, seeds } = protocol;
  const options = {
    cohorts,
    tuning,
    seed: seeds.split,
    selection: JSON.parse(JSON.stringify(selection)) as object,
  };
  return [
    { name: 'all', inputs, options: options as UnitPlan['options'], outputs: [COHORT_FILE, TABLE_FILE] },
  ];
}

function splitOf(subject: Subject, study: Study, tuning: ReadonlySet<string>): Split {
  if (study.protocol.cohorts[subject.cohort]?.role !== 'training') return 'test';
  return tuning.has(subject.patient) ? 'tuning' : 'training';
}

async function membersOf(study: Study, world: World): Promise<readonly Member[]> {
  const { protocol, selection } = study;
  const training = selection.subjects.filter(({ cohort }) => protocol.cohorts[cohort]?.role === 'training');
  const randomOf = (patient: string) => world.random(protocol.seeds.split, 'tuning split', patient);
  const tuning = tuningPatients(training, protocol.tuning.fraction, randomOf);
  return await Promise.all(
    selection.subjects.map(async (subject) => {
      const series = await readArtefact<SeriesArtefact>(
        world.folder,
        seriesPath(subject.patient),
        'mriscore/series/1',
      );
      const sequences = Object.keys(protocol.sequences).filter((name) => series.sequences[name] !== null);
      return {
        ...subject,
        split: splitOf(subject, study, tuning),
        sequences,
        tumourMm3: series.mask.volumeMm3,
      };
    }),
  );
}

function countCohort(name: string, study: Study, members: readonly Member[]): CohortCount {
  const { protocol } = study;
  const inside = members.filter(({ cohort }) => cohort === name);
  const sequences = Object.keys(protocol.sequences);
  const missingOf = (sequence: string): number =>
    inside.filter((member) => !member.sequences.includes(sequence)).length;
  return {
    name,
    role: protocol.cohorts[name]?.role ?? 'external',
    patients: inside.length,
    positives: inside.filter(({ target }) => target === 1).length,
    missing: Object.fromEntries(sequences.map((sequence) => [sequence, missingOf(sequence)])),
  };
}

function tableOf(study: Study, members: readonly Member[]): string {
  const endpoints = study.protocol.endpoints.map(({ name }) => name);
  const header = [
    'patient',
    'cohort',
    'split',
    'target_raw',
    'target',
    'sequences',
    'tumour_mm3',
    'response',
  ];
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
  return formatCsv([...header, ...times], rows);
}

async function run(_unit: Unit, study: Study, world: World): Promise<void> {
  const members = await membersOf(study, world);
  const cohorts = Object.keys(study.protocol.cohorts).map((name) => countCohort(name, study, members));
  const { rows, left } = study.selection;
  const artefact: CohortArtefact = { schema: 'mriscore/cohort/1', members, flow: { rows, left, cohorts } };
  await world.folder.write(COHORT_FILE, formatArtefact(artefact));
  await world.folder.write(TABLE_FILE, tableOf(study, members));
}

/** The second stage: who is in which cohort and split, and who left why. */
export const cohortStage: Stage = {
  name: 'cohort',
  does: 'assigns cohorts and splits',
  reads: ['1-series'],
  writes: '2-cohort',
  code: ['study/src/table', 'study/src/protocol', 'study/src/cohort'],
  parallel: false,
  plan,
  run,
};
