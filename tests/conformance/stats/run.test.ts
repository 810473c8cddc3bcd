import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { StatsError } from '../../../packages/stats/src/errors.ts';
import { compareWithReference } from './compare.ts';
import { listTopics, readFixtures } from './fixtures.ts';
import { type Adapters, formatReport, loadAdapters, runConformance } from './run.ts';

const shared = resolve(process.env.MRISCORE_SHARED ?? '../shared', 'stats');
const tolerance = { rel: 1e-8, abs: 1e-10 };

/** A folder of fixtures with one file of cases and one dataset. */
function folderOf(cases: unknown[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'fixtures-'));
  mkdirSync(join(folder, 'datasets'));
  writeFileSync(
    join(folder, 'datasets', 'made.json'),
    JSON.stringify({ columns: { x: [1, 'NaN', 'Infinity'] } }),
  );
  writeFileSync(join(folder, 'topic.json'), JSON.stringify({ schema: 'statsref/1', topic: 'topic', cases }));
  return folder;
}

const echo: Adapters = {
  echo: (input) => ({ value: input.value, same: true }),
  refuse: () => {
    throw new StatsError('input/empty', { found: 'A.', needed: 'B.', remedy: 'C.' });
  },
  crash: () => {
    throw new TypeError('broken');
  },
  nulls: () => ({ value: null, reason: 'undefined' }),
};

/** Loaded once, before any test: what a module does while it is loaded belongs to no test. */
const adapters = await loadAdapters();

describe.skipIf(!existsSync(shared))('the reference cases', () => {
  test('are 383 or more', () => {
    expect(readFixtures(shared).cases.length).toBeGreaterThanOrEqual(383);
  });

  test.each(existsSync(shared) ? listTopics(shared) : [])('of %s pass, every one', async (topic) => {
    const report = await runConformance(shared, { adapters, topics: [topic] });
    expect(formatReport(report)).toBe(`${report.results.length} passed, 0 failed, 0 skipped`);
  });
});

describe('the conformance runner', () => {
  test('no two files offer the same function', async () => {
    expect(Object.keys(await loadAdapters()).length).toBeGreaterThan(50);
  });

  test('prints one line a failing case and the counts last', async () => {
    const folder = folderOf([
      { id: 'good', fn: 'echo', input: { value: 1 }, expected: { value: 1 } },
      { id: 'off', fn: 'echo', input: { value: [1, 2] }, expected: { value: [1, 3] } },
      { id: 'who', fn: 'unheard.of', input: {}, expected: { value: 1 } },
      { id: 'crashed', fn: 'crash', input: {}, expected: { value: 1 } },
      { id: 'ref', fn: 'echo', input: { value: { $ref: 'made#missing' } }, expected: { value: 1 } },
    ]);
    const report = await runConformance(folder, { adapters: echo });
    const lines = formatReport(report).split('\n');
    expect(lines).toHaveLength(5);
    expect(lines).toContain('topic off value[1] 3 2');
    expect(lines).toContain('topic who fn unheard.of no adapter');
    expect(lines.some((line) => line.startsWith('topic crashed') && line.includes('broken'))).toBe(true);
    expect(lines.some((line) => line.startsWith('topic ref') && line.includes('no column missing'))).toBe(
      true,
    );
    expect(lines.at(-1)).toBe('1 passed, 4 failed, 0 skipped');
  });

  test('a case that must be rejected passes with an error or nulls, not with a number or a crash', async () => {
    const must = (id: string, fn: string, input = {}) => ({
      id,
      fn,
      tags: ['must-reject'],
      input,
      expected: { error: true },
    });
    const cases = [
      must('a', 'refuse'),
      must('b', 'nulls'),
      must('c', 'echo', { value: 3 }),
      must('d', 'crash'),
    ];
    const report = await runConformance(folderOf(cases), { adapters: echo });
    expect(report.results.map((result) => result.verdict)).toEqual(['passed', 'passed', 'failed', 'failed']);
  });

  test('an informational case that differs is skipped, and one that agrees passes', async () => {
    const of = (id: string, value: number) => ({
      id,
      fn: 'echo',
      tags: ['informational'],
      input: { value },
      expected: { value: 1 },
    });
    const report = await runConformance(folderOf([of('a', 1), of('b', 2)]), { adapters: echo });
    expect([report.passed, report.failed, report.skipped]).toEqual([1, 0, 1]);
  });

  test('columns are looked up and special numbers decoded', async () => {
    const input = { value: { $ref: 'made#x' } };
    const good = { id: 'a', fn: 'echo', input, expected: { value: [1, 'NaN', 'Infinity'] } };
    expect((await runConformance(folderOf([good]), { adapters: echo })).passed).toBe(1);
  });

  test('an answer that shares no field with the reference fails', async () => {
    const report = await runConformance(
      folderOf([{ id: 'a', fn: 'echo', input: {}, expected: { other: 1 } }]),
      { adapters: echo },
    );
    expect(report.failed).toBe(1);
  });

  test('a file that is not JSON is a failure', async () => {
    const folder = folderOf([]);
    writeFileSync(join(folder, 'broken.json'), '{');
    expect((await runConformance(folder, { adapters: echo })).failed).toBe(1);
  });
});

describe('the comparison', () => {
  test('either tolerance suffices and infinities have to be equal', () => {
    const differs = (a: unknown, b: unknown) => compareWithReference(a, b, tolerance).differences.length;
    expect(differs(1e6, 1e6 + 1e-3)).toBe(0);
    expect(differs(1e-11, 0)).toBe(0);
    expect(differs(1, 1.001)).toBe(1);
    expect(differs(Number.POSITIVE_INFINITY, 1e308)).toBe(1);
    expect(differs(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)).toBe(0);
  });

  test('null agrees with nothing, and NaN with null, but not with a number', () => {
    const differs = (a: unknown, b: unknown) => compareWithReference(a, b, tolerance).differences.length;
    expect([differs(null, undefined), differs(null, Number.NaN), differs(Number.NaN, null)]).toEqual([
      0, 0, 0,
    ]);
    expect([differs(null, 0), differs(Number.NaN, 0), differs(0, null)]).toEqual([1, 1, 1]);
  });

  test('typed arrays count as lists and lengths have to agree', () => {
    expect(compareWithReference([1, 2], Float64Array.of(1, 2), tolerance).differences).toHaveLength(0);
    expect(compareWithReference([1, 2], [1], tolerance).differences).toHaveLength(1);
    expect(compareWithReference({ a: 1, b: 2 }, { a: 1 }, tolerance).missing).toEqual(['b']);
  });
});
