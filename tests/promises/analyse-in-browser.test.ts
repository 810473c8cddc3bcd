import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as evaluation from '@mriscore/evaluation';
import { random } from '@mriscore/stats';
import { chromium } from 'playwright-core';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM } from '../../scripts/chromium.ts';

/** A hundred and twenty patients in two cohorts, with everything that an analysis can be asked. */
function tableOf(patients: number): string {
  const draw = random(3, 'browser table');
  const rows = Array.from({ length: patients }, (_, index) => {
    const severity = draw.normal();
    const score = 1 / (1 + Math.exp(-severity - 0.5 * draw.normal()));
    const label = draw.uniform() < 1 / (1 + Math.exp(-1.5 * severity)) ? 1 : 0;
    const months = 0.1 - 20 * Math.log(1 - draw.uniform()) * Math.exp(-0.5 * severity);
    const cells = [index % 2 ? 'A' : 'B', score, label, months, draw.uniform() < 0.7 ? 1 : 0];
    return [...cells, ['I', 'II', 'NA'][index % 3], index % 2, severity + draw.normal()].join(',');
  });
  return `site,dls,cps20,months,died,stage,ici,cps\n${rows.join('\n')}\n`;
}

const REQUEST: evaluation.AnalysisRequest = {
  score: 'dls',
  label: 'cps20',
  time: 'months',
  event: 'died',
  cohort: 'site',
  tuning: 'A',
  covariates: ['stage'],
  secondScore: 'cps',
  treatment: 'ici',
  interval: 'bootstrap',
  resamples: 200,
};

/** Numbers and page of an analysis by one copy of the package. Its text is run in the page too. */
function answerOf(
  {
    analyseTable,
    analysisFigures,
    checkAnalysis,
    formatAnalysisPage,
    numbersOfAnalysis,
    parseTable,
  }: typeof evaluation,
  text: string,
  request: evaluation.AnalysisRequest,
): readonly string[] {
  const analysis = analyseTable(parseTable(text, 'table.csv'), request, { sha256: '', mriscore: '0' });
  checkAnalysis(analysis);
  const figures = analysisFigures(analysis);
  return [JSON.stringify(numbersOfAnalysis(analysis), null, 1), formatAnalysisPage(analysis, figures)];
}

/** Numbers of a text; what a browser computes may differ from Node in the last digits of exp and log. */
const NUMBER = /-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/g;

/** Largest difference between the numbers of two texts, relative above 1; infinite where the words differ. */
function differenceOf(one: string, other: string): number {
  if (one.replace(NUMBER, '#') !== other.replace(NUMBER, '#')) return Number.POSITIVE_INFINITY;
  const numbers = (text: string): readonly number[] => (text.match(NUMBER) ?? []).map(Number);
  const others = numbers(other);
  return numbers(one).reduce((most, value, index) => {
    const against = others[index] ?? Number.NaN;
    return Math.max(most, Math.abs(value - against) / Math.max(1, Math.abs(value)));
  }, 0);
}

/** The page without drawings and without the unrounded values that its numbers carry. */
function printed(page: string): string {
  return page.replace(/<svg .*?<\/svg>/gs, '').replace(/<data value="[^"]*">/g, '');
}

const why = CHROMIUM === undefined ? ' (skipped: Chromium is not installed)' : '';

describe.skipIf(CHROMIUM === undefined)(`an analysis in a browser${why}`, () => {
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mriscore-browser-'));
    const built = await rolldown({
      input: 'packages/evaluation/src/index.ts',
      platform: 'browser',
      resolve: { conditionNames: ['@mriscore/source', 'browser', 'import', 'default'] },
      onLog: (level, { message }) => {
        if (level === 'warn') throw new Error(message);
      },
    });
    await built.write({ file: join(folder, 'evaluation.js'), format: 'esm' });
    await built.close();
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('gives the numbers of Node to nine digits and prints the same page', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/') response.setHeader('Content-Type', 'text/html').end('<!doctype html>');
      else
        void readFile(join(folder, 'evaluation.js')).then((bytes) =>
          response.setHeader('Content-Type', 'text/javascript').end(bytes),
        );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await using browser = await chromium.launch({ executablePath: CHROMIUM!, args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      const text = tableOf(120);
      const given = `${JSON.stringify(text)}, ${JSON.stringify(REQUEST)}`;
      const [numbers = '', shown = ''] = await page.evaluate<readonly string[]>(
        `import('/evaluation.js').then((all) => (${answerOf.toString()})(all, ${given}))`,
      );
      const [expected = '', expectedPage = ''] = answerOf(evaluation, text, REQUEST);
      expect(numbers.length).toBeGreaterThan(20_000);
      expect(differenceOf(numbers, expected)).toBeLessThan(1e-9);
      expect(printed(shown) === printed(expectedPage)).toBe(true);
    } finally {
      server.close();
    }
  });
});
