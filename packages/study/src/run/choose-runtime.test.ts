import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  chooseStudyRuntime,
  findRememberedRuntime,
  RUNTIME_FILE,
  type RuntimeWish,
  tryRuntimes,
} from './choose-runtime.ts';

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

it('refuses a runtime that is wished for and cannot run here, and keeps no choice', async () => {
  const { candidates } = await tryRuntimes('auto', 1);
  const absent = candidates.find(({ stepMs }) => stepMs === null)?.name;
  if (absent === undefined) return;
  const choosing = chooseStudyRuntime(directory, { wish: absent as RuntimeWish, threads: 1, now });
  await expect(choosing).rejects.toMatchObject({ code: 'run/no-runtime', exitCode: 20 });
  expect(existsSync(join(directory, RUNTIME_FILE))).toBe(false);
});

it('goes by what was measured for auto alone, and says so when the record cannot be read', async () => {
  const record = { wish: 'node-cuda', chosen: 'node-cuda', candidates: [] };
  const write = (text: string): Promise<void> => writeFile(join(directory, RUNTIME_FILE), text);
  await write(JSON.stringify({ host: hostname(), record }));
  expect(await findRememberedRuntime(directory)).toBeUndefined();
  await write(JSON.stringify({ host: hostname(), record: { ...record, wish: 'auto' } }));
  expect(await findRememberedRuntime(directory)).toMatchObject({ name: 'node-cuda', remembered: true });
  await write(
    JSON.stringify({ host: hostname(), record: { ...record, wish: 'auto', chosen: 'unheard-of' } }),
  );
  expect((await findRememberedRuntime(directory))?.name).toBe('node-cpu');
  await write('{');
  await expect(findRememberedRuntime(directory)).rejects.toMatchObject({
    code: 'run/input-changed',
    exitCode: 20,
  });
});
