import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { chooseStudyRuntime, findRememberedRuntime, RUNTIME_FILE } from './choose-runtime.ts';

const now = new Date('2026-01-02T03:04:05Z');
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mriscore-runtime-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

it('takes the processor without a trial and writes nothing', async () => {
  const choice = await chooseStudyRuntime(directory, { wish: 'node-cpu', threads: 1, now });
  expect(choice).toMatchObject({ name: 'node-cpu', remembered: false });
  expect(choice.record.candidates).toEqual([]);
  expect(existsSync(join(directory, RUNTIME_FILE))).toBe(false);
});

it('measures once a study and machine, and goes on with what it chose', async () => {
  const first = await chooseStudyRuntime(directory, { wish: 'auto', threads: 1, now });
  expect(first.remembered).toBe(false);
  expect(first.record.candidates.map(({ name }) => name)).toEqual(['node-cpu', 'node-webgpu', 'node-cuda']);
  const second = await chooseStudyRuntime(directory, { wish: 'auto', threads: 1, now });
  expect(second).toEqual({ ...first, remembered: true });
  const path = join(directory, RUNTIME_FILE);
  const kept = JSON.parse(await readFile(path, 'utf8')) as object;
  expect(kept).toMatchObject({ schema: 'mriscore/runtime/1', chosenAt: '2026-01-02T03:04:05.000Z' });
  await writeFile(path, JSON.stringify({ ...kept, host: 'another machine' }));
  expect(await findRememberedRuntime(directory)).toBeUndefined();
});
