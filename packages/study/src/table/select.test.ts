import { parseTable } from '@mriscore/evaluation/table';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StudyError, StudyErrors } from '../errors.ts';
import { minimalProtocol } from '../protocol/minimal.fixture.ts';
import { type Selection, selectSubjects } from './select.ts';

const MORE = `
exclude:
  - { reason: declined, where: { consent: 'no' } }
endpoints: [{ name: OS, time: os_days, event: os, unit: days }]
response: { name: benefit, column: dcb, cohorts: [other] }
`;
const HEADER = 'patient,site,cps,consent,os_days,os,dcb';
const ROWS = [
  'P1,A,30,yes,365.25,1,',
  'P2,A,5,yes,730.5,0,1',
  'P3,A,50,yes,,,0',
  'P4,A,0,yes,10,1,',
  'P5,B,20,yes,20,0,1',
];

function select(rows: readonly string[], more = MORE): Selection {
  return selectSubjects(parseTable([HEADER, ...rows].join('\n'), 'table.csv'), minimalProtocol(more));
}

/** Code and text of every problem that the rows are refused with. */
function problems(rows: readonly string[]): readonly { code: string; found: string }[] {
  try {
    select(rows);
  } catch (cause) {
    if (!(cause instanceof StudyError)) throw cause;
    const all = cause instanceof StudyErrors ? cause.errors : [cause];
    return all.map(({ code, finding }) => ({ code, found: finding.found }));
  }
  return [];
}

describe('selectSubjects', () => {
  test('gives cohort, target, raw value, follow-up in months and response', () => {
    const { subjects } = select(ROWS);
    expect(subjects[0]).toEqual({
      patient: 'P1',
      cohort: 'train',
      targetRaw: '30',
      target: 1,
      followUp: { OS: { months: 12, observed: 1 } },
      response: null,
    });
    expect(subjects[2]?.followUp).toEqual({ OS: null });
    expect(subjects.map(({ target }) => target)).toEqual([1, 0, 1, 0, 1]);
    expect(subjects.map(({ response }) => response)).toEqual([null, 1, 0, null, 1]);
  });

  test('counts who leaves, for the first reason that applies', () => {
    const { rows, left, subjects } = select([
      ...ROWS,
      'P6,A,30,no,,,',
      'P7,C,30,no,,,',
      'P8,C,30,yes,,,',
      'P9,A,,yes,,,',
    ]);
    expect(rows).toBe(9);
    expect(left).toEqual([
      { reason: 'declined', patients: 2 },
      { reason: 'in no cohort of the protocol', patients: 1 },
      { reason: 'cps not known', patients: 1 },
    ]);
    expect(subjects).toHaveLength(5);
  });

  test('rows, those who left and those who stayed always add up', () => {
    const row = fc.tuple(
      fc.constantFrom('A', 'B', 'C'),
      fc.constantFrom('', '3', '30'),
      fc.constantFrom('yes', 'no'),
    );
    fc.assert(
      fc.property(fc.array(row), (drawn) => {
        const more = drawn.map(([site, cps, consent], index) => `X${index},${site},${cps},${consent},,,`);
        const { rows, left, subjects } = select([...ROWS, ...more]);
        const gone = left.reduce((sum, { patients }) => sum + patients, 0);
        expect(gone + subjects.length).toBe(rows);
      }),
    );
  });

  test('all bad cells are named at once, each with patient, column and value', () => {
    const bad = ['P1,A,thirty,yes,1,1,', 'P2,A,5,yes,-3,2,maybe', ...ROWS.slice(2)];
    expect(problems(bad)).toEqual([
      { code: 'table/not-a-number', found: 'Patient P1 in table.csv: cps is "thirty".' },
      { code: 'table/time-not-positive', found: 'Patient P2 in table.csv: os_days is "-3".' },
      { code: 'table/event-not-binary', found: 'Patient P2 in table.csv: os is "2".' },
      { code: 'table/response-not-binary', found: 'Patient P2 in table.csv: dcb is "maybe".' },
    ]);
  });

  test('a time without an event, or an event without a time, is a fault and not a follow-up', () => {
    expect(problems(ROWS.with(0, 'P1,A,30,yes,5,,'))).toMatchObject([{ code: 'table/event-not-binary' }]);
    expect(problems(ROWS.with(0, 'P1,A,30,yes,,1,'))).toMatchObject([{ code: 'table/time-not-positive' }]);
  });

  test('the follow-up of a patient who left is not looked at', () => {
    expect(problems([...ROWS, 'P6,A,30,no,-1,9,'])).toEqual([]);
  });

  test('a patient who comes twice is named with both rows', () => {
    expect(problems([...ROWS, 'P2,B,20,yes,,,'])).toEqual([
      { code: 'table/patient-twice', found: 'Patient P2 stands in rows 3 and 7 of table.csv.' },
    ]);
  });

  test.each(['', '../P1', 'P 1', '.hidden', 'P/1', 'x'.repeat(65)])('refuses the patient name %j', (name) => {
    expect(problems([...ROWS, `${name},A,30,yes,,,`])).toMatchObject([{ code: 'table/patient-without-id' }]);
  });

  test('a cohort without a patient is named', () => {
    expect(problems(ROWS.slice(0, 4))).toEqual([
      { code: 'cohort/empty', found: 'No row of table.csv is in cohort other.' },
    ]);
  });

  test('training needs two patients of each class, other cohorts do not', () => {
    expect(problems(ROWS.toSpliced(0, 1))).toMatchObject([{ code: 'cohort/one-class' }]);
    expect(problems(ROWS)).toEqual([]);
  });

  test('every column that the table lacks is named with the key that asks for it', () => {
    const table = parseTable('patient,site\nP1,A\n', 'table.csv');
    try {
      selectSubjects(table, minimalProtocol(MORE));
      expect.unreachable();
    } catch (cause) {
      const found = (cause as StudyErrors).errors.map(({ finding }) => finding.found);
      for (const key of ['target.column', 'exclude.0.where', 'endpoints.0.time', 'response.column']) {
        expect(found.join(' ')).toContain(`key ${key} names`);
      }
    }
  });
});
