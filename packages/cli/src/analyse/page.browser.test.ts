import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnalysisRequest } from '@mriscore/evaluation';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyseFile, writeAnalysis } from './write-analysis.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);

/** Names that try to be markup, as columns, cohorts and categories. */
const SCORE = '<img src=x onerror="window.attacked=1">';
const COHORT = '</svg><script>window.attacked=1</script>';
const STAGE = '"onload="window.attacked=1';

const HEADER = [SCORE, 'second', 'label', 'months', 'died', 'site', STAGE, 'ici'];

/** Ninety patients in three cohorts whose score says something of label and survival. */
function hostileTable(): string {
  const quote = (cell: string | number): string => `"${String(cell).replaceAll('"', '""')}"`;
  const rows = Array.from({ length: 90 }, (_, index) => {
    const score = ((index * 37) % 89) / 89;
    const label = ((index * 53) % 83) / 83 < score ? 1 : 0;
    const months = 1 + ((index * 29) % 47) * (1.4 - score);
    const site = [COHORT, 'B', 'C'][index % 3] ?? '';
    const stage = index % 5 === 0 ? STAGE : 'II';
    return [score, (index * 11) % 17, label, months, index % 4 === 0 ? 0 : 1, site, stage, index % 2];
  });
  return [HEADER, ...rows].map((cells) => cells.map(quote).join(',')).join('\n');
}

const REQUEST: AnalysisRequest = {
  score: SCORE,
  label: 'label',
  time: 'months',
  event: 'died',
  cohort: 'site',
  tuning: COHORT,
  covariates: [STAGE],
  secondScore: 'second',
  treatment: 'ici',
};

/** Runs in the page: words of a drawing that leave its sheet, by more than a pixel. */
const CUT_WORDS = `[...document.querySelectorAll('svg text')].flatMap((text) => {
  const box = text.getBoundingClientRect();
  const sheet = text.ownerSVGElement.getBoundingClientRect();
  const inside =
    box.left >= sheet.left - 1 && box.right <= sheet.right + 1 &&
    box.top >= sheet.top - 1 && box.bottom <= sheet.bottom + 1;
  return box.width === 0 || inside ? [] : [text.textContent];
})`;

describe.skipIf(CHROMIUM === undefined)(
  `the page of an analysis in a browser${CHROMIUM === undefined ? ' (skipped: no Chromium)' : ''}`,
  () => {
    let folder: string;
    let browser: Browser;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'mriscore-analysis-'));
      await writeFile(join(folder, 'table.csv'), hostileTable());
      await writeAnalysis(await analyseFile(join(folder, 'table.csv'), REQUEST), join(folder, 'out'));
      browser = await chromium.launch({ executablePath: CHROMIUM!, args: ['--no-sandbox', '--disable-gpu'] });
    });
    afterAll(async () => {
      await browser?.close();
      await rm(folder, { recursive: true, force: true });
    });

    async function open(width: number): Promise<{ page: Page; requests: string[] }> {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      const requests: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      await page.goto(pathToFileURL(join(folder, 'out', 'report.html')).href);
      return { page, requests };
    }

    test.each([1280, 390])('at %i px nothing is cut, loaded or run, in either language', async (width) => {
      const { page, requests } = await open(width);
      for (const language of ['en', 'zh']) {
        await page.locator(`label[for=language-${language}]`).click();
        expect(await page.evaluate(CUT_WORDS)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      }
      expect(await page.evaluate("'attacked' in window")).toBe(false);
      expect(requests).toHaveLength(1);
      await page.close();
    });

    test('every section and every figure of a full analysis is there, and each link leads to a file', async () => {
      const { page } = await open(1280);
      const sections = await page.locator('section').evaluateAll((found) => found.map(({ id }) => id));
      expect(sections).toEqual([
        'summary',
        'data',
        'discrimination',
        'classification',
        'calibration',
        'decision',
        'survival',
        'hazards',
        'concordance',
        'adjusted',
        'treatment',
        'record',
        'references',
      ]);
      expect(await page.locator('figure').count()).toBe(2 + 3 + 3 + 3 + 1);
      const links = await page
        .locator('figcaption a')
        .evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''));
      for (const link of links) expect(existsSync(join(folder, 'out', link))).toBe(true);
      await page.close();
    });

    test('each figure opens by itself as SVG', async () => {
      const page = await browser.newPage();
      const names = (await readdir(join(folder, 'out', 'figures'))).filter((name) => name.endsWith('.svg'));
      for (const name of names) {
        await page.goto(pathToFileURL(join(folder, 'out', 'figures', name)).href);
        expect(await page.evaluate('document.documentElement.nodeName')).toBe('svg');
      }
      expect(names).toHaveLength(24);
      await page.close();
    });
  },
);

test('an analysis writes over an earlier one, takes away its figures, and over nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mriscore-analysis-'));
  const table = join(folder, 'table.csv');
  await writeFile(table, hostileTable());
  const out = join(folder, 'out');
  await writeAnalysis(await analyseFile(table, REQUEST), out);
  const { time: _time, event: _event, treatment: _treatment, ...rest } = REQUEST;
  await writeAnalysis(await analyseFile(table, rest), out);
  expect((await readdir(join(out, 'figures'))).filter((name) => name.startsWith('kaplan'))).toEqual([]);
  const { files } = JSON.parse(await readFile(join(out, 'analysis.json'), 'utf8')) as { files: string[] };
  for (const file of files) expect(existsSync(join(out, file))).toBe(true);
  await expect(analyseFile(table, rest).then((found) => writeAnalysis(found, folder))).rejects.toMatchObject({
    code: 'analysis/folder-in-use',
  });
  await rm(folder, { recursive: true, force: true });
});
