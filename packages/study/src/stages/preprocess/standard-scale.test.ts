import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { landmarkSettings, landmarksOf } from '@mriscore/model/prepare';
import { writeAtomic } from '@mriscore/scans/disk';
import { createVolume, nyulLandmarks } from '@mriscore/volume';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { filesOf, type ReadableFiles } from '../../files/declared.ts';
import { formatArtefact } from '../../files/read-json.ts';
import { minimalProtocol } from '../../protocol/minimal.fixture.ts';
import type { Member } from '../cohort/artefact.ts';
import { fitStandardScales } from './standard-scale.ts';

const PROTOCOL = minimalProtocol('preprocessing: { normalise: { method: nyul, region: image } }');
const GEOMETRY = {
  size: [10, 10, 4] as const,
  indexToLpsMm: Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 3, 0),
};

/** Intensities that rise as a power of the rank, so that each patient bends the scale in a way of its own. */
const scan = (power: number) =>
  createVolume(
    GEOMETRY,
    Float32Array.from({ length: 400 }, (_, at) => 50 + 900 * (((at * 7919) % 400) / 399) ** power),
  );

let directory: string;
let folder: ReadableFiles;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'scale-'));
  folder = filesOf(directory);
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function write(patient: string, power: number, t2 = true): Promise<void> {
  const settings = landmarkSettings(PROTOCOL.preprocessing);
  if (settings === null) throw new Error('nyul needs landmarks');
  const facts = { landmarks: landmarksOf(scan(power), settings) };
  const sequences = { T1: facts, T2: t2 ? facts : null };
  await writeAtomic(
    join(directory, `1-series/${patient}.json`),
    formatArtefact({ schema: 'mriscore/series/1', sequences } as never),
  );
}

const members = [
  { patient: 'A', split: 'training' },
  { patient: 'B', split: 'training' },
  { patient: 'C', split: 'tuning' },
  { patient: 'D', split: 'other' },
] as unknown as readonly Member[];

test('a scale is the mean of the landmarks of training patients, each from 0 to 100', async () => {
  await write('A', 1);
  await write('B', 3, false);
  await write('C', 9);
  await write('D', 9);
  const { T1, T2 } = await fitStandardScales(folder, members, PROTOCOL);
  expect(T1).toMatchObject({ kind: 'nyul', scans: 2 });
  expect(T2, 'a patient without the sequence gives it no landmark').toMatchObject({ scans: 1 });
  const position = (power: number) => {
    const row = nyulLandmarks({ volume: scan(power), within: 'all' });
    return row.map((value) => (100 * (value - (row[0] ?? 0))) / ((row.at(-1) ?? 0) - (row[0] ?? 0)));
  };
  const [a, b] = [position(1), position(3)];
  for (const [at, value] of (T1?.standard ?? []).entries())
    expect(value).toBeCloseTo(((a[at] ?? 0) + (b[at] ?? 0)) / 2, 9);
});

test('a sequence that no training patient has is refused', async () => {
  await write('A', 1, false);
  await write('B', 2, false);
  await expect(fitStandardScales(folder, members, PROTOCOL)).rejects.toMatchObject({
    code: 'cohort/too-small',
    finding: { found: 'No patient of the training part has T2.' },
  });
});

test('nothing is learnt or kept where scans are normalised one by one', async () => {
  const plain = minimalProtocol();
  expect(landmarkSettings(plain.preprocessing)).toBeNull();
  expect(await fitStandardScales(folder, members, plain)).toEqual({});
});
