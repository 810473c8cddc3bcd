import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAtomic } from '@mriscore/scans/disk';
import { writeReferenceCohort } from '@mriscore/simulation';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { MINIMAL_YAML } from '../protocol/minimal.fixture.ts';
import { DEMO_HEAD, findDemo } from './find-demo.ts';
import { demoProtocol } from './write-demo.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'demo-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const inUse = expect.objectContaining({ code: 'demo/folder-in-use', exitCode: 20 });

test('a folder that is not there, and an empty one, can become a demo', async () => {
  expect(await findDemo(join(directory, 'new'))).toBeUndefined();
  expect(await findDemo(directory)).toBeUndefined();
});

test('a demo is known again with its patients and seed, and so is one that was stopped before its last file', async () => {
  await writeReferenceCohort({ directory, patients: 40, seed: 7, sizeVoxel: [32, 32, 6] }, writeAtomic);
  expect(await findDemo(directory)).toBeUndefined();
  await writeFile(
    join(directory, 'study.yaml'),
    DEMO_HEAD + stringify(demoProtocol({ patients: 40, seed: 7 })),
  );
  expect(await findDemo(directory)).toEqual({ title: 'Reference cohort of 40 simulated patients', seed: 7 });
});

test('a study of the user is none of a demo, nor are files that would be one', async () => {
  await writeFile(join(directory, 'study.yaml'), MINIMAL_YAML);
  await expect(findDemo(directory)).rejects.toEqual(inUse);
  await rm(join(directory, 'study.yaml'));
  await writeFile(join(directory, 'clinical.csv'), 'patient,cps\nP1,3\n');
  await expect(findDemo(directory)).rejects.toEqual(inUse);
  await rm(join(directory, 'clinical.csv'));
  await mkdir(join(directory, 'photographs'));
  await expect(findDemo(directory)).rejects.toThrow(/photographs/);
});
