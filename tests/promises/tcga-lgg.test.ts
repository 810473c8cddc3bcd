/**
 * The example on real MRI runs to its end, keeps every patient in one part, and finds nothing in shuffled labels.
 *
 * Needs the images, which are not part of this project: MRISCORE_SHARED names the folder that holds data/tcga_lgg.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { random } from '@mriscore/stats';
import { type CohortArtefact, type Headlines, parseProtocol, readHeadlines } from '@mriscore/study';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { mriscore } from './command.ts';
import type { Scratch } from './small-study.ts';
import { filesBelow, scratchFolder, writeStudy } from './small-study.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const DATA = resolve(ROOT, process.env.MRISCORE_SHARED ?? '../shared', 'data/tcga_lgg');
const ABSENT = !existsSync(join(DATA, 'cohort.csv'));
const WHY = ABSENT ? ' (skipped: no data/tcga_lgg in the folder that MRISCORE_SHARED names)' : '';
const EXAMPLE = join(ROOT, 'examples/tcga-lgg/study.yaml');

/** The protocol of the example with crops and courses small enough for a test. The network stays. */
async function smallProtocol(): Promise<object> {
  const protocol = parseYaml(await readFile(EXAMPLE, 'utf8')) as Record<string, object>;
  return {
    ...protocol,
    preprocessing: { ...protocol.preprocessing, crop: { sizePx: 32, marginMm: 10, slices: [0] } },
    encoder: { ...protocol.encoder, epochs: 2, batch: 8 },
    fusion: { width: 16, heads: 2, feedForward: 32, epochs: 10 },
  };
}

async function headlinesOf(study: string): Promise<Headlines> {
  const headlines = await readHeadlines(study);
  if (headlines === null) throw new Error('The study has no results.');
  return headlines;
}

/** A data folder with the images as they are and the target column dealt out anew, over all patients. */
async function shuffledData(directory: string): Promise<void> {
  const [header = '', ...rows] = (await readFile(join(DATA, 'cohort.csv'), 'utf8')).trimEnd().split('\n');
  const place = header.split(',').indexOf('coc_cluster');
  const cells = rows.map((row) => row.split(','));
  const dealt = cells
    .map((row, index) => ({ label: row[place] ?? '', draw: random(7, 'shuffled labels', index).uniform() }))
    .sort((a, b) => a.draw - b.draw);
  const shuffled = cells.map((row, index) => row.with(place, dealt[index]?.label ?? '').join(','));
  await mkdir(directory);
  await writeFile(join(directory, 'cohort.csv'), `${[header, ...shuffled].join('\n')}\n`);
  for (const [patient = ''] of cells) await symlink(join(DATA, patient), join(directory, patient), 'dir');
}

let scratch: Scratch;
beforeAll(async () => {
  scratch = await scratchFolder();
});
afterAll(() => scratch[Symbol.asyncDispose]());

describe.skipIf(ABSENT)(`the example on lower-grade glioma${WHY}`, () => {
  test('ends with a report and numbers for both centres', async () => {
    const study = join(scratch.path, 'study');
    await writeStudy(study, await smallProtocol());
    const { code, err } = await mriscore(['run', study, '--data', DATA, '--quiet']);
    expect(code, err.join('\n')).toBe(0);

    const files = await filesBelow(study);
    expect(files).toContain('8-report/report.html');
    const { sets } = await headlinesOf(study);
    expect(sets.map(({ name, n }) => [name, n])).toEqual([
      ['training', 36],
      ['training, tuning part', 9],
      ['external', 16],
    ]);
    const external = sets[2];
    expect(external?.auc.value).toBeGreaterThanOrEqual(0);
    expect(Object.keys(external?.hazardRatios ?? {})).toEqual(['OS', 'PFI']);
  });

  test('keeps every patient in one part and every centre in one cohort', async () => {
    const text = await readFile(join(scratch.path, 'study/2-cohort/cohort.json'), 'utf8');
    const { members, flow } = JSON.parse(text) as CohortArtefact;
    expect(new Set(members.map(({ patient }) => patient)).size).toBe(61);
    for (const { patient, split } of members) {
      expect(split === 'test', patient).toBe(patient.startsWith('TCGA_CS'));
    }
    expect(
      flow.cohorts.map(({ name, patients, positives, missing }) => ({ name, patients, positives, missing })),
    ).toEqual([
      { name: 'training', patients: 45, positives: 9, missing: { pre: 1, flair: 0, post: 4 } },
      { name: 'external', patients: 16, positives: 5, missing: { pre: 0, flair: 0, post: 0 } },
    ]);
    const scores = parse(await readFile(join(scratch.path, 'study/6-scores/scores.csv'), 'utf8'), {
      columns: true,
    }) as { patient: string }[];
    expect(scores.map(({ patient }) => patient).sort()).toEqual(members.map(({ patient }) => patient).sort());
  });

  // One shuffle in twenty would miss 0.5 by the meaning of a 95 % interval; the seed of the shuffle is fixed.
  test('finds nothing in shuffled labels: the interval of the external AUC covers 0.5', async () => {
    const data = join(scratch.path, 'shuffled');
    const study = join(scratch.path, 'shuffled-study');
    await shuffledData(data);
    await writeStudy(study, await smallProtocol());
    const { code, err } = await mriscore(['run', study, '--data', data, '--quiet']);
    expect(code, err.join('\n')).toBe(0);
    const { auc } = (await headlinesOf(study)).sets.find(({ name }) => name === 'external') ?? {};
    expect(auc?.lower).toBeLessThanOrEqual(0.5);
    expect(auc?.upper).toBeGreaterThanOrEqual(0.5);
  });
});

test('the protocol of the example is one that the reader accepts', async () => {
  const protocol = parseProtocol(await readFile(EXAMPLE, 'utf8'));
  expect(protocol.encoder.network).toBe('resnet101');
  expect(Object.keys(protocol.sequences)).toEqual(['pre', 'flair', 'post']);
});
