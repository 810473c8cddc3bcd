/**
 * Which rows of the table belong to the study, in which cohort, with which target and follow-up.
 *
 * Reads table and protocol, gives subjects and the counts of a flow diagram. Knows nothing of images.
 */

import type { Row, Table } from '@mriscore/evaluation/table';
import { MONTHS_PER_UNIT, numberOf } from '@mriscore/evaluation/table';
import { StudyError, throwCollected } from '../errors.ts';
import { fulfils, matches } from '../protocol/rule.ts';
import type { EndpointProtocol } from '../protocol/schema.ts';
import { checkColumns, checkFollowUpCells, checkNumbers, checkPatients, checkResponseCell } from './check.ts';
import type { SelectionRules } from './selection-rules.ts';

/** Follow-up of one patient for one endpoint. */
export interface SubjectFollowUp {
  /** Time to the event or last contact, months (a month is 365.25 / 12 days). */
  readonly months: number;
  /** 1 where the event was seen, 0 where the patient was censored. */
  readonly observed: 0 | 1;
}

/** One patient as the protocol sees the table. */
export interface Subject {
  readonly patient: string;
  readonly cohort: string;
  /** The raw cell of the target column. */
  readonly targetRaw: string;
  readonly target: 0 | 1;
  /** Endpoint name -> follow-up, or null where the table has none. */
  readonly followUp: Readonly<Record<string, SubjectFollowUp | null>>;
  /** 1, 0, or null where the patient cannot be evaluated or the protocol names no response. */
  readonly response: 0 | 1 | null;
}

/** One step of the flow diagram: how many rows left, and why. */
export interface FlowStep {
  readonly reason: string;
  readonly patients: number;
}

/** Who is in the study, and who left on the way. */
export interface Selection {
  readonly rows: number;
  readonly left: readonly FlowStep[];
  /** In the order of the table. */
  readonly subjects: readonly Subject[];
}

function followUpOf(row: Row, endpoint: EndpointProtocol): SubjectFollowUp | null {
  const time = numberOf(row[endpoint.time]);
  if (time === null) return null;
  return { months: time * MONTHS_PER_UNIT[endpoint.unit], observed: row[endpoint.event] === '1' ? 1 : 0 };
}

function subjectOf(row: Row, cohort: string, protocol: SelectionRules): Subject {
  const targetRaw = row[protocol.target.column] ?? '';
  const response = protocol.response === undefined ? null : numberOf(row[protocol.response.column]);
  return {
    patient: row[protocol.patient] ?? '',
    cohort,
    targetRaw,
    target: fulfils(targetRaw, protocol.target.positive) ? 1 : 0,
    followUp: Object.fromEntries(
      protocol.endpoints.map((endpoint) => [endpoint.name, followUpOf(row, endpoint)]),
    ),
    response: response === null ? null : response === 1 ? 1 : 0,
  };
}

function inTwo(patient: string, cohorts: readonly string[], file: string): StudyError {
  const finding = {
    found: `Patient ${patient} in ${file} fulfils the rules of the cohorts ${cohorts.join(' and ')}.`,
    needed: 'A patient belongs to one cohort at most.',
    remedy: 'Make the rules of these cohorts exclude each other in study.yaml.',
  };
  return new StudyError('cohort/patient-in-two', finding, { patient, file });
}

function checkRow(row: Row, protocol: SelectionRules, file: string): readonly StudyError[] {
  const where = { patient: row[protocol.patient] ?? '', file };
  const column = protocol.response?.column;
  return [
    ...protocol.endpoints.flatMap((endpoint) => checkFollowUpCells(row, endpoint, where)),
    ...(column === undefined ? [] : checkResponseCell(row, column, where)),
  ];
}

function checkClasses(
  subjects: readonly Subject[],
  protocol: SelectionRules,
  file: string,
): readonly StudyError[] {
  return Object.entries(protocol.cohorts).flatMap(([name, { role }]) => {
    const members = subjects.filter(({ cohort }) => cohort === name);
    const positives = members.filter(({ target }) => target === 1).length;
    const details = { file, cohort: name };
    if (members.length === 0) {
      const finding = {
        found: `No row of ${file} is in cohort ${name}.`,
        needed: 'Every cohort of the protocol needs patients with a known target.',
        remedy: `Correct cohorts.${name}.where in study.yaml, or remove the cohort.`,
      };
      return [new StudyError('cohort/empty', finding, details)];
    }
    if (role !== 'training' || (positives > 1 && members.length - positives > 1)) return [];
    const finding = {
      found: `Cohort ${name} has ${positives} positive and ${members.length - positives} negative patients (column ${protocol.target.column} of ${file}).`,
      needed: 'Training needs at least two patients of each class: one to learn from and one to tune on.',
      remedy: 'Correct target.positive or the rule of the cohort in study.yaml.',
    };
    return [new StudyError('cohort/one-class', finding, details)];
  });
}

/**
 * Applies the rules of a protocol to a table.
 *
 * Rows leave in this order: exclusion rules, rows of no cohort, rows without a target value.
 *
 * @throws StudyError (or StudyErrors) with a `table/...` or `cohort/...` code for whatever cannot be used.
 */
export function selectSubjects(table: Table, protocol: SelectionRules): Selection {
  throwCollected(checkColumns(table, protocol));
  const errors: StudyError[] = [...checkPatients(table, protocol), ...checkNumbers(table, protocol)];
  const left: FlowStep[] = [];
  let rows = table.rows;
  const keep = (reason: string, stays: (row: Row) => boolean): void => {
    const staying = rows.filter(stays);
    left.push({ reason, patients: rows.length - staying.length });
    rows = staying;
  };
  for (const { reason, where } of protocol.exclude) keep(reason, (row) => !matches(row, where));
  const cohortsOf = (row: Row): string[] =>
    Object.entries(protocol.cohorts).flatMap(([name, { where }]) => (matches(row, where) ? [name] : []));
  keep('in no cohort of the protocol', (row) => cohortsOf(row).length > 0);
  keep(`${protocol.target.column} not known`, (row) => row[protocol.target.column] !== '');
  for (const row of rows) {
    const cohorts = cohortsOf(row);
    if (cohorts.length > 1) errors.push(inTwo(row[protocol.patient] ?? '', cohorts, table.file));
    errors.push(...checkRow(row, protocol, table.file));
  }
  throwCollected(errors);
  const subjects = rows.map((row) => subjectOf(row, cohortsOf(row)[0] ?? '', protocol));
  throwCollected(checkClasses(subjects, protocol, table.file));
  return { rows: table.rows.length, left: left.filter(({ patients }) => patients > 0), subjects };
}
