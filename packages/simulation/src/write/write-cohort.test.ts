import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { parseNifti, requireSameGrid } from '@mriscore/volume';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ReferenceTruth, referenceTruth } from '../truth/truth.ts';
import { writeReferenceCohort } from './write-cohort.ts';

const SMALL = { patients: 40, sizeVoxel: [32, 32, 6] } as const;
let folder: string;

async function write(path: string, bytes: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}

/** Path and hash of every file below a folder. */
async function hashes(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    files.toSorted().map(
      async (file) =>
        `${relative(directory, file)} ${createHash('sha256')
          .update(await readFile(file))
          .digest('hex')}`,
    ),
  );
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reference-cohort-'));
  await writeReferenceCohort({ ...SMALL, directory: join(folder, 'one'), seed: 1 }, write);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('writeReferenceCohort', () => {
  test('the same seed gives the same bytes, another seed gives others', async () => {
    await writeReferenceCohort({ ...SMALL, directory: join(folder, 'again'), seed: 1 }, write);
    await writeReferenceCohort({ ...SMALL, directory: join(folder, 'other'), seed: 2 }, write);
    const one = await hashes(join(folder, 'one'));
    expect(await hashes(join(folder, 'again'))).toEqual(one);
    const other = new Set(await hashes(join(folder, 'other')));
    expect(one.filter((line) => other.has(line)).map((line) => line.split(' ')[0])).toEqual([
      'clinical.dictionary.json',
    ]);
  });

  test('what is written can be read: every image and mask is a NIfTI file on the expected grid', async () => {
    const directory = join(folder, 'one');
    for (const patient of ['T001', 'E001', 'M010']) {
      const mask = parseNifti(await readFile(join(directory, 'masks', `${patient}.nii.gz`)));
      expect(new Set(mask.data)).toEqual(new Set([0, 1]));
      const names = await readdir(join(directory, 'images', patient));
      expect(names.length).toBeGreaterThanOrEqual(2);
      for (const name of names) {
        const image = parseNifti(await readFile(join(directory, 'images', patient, name)));
        expect(Math.max(...image.data)).toBeGreaterThan(500);
        if (!name.startsWith('T2')) requireSameGrid(mask.geometry, image.geometry);
      }
    }
  });

  test('the table has a row a patient and the dictionary names its columns', async () => {
    const text = await readFile(join(folder, 'one', 'clinical.csv'), 'utf8');
    const [header, ...rows] = text.trimEnd().split('\n');
    expect(header).toBe(
      'patient,centre,cohort,age_years,sex,subsite,hpv,stage,cps,cps_assay,pfs_months,pfs_event,dcb,treatment',
    );
    expect(rows).toHaveLength(40);
    const dictionary = JSON.parse(
      await readFile(join(folder, 'one', 'clinical.dictionary.json'), 'utf8'),
    ) as {
      columns: { name: string; values?: (string | number)[]; empty?: string }[];
    };
    expect(dictionary.columns.map(({ name }) => name).join(',')).toBe(header);
    for (const row of rows) {
      for (const [at, cell] of row.split(',').entries()) {
        const column = dictionary.columns[at]!;
        if (cell === '') expect(column.empty).toBeDefined();
        else if (column.values) expect(column.values.map(String)).toContain(cell);
      }
    }
  });

  test('images lie where the truth says that no sequence is missing', async () => {
    const truth = JSON.parse(await readFile(join(folder, 'one', 'truth.json'), 'utf8')) as ReferenceTruth;
    for (const { patient, missing } of truth.perPatient) {
      const names = (await readdir(join(folder, 'one', 'images', patient))).toSorted();
      const expected = ['T1', 'T1c', 'T2'].filter((sequence) => sequence !== missing);
      expect(names).toEqual(expected.map((sequence) => `${sequence}.nii.gz`));
    }
  });

  test('the truth file is the truth of the returned plans, with planted and realised values for each cohort', async () => {
    const plans = await writeReferenceCohort({ ...SMALL, directory: folder, seed: 1 }, async () => {});
    const text = await readFile(join(folder, 'one', 'truth.json'), 'utf8');
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(referenceTruth(plans))));
    const { cohorts } = referenceTruth(plans);
    expect(cohorts.map(({ cohort }) => cohort)).toEqual([
      'training',
      'internal',
      'external',
      'immunotherapy',
    ]);
    for (const { planted, realised } of cohorts) {
      expect(planted.aucCps20).toBeCloseTo(0.9, 3);
      expect(realised.aucCps20.value).not.toBeNull();
      expect(realised.hazardRatioHighLow.value).not.toBeNull();
    }
  });

  test('a stopped run leaves no truth behind', async () => {
    const stop = new AbortController();
    const directory = join(folder, 'stopped');
    const run = writeReferenceCohort(
      {
        ...SMALL,
        directory,
        seed: 1,
        signal: stop.signal,
        onProgress: ({ finished }) => {
          if (finished === 2) stop.abort();
        },
      },
      write,
    );
    await expect(run).rejects.toThrow(/abort/);
    expect((await readdir(directory)).toSorted()).toEqual(['images', 'masks']);
    expect(await readdir(join(directory, 'masks'))).toHaveLength(2);
  });
});
