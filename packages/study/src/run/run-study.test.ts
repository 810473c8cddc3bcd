import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canonicalJson } from '../files/canonical.ts';
import { sha256 } from '../files/hash.ts';
import { findBrokenLink } from '../provenance.ts';
import type { Study } from '../study.ts';
import { doubling } from './doubling-stage.fixture.ts';
import type { ProgressEvent } from './progress.ts';
import { findStage, runStudy } from './run-study.ts';
import type { Stage } from './stage.ts';
import { readStatus } from './status.ts';
import { localWorld, type RunWorld } from './world.ts';

const TEXT = new TextDecoder();

/** Adds up what the stage before wrote. */
const adding: Stage<null, null> = {
  name: 'adding',
  does: 'adds up',
  reads: ['1-series'],
  writes: '2-sum',
  parallel: false,
  module: import.meta.url,
  settings: () => null,
  plan: async ({ directory }) => {
    const names = (await readdir(join(directory, '1-series'))).sort();
    const inputs = names.map((name) => ({ root: 'study', path: `1-series/${name}` }) as const);
    return [{ name: 'all', inputs, facts: null, outputs: ['2-sum/sum.txt'] }];
  },
  run: async ({ inputs, outputs }) => {
    let sum = 0;
    for (const name of ['A', 'B', 'C'])
      sum += Number(TEXT.decode(await inputs.study.read(`1-series/${name}.txt`)));
    await outputs.write('2-sum/sum.txt', String(sum));
  },
};

const STAGES = [doubling, adding] as readonly Stage[];

let folder: string;
let events: ProgressEvent[];
let world: RunWorld;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-study-'));
  events = [];
  world = localWorld({ threads: 2, progress: { report: (event) => events.push(event) } });
  await write({ 'patients.txt': 'A B C', 'A.txt': '1', 'B.txt': '2', 'C.txt': '3' });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(join(folder, 'data'), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'data', name), text);
}

function studyOf(times = 2): Study {
  const made = { protocol: { times }, selection: {} } as unknown as Study;
  return { ...made, directory: join(folder, 'study'), data: join(folder, 'data') };
}

const read = (path: string): Promise<string> => readFile(join(folder, 'study', path), 'utf8');
const run = (study = studyOf(), until?: string): Promise<void> =>
  runStudy(study, world, until === undefined ? { stages: STAGES } : { stages: STAGES, until });
/** Names of the units that were worked at since the last question. */
function workedAt(): string[] {
  const names = events.flatMap((event) => (event.kind === 'unit-finished' ? [event.unit] : []));
  events.length = 0;
  return names.sort();
}

async function logged(): Promise<{ action: string; details: Record<string, string> }[]> {
  const lines = (await read('provenance.jsonl')).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as { action: string; details: Record<string, string> });
}

describe('a study that is run', () => {
  test('goes through its stages in order and says so', async () => {
    await run();
    expect(await read('2-sum/sum.txt')).toBe('12');
    const stages = events.filter(({ kind }) => kind.startsWith('stage'));
    expect(stages).toMatchObject([
      { kind: 'stage-started', stage: 'doubling', units: 3, finished: 0 },
      { kind: 'stage-finished', stage: 'doubling' },
      { kind: 'stage-started', stage: 'adding', units: 1, finished: 0 },
      { kind: 'stage-finished', stage: 'adding' },
    ]);
    for (const event of stages) if (event.kind === 'stage-finished') expect(event.seconds).toBeGreaterThan(0);
    expect(events.filter(({ kind }) => kind === 'unit-started')).toHaveLength(4);
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'unit-started', stage: 'adding', unit: 'all' }),
    );
    for (const event of events) if (event.kind === 'unit-finished') expect(event.reused).toBe(false);
    expect(workedAt()).toEqual(['A', 'B', 'C', 'all']);
  });

  test('does nothing twice, and does again what a changed file or setting decides', async () => {
    await run();
    workedAt();
    await run();
    expect(events).toContainEqual({ kind: 'stage-started', stage: 'doubling', units: 3, finished: 3 });
    expect(workedAt()).toEqual([]);
    await write({ 'B.txt': '20' });
    await run();
    expect(workedAt()).toEqual(['B', 'all']);
    expect(await read('2-sum/sum.txt')).toBe('48');
    await run(studyOf(3));
    expect(workedAt()).toEqual(['A', 'B', 'C', 'all']);
    expect(await read('2-sum/sum.txt')).toBe('72');
  });

  test('stops after the stage that was asked for, and goes on from there', async () => {
    await run(studyOf(), 'doubling');
    expect(workedAt()).toEqual(['A', 'B', 'C']);
    expect(await readdir(join(folder, 'study'))).not.toContain('2-sum');
    await run();
    expect(workedAt()).toEqual(['all']);
  });

  test('leaves a log that says which stages of which protocol were run', async () => {
    await run(studyOf(), 'doubling');
    await run();
    const protocol = sha256(canonicalJson({ times: 2 }));
    expect((await logged()).map(({ action, details }) => ({ action, ...details }))).toEqual([
      { action: 'run', until: 'doubling', protocol },
      { action: 'stage', stage: 'doubling', protocol },
      { action: 'run', until: 'adding', protocol },
      { action: 'stage', stage: 'doubling', protocol },
      { action: 'stage', stage: 'adding', protocol },
    ]);
    expect(await findBrokenLink(join(folder, 'study'))).toBeNull();
  });

  test('is the same log without any stage, to the end that nothing was run', async () => {
    await runStudy(studyOf(), world, { stages: [] });
    expect((await logged()).map(({ action, details }) => [action, details.until])).toEqual([
      ['run', 'nothing'],
    ]);
  });

  test('tells a stage which unit its settings are for, and which engine computes', async () => {
    const asked: unknown[] = [];
    const asking: Stage = {
      ...(adding as Stage),
      settings: (_, context) => {
        asked.push(context);
        return null;
      },
    };
    await runStudy(studyOf(), world, { stages: [doubling as Stage, asking] });
    expect(asked).toEqual([{ unit: 'all', engine: { runtime: 'node-cpu', threads: 2 } }]);
  });

  test('removes what killed runs left in its folders, in the ledger and beside the log', async () => {
    await run();
    const left = ['ledger/.a.json.1.1.tmp', '1-series/.A.txt.1.1.tmp', '.provenance.jsonl.1.1.tmp'];
    for (const path of left) await writeFile(join(folder, 'study', path), '');
    await run();
    const files = await readdir(join(folder, 'study'), { recursive: true });
    expect(files.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('refuses a stage that there is not, with those there are, and an option it does not know', async () => {
    await expect(run(studyOf(), 'addding')).rejects.toMatchObject({
      code: 'run/unknown-stage',
      message: expect.stringContaining('doubling, adding'),
    });
    const misspelt = { stages: STAGES, untill: 'adding' };
    await expect(runStudy(studyOf(), world, misspelt)).rejects.toMatchObject({ code: 'options/unknown-key' });
    expect(findStage(STAGES, 'adding')).toBe(adding);
  });
});

describe('a study that cannot go on', () => {
  test('names the one patient whose data are wrong, after all others were done', async () => {
    await write({ 'A.txt': 'one' });
    await expect(run()).rejects.toMatchObject({ code: 'image/unusable', details: { patient: 'A' } });
    expect(workedAt()).toEqual(['B', 'C']);
  });

  test('names every patient whose data are wrong, and runs no later stage', async () => {
    await write({ 'A.txt': 'one', 'C.txt': 'three' });
    const failed = await run().catch((cause: unknown) => cause);
    expect(failed).toMatchObject({ code: 'study/many' });
    const { errors } = failed as { errors: { details: { patient: string } }[] };
    expect(errors.map(({ details }) => details.patient).sort()).toEqual(['A', 'C']);
    expect(workedAt()).toEqual(['B']);
    expect(await readdir(join(folder, 'study'))).not.toContain('2-sum');
  });

  test('passes on a fault of the program as one, and gives the lock back', async () => {
    await write({ 'A.txt': 'fault' });
    await expect(run()).rejects.toThrow('a fault of the program');
    await write({ 'A.txt': '1' });
    await run();
    expect(await read('2-sum/sum.txt')).toBe('12');
  });

  test('that is asked to stop begins nothing more, and may be tried again', async () => {
    world = { ...world, signal: AbortSignal.abort() };
    await expect(run()).rejects.toMatchObject({ code: 'run/stopped', exitCode: 75 });
    expect(workedAt()).toEqual([]);
  });

  test('stops between two units when it is asked to in the middle of a stage', async () => {
    const asked = new AbortController();
    world = { ...world, engine: { ...world.engine, threads: 1 }, signal: asked.signal };
    const report = (event: ProgressEvent): void => {
      events.push(event);
      if (event.kind === 'unit-finished') asked.abort();
    };
    world = { ...world, progress: { report } };
    await expect(run()).rejects.toMatchObject({ code: 'run/stopped' });
    expect(workedAt()).toEqual(['A']);
  });
});

describe('the status of a study', () => {
  const status = () => readStatus(studyOf(), world, STAGES);

  test('knows the units of a stage once the stages before it are done', async () => {
    const waiting = { stage: 'adding', state: 'waiting', units: null, finished: null, seconds: 0 };
    expect(await status()).toEqual([
      { stage: 'doubling', state: 'open', units: 3, finished: 0, seconds: 0 },
      waiting,
    ]);
    await write({ 'A.txt': 'one' });
    await run().catch(() => undefined);
    expect(await status()).toMatchObject([{ state: 'open', units: 3, finished: 2 }, waiting]);
  });

  test('counts units, and the seconds of their receipts', async () => {
    await run(studyOf(), 'doubling');
    expect(await status()).toMatchObject([
      { state: 'done', units: 3, finished: 3 },
      { stage: 'adding', state: 'open', units: 1, finished: 0, seconds: 0 },
    ]);
    await run();
    const names = (await readdir(join(folder, 'study/ledger'))).filter((name) => name.endsWith('.json'));
    const receipts = await Promise.all(
      names.map(async (name) => JSON.parse(await read(`ledger/${name}`)) as { seconds: number }),
    );
    const done = await status();
    expect(done.map(({ state }) => state)).toEqual(['done', 'done']);
    const total = receipts.reduce((sum, { seconds }) => sum + seconds, 0);
    expect(done.reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(total, 9);
  });
});
