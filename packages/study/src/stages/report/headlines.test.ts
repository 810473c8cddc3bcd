import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAtomic } from '@mriscore/scans/disk';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EVALUATION_FILE } from '../evaluate/artefact.ts';
import { SURVIVAL_FILE } from '../survive/artefact.ts';
import { readHeadlines } from './headlines.ts';

let study: string;
beforeEach(async () => {
  study = await mkdtemp(join(tmpdir(), 'headlines-'));
});
afterEach(() => rm(study, { recursive: true, force: true }));

const AUC = { value: 0.8, lower: 0.7, upper: 0.9, level: 0.95, method: 'DeLong' };
const RATIO = { ...AUC, value: 0.6, p: 0.04 };

function write(file: string, content: object): Promise<void> {
  return writeAtomic(join(study, file), JSON.stringify(content));
}

function set(name: string): object {
  return { name, cohort: name, role: 'external', split: 'test', n: 10, auc: AUC };
}

describe('readHeadlines', () => {
  test('gives null while there is no survival analysis', async () => {
    expect(await readHeadlines(study)).toBeNull();
    await write(EVALUATION_FILE, { schema: 'mriscore/evaluation/1', sets: [set('external')] });
    expect(await readHeadlines(study)).toBeNull();
  });

  test('joins the numbers of each set by its name, whatever the order', async () => {
    await write(EVALUATION_FILE, { schema: 'mriscore/evaluation/1', sets: [set('external'), set('ici')] });
    const response = { name: 'benefit', n: 9, auc: AUC };
    const followed = [
      { name: 'ici', endpoints: [], response },
      { name: 'external', endpoints: [{ endpoint: 'PFS', hazardRatio: RATIO }], response: null },
    ];
    await write(SURVIVAL_FILE, { schema: 'mriscore/survival/1', sets: followed });
    const headlines = await readHeadlines(study);
    expect(headlines?.sets).toMatchObject([
      { name: 'external', n: 10, auc: AUC, hazardRatios: { PFS: RATIO }, response: null },
      { name: 'ici', hazardRatios: {}, response: { name: 'benefit', n: 9 } },
    ]);
    expect(headlines?.report).toBe(`${study}/8-report/report.html`);
  });

  test('refuses artefacts of another version', async () => {
    await write(EVALUATION_FILE, { schema: 'mriscore/evaluation/9', sets: [] });
    await write(SURVIVAL_FILE, { schema: 'mriscore/survival/1', sets: [] });
    await expect(readHeadlines(study)).rejects.toMatchObject({ code: 'run/input-changed' });
  });
});
