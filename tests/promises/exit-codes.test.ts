/**
 * One table of exit codes: the page for people, the table of the program and the help of the command say the same, and
 * no error of any package is left out.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ENGINE_ERROR_CODES } from '../../packages/engine/src/errors.ts';
import { EVALUATION_ERROR_CODES } from '../../packages/evaluation/src/errors.ts';
import { DISK_ERROR_CODES } from '../../packages/scans/src/disk/errors.ts';
import { SCAN_ERROR_CODES } from '../../packages/scans/src/errors.ts';
import { SIMULATION_ERROR_CODES } from '../../packages/simulation/src/errors.ts';
import { STATS_ERROR_CODES } from '../../packages/stats/src/errors.ts';
import { STUDY_ERROR_CODES } from '../../packages/study/src/error-codes.ts';
import { ENDINGS, EXIT_OF_AREA, exitCodeOf, TRY_AGAIN } from '../../packages/study/src/exit-codes.ts';
import { DICOM_ERROR_CODES } from '../../packages/volume/src/dicom-codes.ts';
import { VOLUME_ERROR_CODES } from '../../packages/volume/src/errors.ts';
import { mriscore } from './command.ts';

const PAGE = await readFile(join(import.meta.dirname, '../../docs/reference/exit-codes.md'), 'utf8');

/** Every code that any package can raise. */
const CODES: readonly string[] = [
  ...ENGINE_ERROR_CODES,
  ...EVALUATION_ERROR_CODES,
  ...DISK_ERROR_CODES,
  ...SCAN_ERROR_CODES,
  ...SIMULATION_ERROR_CODES,
  ...STATS_ERROR_CODES,
  ...STUDY_ERROR_CODES,
  ...DICOM_ERROR_CODES,
  ...VOLUME_ERROR_CODES,
];

/** Rows of the table of the page whose first column has this name. */
function rowsOf(column: string): readonly (readonly string[])[] {
  const lines = PAGE.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${column} |`));
  const end = lines.findIndex((line, n) => n > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

const areaOf = (code: string): string => code.split('/')[0] ?? '';
const areasOfPage = new Map(
  rowsOf('area').flatMap(([areas = '', exit]) =>
    areas.split(', ').map((area) => [area, Number(exit)] as const),
  ),
);
const againOfPage = rowsOf('code').map(([code]) => code);

describe('docs/reference/exit-codes.md', () => {
  test('gives for every code of every package the exit code that the program ends with', () => {
    const said = CODES.map((code) => [code, againOfPage.includes(code) ? 75 : areasOfPage.get(areaOf(code))]);
    expect(said).toEqual(CODES.map((code) => [code, exitCodeOf({ code })]));
  });

  test('names no area and no code that there is not', () => {
    expect([...areasOfPage.keys()].sort()).toEqual([...new Set(CODES.map(areaOf))].sort());
    expect(Object.keys(EXIT_OF_AREA).sort()).toEqual([...areasOfPage.keys()].sort());
    expect([...againOfPage].sort()).toEqual([...TRY_AGAIN].sort());
    expect(CODES).toEqual(expect.arrayContaining([...TRY_AGAIN]));
  });

  test('says what the help of the command says', async () => {
    const page = rowsOf('exit code').filter(([code = '']) => /^\d+$/.test(code));
    expect(page.map(([code, meaning]) => [code, meaning])).toEqual(Object.entries(ENDINGS));
    const help = (await mriscore(['--help'])).out.join(' ').replace(/\s+/g, ' ');
    expect(help).toContain(`Exit codes: ${page.map(([code, meaning]) => `${code} ${meaning}`).join(', ')}.`);
  });
});

test('of several errors, one of the protocol decides, and 75 needs all of them', () => {
  const error = (code: string): { code: string } => ({ code });
  const many = (...codes: string[]): number => exitCodeOf({ code: 'study/many', errors: codes.map(error) });
  expect(many('mask/empty', 'protocol/invalid', 'disk/busy')).toBe(20);
  expect(many('mask/empty', 'disk/busy')).toBe(10);
  expect(many('disk/no-space', 'disk/busy')).toBe(75);
});
