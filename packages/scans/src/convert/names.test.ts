import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { formatSegNrrd, type Mask, PHANTOM_PLANES, phantomSeries } from '@mriscore/volume';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { zip } from '../../../volume/src/dicom/zip/zip.fixture.ts';
import { convertScan } from './convert.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'names-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Names as an attacker would choose them: climbing, absolute, with other separators, very long. */
const hostile = fc
  .array(
    fc.constantFrom('..', '.', '/', '\\', 'etc', 'C:', '~', '\u0000', 'a', 'ä', '.dcm', ' ', 'n'.repeat(90)),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(''));

let round = 0;

/** Converts and gives the folder of every file that came into being, from two folders above the output on. */
async function foldersMade(input: Uint8Array, name: string, out: string): Promise<string[]> {
  round += 1;
  const top = join(folder, String(round));
  await mkdir(join(top, 'a', 'out'), { recursive: true });
  await writeFile(join(top, 'a', name), input);
  const done = await convertScan(join(top, 'a', name), join(top, 'a', 'out', out));
  for (const { path } of done.written) expect(dirname(path)).toBe(join(top, 'a', 'out'));
  const made = await readdir(top, { recursive: true, withFileTypes: true });
  const files = made
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  return files.filter((path) => path !== join(top, 'a', name)).map((path) => relative(top, dirname(path)));
}

test('names in an archive never say where something is written', async () => {
  const slices = phantomSeries(PHANTOM_PLANES[0]!);
  await fc.assert(
    fc.asyncProperty(fc.array(hostile, { minLength: 9, maxLength: 9 }), async (names) => {
      const archive = zip(slices.map(({ bytes }, n) => ({ name: `${names[n]!}${n}`, bytes })));
      const made = await foldersMade(archive, 'in.zip', 'o.nii');
      expect(made).toEqual([join('a', 'out')]);
    }),
    { numRuns: 25 },
  );
});

test('names of regions never say where something is written', async () => {
  const geometry = {
    size: [4, 4, 2] as const,
    indexToLpsMm: Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0),
  };
  const mask = (value: number, name: string): Mask => ({
    geometry,
    data: new Uint8Array(32).fill(value),
    labels: [{ value, name }],
  });
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (one, other) => {
      const made = await foldersMade(formatSegNrrd([mask(1, one), mask(2, other)]), 'm.seg.nrrd', 'o.nii');
      expect(made).toEqual([join('a', 'out'), join('a', 'out')]);
    }),
    { numRuns: 40 },
  );
});
