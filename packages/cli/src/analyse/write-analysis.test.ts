import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodeOf, isCoded } from '@mriscore/study/errors';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { analyseFile, writeAnalysis } from './write-analysis.ts';

const REQUEST = { score: 'dls', label: 'cps20' };
const ROWS = 'dls,cps20\n0.9,1\n0.2,0\n0.7,1\n0.4,0\n';

let folder = '';
let table = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mriscore-write-'));
  table = join(folder, 'table.csv');
  await writeFile(table, ROWS);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Code and exit code of what an analysis of a table into a folder fails with. */
async function failure(path: string, out: string): Promise<readonly [string, number]> {
  const thrown = await analyseFile(path, REQUEST)
    .then((analysis) => writeAnalysis(analysis, out))
    .then(
      () => new Error('Nothing was refused.'),
      (cause: unknown) => cause,
    );
  if (!isCoded(thrown)) throw thrown;
  return [thrown.code, exitCodeOf(thrown)];
}

test('a table that is not there, is a folder or a circular link is refused by name as wrong data', async () => {
  const circle = join(folder, 'circle.csv');
  await symlink(circle, circle);
  const out = join(folder, 'out');
  expect(await failure(join(folder, 'none.csv'), out)).toEqual(['table/missing', 10]);
  expect(await failure(folder, out)).toEqual(['disk/is-a-folder', 10]);
  expect(await failure(join(table, 'inside.csv'), out)).toEqual(['disk/not-a-folder', 10]);
  expect(await failure(circle, out)).toEqual(['disk/circular-link', 10]);
});

test('an output that is a file, or lies below one, is refused by name', async () => {
  expect(await failure(table, table)).toEqual(['disk/not-a-folder', 10]);
  expect(await failure(table, join(table, 'out'))).toEqual(['disk/not-a-folder', 10]);
});

test('a folder whose analysis.json is damaged is not written over', async () => {
  const out = join(folder, 'out');
  await mkdir(out);
  await writeFile(join(out, 'analysis.json'), '{"schema":"mriscore/anal');
  expect((await failure(table, out))[0]).toBe('analysis/folder-in-use');
});

/** The code that a program of somebody without rights ends with: root may open everything, so it becomes nobody first. */
function failureOfNobody(path: string, out: string): string {
  const module = join(import.meta.dirname, 'write-analysis.ts');
  const program = `
    const { analyseFile, writeAnalysis } = await import(${JSON.stringify(module)});
    if (process.getuid() === 0) process.setuid(65534);
    await analyseFile(${JSON.stringify(path)}, ${JSON.stringify(REQUEST)})
      .then((analysis) => writeAnalysis(analysis, ${JSON.stringify(out)}))
      .then(() => console.log('nothing was refused'), ({ code }) => console.log(code));`;
  const args = ['-C', '@mriscore/source', '--input-type=module', '-e', program];
  return execFileSync(process.execPath, args, { encoding: 'utf8' }).trim();
}

test('a table or a folder without permission is refused by name', async () => {
  const locked = join(folder, 'locked');
  await chmod(folder, 0o755);
  await mkdir(locked, { mode: 0o555 });
  expect(failureOfNobody(table, join(locked, 'out'))).toBe('disk/not-allowed');
  await chmod(table, 0o000);
  expect(failureOfNobody(table, join(folder, 'out'))).toBe('disk/not-allowed');
});
