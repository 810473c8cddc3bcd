/**
 * Says which cells of the clinical table cannot be used, each with patient, column, value and remedy.
 *
 * Reads table and protocol; decides nothing.
 */

import type { Row, Table } from '@mriscore/evaluation/table';
import { numberOf } from '@mriscore/evaluation/table';
import type { StudyErrorCode } from '../errors.ts';
import { StudyError } from '../errors.ts';
import { isNumeric } from '../protocol/rule.ts';
import type { Condition, EndpointProtocol, Rule } from '../protocol/schema.ts';
import type { SelectionRules } from './selection-rules.ts';

interface ColumnUse {
  readonly column: string;
  /** Where the protocol names it. */
  readonly key: string;
  /** The condition on it, if it is used in one. */
  readonly condition?: Condition;
}

function ruleColumns(key: string, rule: Rule): ColumnUse[] {
  return Object.entries(rule).map(([column, condition]) => ({ column, condition, key: `${key}.where` }));
}

/** Every column that a protocol names, and where. */
export function columnsUsed(protocol: SelectionRules): readonly ColumnUse[] {
  return [
    { column: protocol.patient, key: 'patient' },
    { column: protocol.target.column, key: 'target.column', condition: protocol.target.positive },
    ...Object.entries(protocol.cohorts).flatMap(([name, { where }]) => ruleColumns(`cohorts.${name}`, where)),
    ...protocol.exclude.flatMap(({ where }, index) => ruleColumns(`exclude.${index}`, where)),
    ...protocol.endpoints.flatMap(({ time, event }, index) => [
      { column: time, key: `endpoints.${index}.time` },
      { column: event, key: `endpoints.${index}.event` },
    ]),
    ...(protocol.response === undefined
      ? []
      : [{ column: protocol.response.column, key: 'response.column' }]),
  ];
}

/** One error for each column that the protocol names and the table lacks. */
export function checkColumns(table: Table, protocol: SelectionRules): readonly StudyError[] {
  const missing = columnsUsed(protocol).filter(({ column }) => !table.columns.includes(column));
  return missing.map(({ column, key }) => {
    const finding = {
      found: `The protocol key ${key} names column ${column}, which ${table.file} does not have.`,
      needed: `Columns of ${table.file}: ${table.columns.join(', ')}.`,
      remedy: `Correct ${key} in study.yaml, or add the column.`,
    };
    return new StudyError('table/unknown-column', finding, { file: table.file, column });
  });
}

function cellError(
  code: StudyErrorCode,
  place: { patient: string; file: string; column: string; cell: string },
  needed: string,
): StudyError {
  const { patient, file, column, cell } = place;
  const shown = cell === '' ? 'empty' : JSON.stringify(cell);
  const finding = {
    found: `Patient ${patient} in ${file}: ${column} is ${shown}.`,
    needed,
    remedy: 'Correct the cell, or exclude the patient in study.yaml.',
  };
  return new StudyError(code, finding, { patient, file, column });
}

/** Errors of the cells that numeric conditions of the protocol compare. Empty cells are allowed. */
export function checkNumbers(table: Table, protocol: SelectionRules): readonly StudyError[] {
  const { file } = table;
  const numeric = columnsUsed(protocol).filter(
    ({ condition }) => condition !== undefined && isNumeric(condition),
  );
  const columns = [...new Set(numeric.map(({ column }) => column))];
  return table.rows.flatMap((row) =>
    columns
      .filter((column) => row[column] !== '' && numberOf(row[column]) === null)
      .map((column) => {
        const place = { patient: row[protocol.patient] ?? '', file, column, cell: row[column] ?? '' };
        return cellError(
          'table/not-a-number',
          place,
          'The protocol compares this column as a number: write one, or leave the cell empty.',
        );
      }),
  );
}

/** Errors of patient names: empty ones, ones with path characters, and ones that come twice. */
export function checkPatients(table: Table, protocol: SelectionRules): readonly StudyError[] {
  const { file } = table;
  const seen = new Map<string, number>();
  return table.rows.flatMap((row, index) => {
    const patient = row[protocol.patient] ?? '';
    const line = index + 2;
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(patient)) {
      const finding = {
        found: `Row ${line} of ${file} names the patient ${JSON.stringify(patient)}.`,
        needed:
          'A name of 1 to 64 letters, digits, points, hyphens or underscores, that starts with a letter or digit.',
        remedy: 'Give the patient a study number of that form, in the table and in the file names.',
      };
      return [new StudyError('table/patient-without-id', finding, { file, line })];
    }
    const before = seen.get(patient);
    seen.set(patient, before ?? line);
    if (before === undefined) return [];
    const finding = {
      found: `Patient ${patient} stands in rows ${before} and ${line} of ${file}.`,
      needed: 'One row a patient, or one patient could reach two cohorts.',
      remedy: 'Join the rows, or remove the wrong one.',
    };
    return [new StudyError('table/patient-twice', finding, { patient, file })];
  });
}

/** Errors of one endpoint in one row: both cells empty is allowed and means that there is no follow-up. */
export function checkFollowUpCells(
  row: Row,
  endpoint: EndpointProtocol,
  where: { patient: string; file: string },
): readonly StudyError[] {
  const time = row[endpoint.time] ?? '';
  const event = row[endpoint.event] ?? '';
  if (time === '' && event === '') return [];
  const errors: StudyError[] = [];
  const months = numberOf(time);
  if (months === null || months <= 0) {
    const place = { ...where, column: endpoint.time, cell: time };
    errors.push(
      cellError(
        'table/time-not-positive',
        place,
        `A follow-up time is a number above 0, in ${endpoint.unit}.`,
      ),
    );
  }
  if (event !== '0' && event !== '1') {
    const place = { ...where, column: endpoint.event, cell: event };
    errors.push(
      cellError(
        'table/event-not-binary',
        place,
        'An event is 1 where it was seen and 0 where the patient was censored.',
      ),
    );
  }
  return errors;
}

/** Errors of the response column: 1, 0 or empty are allowed. */
export function checkResponseCell(
  row: Row,
  column: string,
  where: { patient: string; file: string },
): readonly StudyError[] {
  const cell = row[column] ?? '';
  if (cell === '' || cell === '0' || cell === '1') return [];
  const needed = 'A response is 1, 0, or empty where the patient cannot be evaluated.';
  return [cellError('table/response-not-binary', { ...where, column, cell }, needed)];
}
