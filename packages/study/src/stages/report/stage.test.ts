import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAtomic } from '@mriscore/scans/disk';
import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planStage, rootsOf } from '../../run/plan-stage.ts';
import { receiptPath } from '../../run/receipt.ts';
import { runUnit } from '../../run/run-unit.ts';
import type { Unit } from '../../run/unit.ts';
import { openStudy } from '../../study.ts';
import { NUMBERS_FILE, REPORT_FILE } from './artefact.ts';
import type { MadeUpStudy } from './fixtures/made-up-study.ts';
import { makeUpStudy, runWhole } from './fixtures/made-up-study.ts';
import { readHeadlines } from './headlines.ts';
import { reportStage } from './stage.ts';

let directory = '';
let made: MadeUpStudy;
let page = '';

async function read(path: string): Promise<string> {
  return await readFile(join(directory, path), 'utf8');
}

async function planned(): Promise<Unit> {
  const study = await openStudy({ directory });
  return (await planStage(reportStage, study, made.world))[0]!;
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mriscore-report-'));
  made = await makeUpStudy({ directory });
  await runWhole(reportStage, made);
  page = await read(REPORT_FILE);
});

afterAll(() => rm(directory, { recursive: true, force: true }));

test('every announced file is written', async () => {
  const { outputs } = await planned();
  for (const path of outputs) expect((await read(path)).length, path).toBeGreaterThan(10);
  expect(outputs.filter((path) => path.endsWith('.svg')).length).toBeGreaterThan(40);
});

test('the same study gives the same bytes', async () => {
  const unit = await planned();
  const { outputs } = unit;
  const before = await Promise.all(outputs.map(read));
  await rm(join(directory, receiptPath(unit.key)));
  const { reused } = await runUnit(reportStage, unit, {
    ...made.world,
    roots: rootsOf(made.study, made.world),
  });
  expect(reused).toBe(false);
  expect(await Promise.all(outputs.map(read))).toEqual(before);
});

test('the key follows protocol, truth, inputs and the log of the study', async () => {
  const key = async (): Promise<string> => (await planned()).key;
  const first = await key();
  expect(await key()).toBe(first);
  const keys = new Set([first]);
  for (const [path, change] of [
    ['study.yaml', (text: string) => text.replace('160 simulated', '160 made-up')],
    ['truth.json', (text: string) => text.replace('"seed":1', '"seed":2')],
    ['4-encoders/T1/log.csv', (text: string) => text.replace('\n1,0.', '\n1,1.')],
    ['provenance.jsonl', () => '{"previous":"no"}\n'],
  ] as const) {
    const text = await read(path).catch(() => '');
    await writeAtomic(join(directory, path), change(text));
    keys.add(await key());
    await writeAtomic(join(directory, path), text);
  }
  expect(keys.size).toBe(5);
  expect(await key()).toBe(first);
});

test('the page is one small file that asks for nothing and runs nothing', () => {
  expect(Buffer.byteLength(page)).toBeLessThan(1_500_000);
  expect(page).not.toMatch(/<script|<iframe|<link|<img|<object|@import|url\(|javascript:/i);
  expect(page).not.toMatch(/\s(?:on[a-z]+|style|src)=/i);
  expect(page.match(/https?:\/\/[^"\s<]+/g)?.every((url) => url === 'http://www.w3.org/2000/svg')).toBe(true);
  expect(page.slice(0, 400)).toMatch(
    /default-src &#39;none&#39;; style-src &#39;sha256-[A-Za-z0-9+/]{43}=&#39;/,
  );
});

test('the page says what it is for, on top and at the foot, in both languages', () => {
  expect(page.split('Research use only - not for diagnosis').length - 1).toBe(2);
  expect(page.split('仅供研究使用，不得用于诊断').length - 1).toBe(2);
});

test('every printed number is in report.json', async () => {
  const known = new Set<string>();
  JSON.parse(await read(NUMBERS_FILE), (_key, value: unknown) => {
    if (typeof value === 'number') known.add(String(value));
    return value;
  });
  const printed = [...page.matchAll(/<data value="([^"]+)">/g)].map(([, value]) => value ?? '');
  expect(printed.length).toBeGreaterThan(400);
  expect(printed.filter((value) => !known.has(value))).toEqual([]);
});

test('both languages print the same numbers', () => {
  const { document } = parseHTML(page);
  const numbers = (text: string): string[] => (text.match(/\d+(?:\.\d+)?/g) ?? []).sort();
  const pairs = [...document.querySelectorAll('span[lang="en"], div[lang="en"]')];
  expect(pairs.length).toBeGreaterThan(200);
  for (const english of pairs) {
    const chinese = english.nextElementSibling;
    expect(chinese?.getAttribute('lang')).toBe('zh-CN');
    expect(numbers(chinese?.textContent ?? ''), english.textContent ?? '').toEqual(
      numbers(english.textContent ?? ''),
    );
  }
});

test('the training part is called apparent, and one arm is called prognostic', () => {
  expect(page).toContain('Apparent: the networks were fitted on these patients.');
  expect(page).toContain('These patients picked the epoch and the threshold.');
  expect(page).toContain('without untreated patients nothing can be said about benefit from treatment');
});

test('no time and no machine stands on the page', () => {
  expect(page).not.toMatch(/\d{4}-\d{2}-\d{2}T|\d{2}:\d{2}:\d{2}/);
});

test('every plotted point of a survival curve is in its table', async () => {
  const [header, ...rows] = (await read('8-report/points/kaplan-meier-4-external-1-pfs.csv'))
    .trim()
    .split('\n');
  expect(header).toBe('group,months,survival,lower,upper,censored');
  expect(rows.length).toBeGreaterThan(20);
});

test('the headlines read what the report printed', async () => {
  const headlines = await readHeadlines(directory);
  expect(headlines?.report).toBe(`${directory}/${REPORT_FILE}`);
  for (const { auc } of headlines?.sets ?? []) expect(page).toContain(`value="${auc.value}"`);
});
