import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProtocolInput } from '../../protocol/schema.ts';
import { REPORT_FILE } from './artefact.ts';
import { makeUpStudy, runWhole } from './fixtures/made-up-study.ts';
import { reportStage } from './stage.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);

/** Each tries another way out of the place it is shown in. */
const PAYLOADS = [
  '<img src=x onerror="window.attacked=1">',
  '</title></style></text></svg><script>window.attacked=1</script>',
  '"onmouseover="window.attacked=1" autofocus onfocus="window.attacked=1',
  "'><svg onload=window.attacked=1>",
  '--><iframe srcdoc="<script>parent.attacked=1</script>">',
] as const;

/** A study whose every free text is hostile. */
function hostile(protocol: ProtocolInput): ProtocolInput {
  const [image, ends, attribute, nested, comment] = PAYLOADS;
  return {
    ...protocol,
    title: `${ends}${image}`,
    target: { ...protocol.target, name: `${image}${attribute}`, column: image },
    exclude: [{ reason: `${nested}${ends}`, where: { patient: 'E001' } }],
    endpoints: [{ ...protocol.endpoints![0]!, name: `${comment}${nested}` }],
    response: { ...protocol.response!, name: ends },
  };
}

interface Opened {
  readonly page: Page;
  readonly requests: string[];
  readonly complaints: string[];
}

async function open(browser: Browser, directory: string, width: number): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('dialog', (dialog) => {
    complaints.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto(pathToFileURL(join(directory, REPORT_FILE)).href);
  return { page, requests, complaints };
}

/** Runs in the page: words of a drawing that leave its sheet, by more than a pixel. */
const CUT_WORDS = `[...document.querySelectorAll('svg text')].flatMap((text) => {
  const box = text.getBoundingClientRect();
  const sheet = text.ownerSVGElement.getBoundingClientRect();
  const inside =
    box.left >= sheet.left - 1 && box.right <= sheet.right + 1 &&
    box.top >= sheet.top - 1 && box.bottom <= sheet.bottom + 1;
  return box.width === 0 || inside ? [] : [text.textContent];
})`;

const ATTACKED = "'attacked' in window";

const why = CHROMIUM === undefined ? ' (skipped: Chromium is not installed)' : '';

describe.skipIf(CHROMIUM === undefined)(`the page in a browser${why}`, () => {
  let browser: Browser;
  let plain = '';
  let attacked = '';

  beforeAll(async () => {
    plain = await mkdtemp(join(tmpdir(), 'mriscore-page-'));
    attacked = await mkdtemp(join(tmpdir(), 'mriscore-attack-'));
    await runWhole(reportStage, await makeUpStudy({ directory: plain }));
    const quoted = `"${PAYLOADS[0].replaceAll('"', '""')}"`;
    const table = (text: string): string => text.replace(',cps,', `,${quoted},`);
    await runWhole(reportStage, await makeUpStudy({ directory: attacked, protocol: hostile, table }));
    const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
    browser = await chromium.launch({ executablePath: CHROMIUM!, args });
  });

  afterAll(async () => {
    await browser?.close();
    await rm(plain, { recursive: true, force: true });
    await rm(attacked, { recursive: true, force: true });
  });

  test('hostile titles, columns, reasons and endpoints are shown as text and run nothing', async () => {
    const { page, requests, complaints } = await open(browser, attacked, 1280);
    for (const language of ['zh', 'en']) await page.locator(`label[for=language-${language}]`).click();
    await page.mouse.move(300, 300);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(ATTACKED)).toBe(false);
    expect(await page.locator('main script, main iframe, main img').count()).toBe(0);
    expect(await page.title()).toBe(`${PAYLOADS[1]}${PAYLOADS[0]}`);
    expect(await page.locator('h1').textContent()).toBe(`${PAYLOADS[1]}${PAYLOADS[0]}`);
    expect(requests).toHaveLength(1);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('hostile text in a figure of its own runs nothing', async () => {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(attacked, '8-report/figures/flow.svg')).href);
    expect(await page.evaluate('document.documentElement.tagName')).toBe('svg');
    expect(await page.evaluate(ATTACKED)).toBe(false);
    await page.close();
  });

  test('the switch shows one language at a time, by mouse and by keyboard', async () => {
    const { page } = await open(browser, plain, 1280);
    const english = page.locator('#summary h2 span[lang=en]');
    const chinese = page.locator('#summary h2 span[lang=zh-CN]');
    expect([await english.isVisible(), await chinese.isVisible()]).toEqual([true, false]);
    await page.locator('label[for=language-zh]').click();
    expect([await english.isVisible(), await chinese.isVisible()]).toEqual([false, true]);
    await page.locator('#language-zh').focus();
    await page.keyboard.press('ArrowLeft');
    expect([await english.isVisible(), await chinese.isVisible()]).toEqual([true, false]);
    await page.close();
  });

  test.each([1280, 390])('nothing is cut or runs off the page at %i px, in both languages', async (width) => {
    for (const directory of [plain, attacked]) {
      const { page } = await open(browser, directory, width);
      for (const language of ['en', 'zh']) {
        await page.locator(`label[for=language-${language}]`).click();
        const wide = await page.evaluate('document.documentElement.scrollWidth');
        expect(wide).toBeLessThanOrEqual(width);
        expect(await page.evaluate(CUT_WORDS)).toEqual([]);
      }
      await page.close();
    }
  });
});
