import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { filesOf } from './declared.ts';
import { inputPath } from './input-path.ts';
import { formatArtefact, readArtefact } from './read-json.ts';
import { readScores, SCORE_HEADER } from './read-scores.ts';
import { scratchOf } from './scratch.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'artefacts-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('an artefact', () => {
  const artefact = { schema: 'mriscore/made/1', value: [1, 2] } as const;

  test('comes back as it was written, as lines that end', async () => {
    const text = formatArtefact(artefact);
    expect(text.startsWith('{\n  "schema": "mriscore/made/1",\n')).toBe(true);
    expect(text.endsWith('\n}\n')).toBe(true);
    await writeFile(join(folder, 'a.json'), text);
    expect(await readArtefact(filesOf(folder), 'a.json', 'mriscore/made/1')).toEqual(artefact);
  });

  test.each([
    ['of another version', { ...artefact, schema: 'mriscore/made/2' }],
    ['without a version', { value: 1 }],
  ])('%s is refused by the name of its file', async (_, other) => {
    await writeFile(join(folder, 'a.json'), JSON.stringify(other));
    await expect(readArtefact(filesOf(folder), 'a.json', 'mriscore/made/1')).rejects.toMatchObject({
      code: 'run/input-changed',
      details: { file: 'a.json' },
    });
  });
});

describe('a table of scores', () => {
  test('gives the numbers of each patient by name, whatever the order of the columns', async () => {
    await writeFile(join(folder, 's.csv'), 'probability,patient,logit\n0.25,"Doe, J",-1.0986\n0.5,P2,0\n');
    const scores = await readScores(filesOf(folder), 's.csv');
    expect([...scores]).toEqual([
      ['Doe, J', { logit: -1.0986, probability: 0.25 }],
      ['P2', { logit: 0, probability: 0.5 }],
    ]);
    expect(SCORE_HEADER).toEqual(['patient', 'logit', 'probability']);
  });
});

describe('the scratch of a unit', () => {
  const bytes = Uint8Array.of(1, 2, 3);

  test('lies beside the first output, and comes back as it was kept', async () => {
    const scratch = scratchOf(folder, ['4-encoders/T1/weights.bin', 'other/b.bin']);
    expect(await scratch.find('checkpoint')).toBeUndefined();
    await scratch.keep('checkpoint', bytes);
    expect(Uint8Array.from((await scratch.find('checkpoint')) ?? [])).toEqual(bytes);
    expect(await readdir(join(folder, '4-encoders/T1'))).toEqual(['checkpoint']);
  });

  test('forgets names, those that were never kept too, and no others', async () => {
    const scratch = scratchOf(folder, []);
    await scratch.keep('a', bytes);
    await scratch.keep('b', bytes);
    await scratch.forget(['a', 'never']);
    expect(await readdir(folder)).toEqual(['b']);
  });
});

test('an input lies below the data, or where its absolute path says', () => {
  expect(inputPath('/data', 'images/P1.nii.gz')).toBe(resolve('/data/images/P1.nii.gz'));
  expect(inputPath('/data', '/elsewhere/P1.nii.gz')).toBe(resolve('/elsewhere/P1.nii.gz'));
});
