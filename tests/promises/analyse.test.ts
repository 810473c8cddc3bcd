/**
 * A table of scores from anywhere goes to report, numbers and figures by one command, and every bad use ends with its
 * own exit code and a message that names what to mend.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  answerOf,
  csvOf,
  isAbsent,
  why,
} from '../../packages/evaluation/src/analyse/reference-tables.fixture.ts';
import { mriscore } from './command.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mriscore-analyse-'));
  const rows = ['0.9,1,12,1,A', '0.2,0,30,0,A', '0.4,1,8,1,B', '0.3,0,22,0,B', '0.8,1,3,1,B'];
  await writeFile(join(folder, 'small.csv'), ['dls,cps20,months,died,site', ...rows].join('\n'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(isAbsent)(`on the aSAH data${why}`, () => {
  test("the command gives R's AUC and DeLong interval on the terminal, as JSON and in the report", async () => {
    const table = join(folder, 'asah.csv');
    await writeFile(table, csvOf('aSAH'));
    const out = join(folder, 'asah');
    const asked = ['analyse', table, '--label', 'y', '--score', 's100b', '--second-score', 'ndka'];
    const shown = await mriscore([...asked, '--out', out]);
    expect(shown.code).toBe(0);
    expect(shown.out.join('\n')).toContain('0.731 (0.630-0.833)');
    const r = answerOf<Record<string, number>>('roc', 'aSAH.auc.s100b');
    const numbers = JSON.parse(await readFile(join(out, 'analysis.json'), 'utf8'));
    expect(numbers.cohorts[0].discrimination.auc.value).toBeCloseTo(r.auc!, 12);
    expect(numbers.cohorts[0].discrimination.auc.lower).toBeCloseTo(r.ci_lower!, 12);
    expect(await readFile(join(out, 'report.html'), 'utf8')).toContain(`value="${r.auc}"`);
    const { code, out: lines } = await mriscore([...asked, '--json']);
    expect(code).toBe(0);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!).cohorts).toEqual(numbers.cohorts);
  });
});

describe('a wrong use', () => {
  const small = (...more: readonly string[]): string[] => [
    'analyse',
    join(folder, 'small.csv'),
    '--score',
    'dls',
    ...more,
  ];
  test.each([
    ['an unknown flag', ['--label', 'cps20', '--cutof', '1'], 2, /unknown option '--cutof'/],
    ['nothing to judge against', [], 2, /Neither a label nor a time/],
    [
      'a rule without a tuning cohort',
      ['--label', 'cps20', '--rule', 'youden'],
      2,
      /no patients to apply it to/,
    ],
    ['a cut-off that is no number', ['--label', 'cps20', '--cutoff', 'high'], 2, /Needed a number/],
    [
      'a column that is not there',
      ['--label', 'cps'],
      10,
      /Columns of small\.csv: dls, cps20, months, died, site\./,
    ],
    ['a label that is no label', ['--label', 'months'], 10, /row 2 has "12"/],
    [
      'a tuning cohort that is not there',
      ['--label', 'cps20', '--cohort', 'site', '--tuning', 'C'],
      10,
      /Its values are A, B\./,
    ],
  ])('%s ends with its exit code and says what to mend', async (_, more, exit, says) => {
    const { code, err, out } = await mriscore(small(...more));
    expect(code).toBe(exit);
    expect(err.join('\n')).toMatch(says);
    expect(out).toEqual([]);
  });

  test('a table that is not there', async () => {
    const { code, err } = await mriscore(['analyse', join(folder, 'no.csv'), '--score', 'a', '--label', 'b']);
    expect(code).toBe(10);
    expect(err[0]).toBe('table/missing');
  });
});

test('plan-size shows the sheet, gives it as JSON, and refuses what cannot hold', async () => {
  const shown = await mriscore(['plan-size', '--hazard-ratio', '.6', '--parameters', '10']);
  expect(shown.code).toBe(0);
  expect(shown.out).toContain('0.6           121    144');
  const { out } = await mriscore(['plan-size', '--prevalence', '.43', '--json']);
  expect(JSON.parse(out[0]!).validation).toMatchObject([{ aucWidth: 328, observedExpected: 103 }]);
  const refused = await mriscore(['plan-size', '--auc', '0.4']);
  expect([refused.code, refused.err[0]]).toEqual([2, expect.stringContaining('Found cStatistic 0.4.')]);
});
