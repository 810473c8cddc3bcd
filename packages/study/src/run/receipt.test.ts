import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sha256 } from '../files/hash.ts';
import { outputsIntact, readLedger, receiptPath } from './receipt.ts';
import { findFinished, runUnit } from './run-unit.ts';
import type { Stage } from './stage.ts';
import { rootsIn, stageWorld } from './stage-world.fixture.ts';
import { makeUnit, type UnitPlan } from './unit.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'receipt-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const OUTPUT = '1-series/P1.json';
const UNIT = makeUnit(
  { name: 'P1', inputs: [], facts: null, outputs: [OUTPUT] },
  { stage: 'import', code: 'code', settings: { a: 1 }, inputs: [] },
);

/** A stage that writes what it is told, and counts. */
function writing(texts: readonly string[]): { stage: Stage; runs: () => number } {
  let runs = 0;
  const stage: Stage = {
    name: 'import',
    does: 'writes a text',
    reads: [],
    writes: '1-series',
    parallel: false,
    module: import.meta.url,
    settings: () => null,
    plan: async () => [],
    run: async ({ outputs }) => {
      await outputs.write(OUTPUT, texts[runs % texts.length] ?? '');
      runs += 1;
    },
  };
  return { stage, runs: () => runs };
}

function run(stage: Stage): ReturnType<typeof runUnit> {
  return runUnit(stage, UNIT, {
    ...stageWorld(directory),
    roots: rootsIn(directory),
    clock: () => new Date(),
  });
}

describe('a unit', () => {
  test('is done once: the second call reuses the receipt', async () => {
    const { stage, runs } = writing(['text']);
    const first = await run(stage);
    expect(first.reused).toBe(false);
    expect(first.receipt.outputs).toEqual([{ path: OUTPUT, sha256: sha256('text'), bytes: 4 }]);
    expect((await run(stage)).reused).toBe(true);
    expect(runs()).toBe(1);
  });

  test('without a receipt has not happened, whatever files lie about', async () => {
    await mkdir(join(directory, '1-series'));
    await writeFile(join(directory, OUTPUT), 'half');
    expect(await findFinished(directory, UNIT)).toBeUndefined();
  });

  test.each([
    ['changed', (path: string) => writeFile(path, 'other')],
    ['removed', (path: string) => rm(path)],
  ])('is done again when its output was %s', async (_, spoil) => {
    const { stage, runs } = writing(['text']);
    const { receipt } = await run(stage);
    await spoil(join(directory, OUTPUT));
    expect(await outputsIntact(directory, receipt)).toBe(false);
    await run(stage);
    expect(runs()).toBe(2);
    expect(await readFile(join(directory, OUTPUT), 'utf8')).toBe('text');
  });

  test('that gives other bytes the second time is an error and not a new truth', async () => {
    const { stage } = writing(['one', 'two']);
    await run(stage);
    await rm(join(directory, OUTPUT));
    await expect(run(stage)).rejects.toMatchObject({
      code: 'run/not-deterministic',
      exitCode: 20,
      details: { file: OUTPUT },
    });
    const receipt = JSON.parse(await readFile(join(directory, receiptPath(UNIT.key)), 'utf8')) as {
      outputs: { sha256: string }[];
    };
    expect(receipt.outputs[0]?.sha256).toBe(sha256('one'));
  });

  test('whose receipt cannot be read has neither happened nor not: that is said', async () => {
    await mkdir(join(directory, receiptPath(UNIT.key)), { recursive: true });
    await expect(findFinished(directory, UNIT)).rejects.toMatchObject({ code: 'EISDIR' });
  });

  test('whose receipt is damaged is not taken for one that never ran', async () => {
    const { stage } = writing(['text']);
    await run(stage);
    await writeFile(join(directory, receiptPath(UNIT.key)), '{"schema": "mriscore/rec');
    await expect(run(stage)).rejects.toMatchObject({ code: 'run/input-changed', exitCode: 20 });
  });

  test('whose stage fails leaves no receipt', async () => {
    const { stage } = writing(['text']);
    const failing = { ...stage, run: () => Promise.reject(new Error('no')) };
    await expect(run(failing)).rejects.toThrow('no');
    expect(await readLedger(directory)).toEqual([]);
  });
});

describe('the ledger', () => {
  test('lists receipts by the time they were written, whatever their keys, and nothing else that lies there', async () => {
    const { stage } = writing(['text']);
    const times = ['2026-01-03', '2026-01-01', '2026-01-02'];
    for (const [n, time] of times.entries()) {
      const unit = makeUnit(
        { name: `P${n}`, inputs: [], facts: null, outputs: [OUTPUT] },
        { stage: 'import', code: 'code', settings: null, inputs: [] },
      );
      const place = { ...stageWorld(directory), roots: rootsIn(directory), clock: () => new Date(time) };
      await runUnit(stage, unit, place);
    }
    for (const other of ['lock.json', `${'a'.repeat(64)}.json.tmp`, `x${'a'.repeat(64)}.json`])
      await writeFile(join(directory, 'ledger', other), '{}');
    const ledger = await readLedger(directory);
    expect(ledger.map(({ unit }) => unit)).toEqual(['P1', 'P2', 'P0']);
    expect(ledger[0]).toMatchObject({
      schema: 'mriscore/receipt/1',
      stage: 'import',
      finishedAt: '2026-01-01T00:00:00.000Z',
      versions: { node: process.versions.node, platform: `${process.platform}-${process.arch}` },
    });
    expect(ledger[0]?.peakMiB).toBeGreaterThan(1);
    expect(ledger[0]?.peakMiB).toBeLessThan(1_000_000);
  });

  test('keeps which runtime computed a unit, where its settings name one', async () => {
    const { stage } = writing(['text']);
    const unit = makeUnit(
      { name: 'P1', inputs: [], facts: null, outputs: [OUTPUT] },
      {
        stage: 'encode',
        code: 'code',
        settings: { engine: { runtime: 'node-cpu', threads: 1 } },
        inputs: [],
      },
    );
    const place = { ...stageWorld(directory), roots: rootsIn(directory), clock: () => new Date() };
    expect((await runUnit(stage, unit, place)).receipt.versions.runtime).toBe('node-cpu');
    expect('runtime' in (await run(stage)).receipt.versions).toBe(false);
  });
});

describe('the key of a unit', () => {
  const PLAN: UnitPlan = { name: 'P1', inputs: [], facts: { x: 1, y: 2 }, outputs: ['o'] };
  const A = { root: 'data', path: 'a', sha256: '1', bytes: 1 } as const;
  const B = { root: 'study', path: 'b', sha256: '2', bytes: 1 } as const;
  const IDENTITY = { stage: 'train', code: 'code', settings: { s: 1, t: { u: [1, 2] } }, inputs: [A, B] };
  const keyOf = (plan: Partial<UnitPlan> = {}, identity: Partial<typeof IDENTITY> = {}): string =>
    makeUnit({ ...PLAN, ...plan }, { ...IDENTITY, ...identity }).key;

  test('does not depend on the order of inputs, settings and facts, nor on members that are undefined', () => {
    expect(keyOf({}, { inputs: [B, A] })).toBe(keyOf());
    expect(keyOf({}, { settings: { t: { u: [1, 2] }, s: 1 } })).toBe(keyOf());
    expect(keyOf({ facts: { y: 2, x: 1, z: undefined } })).toBe(keyOf());
  });

  test.each([
    ['stage', keyOf({}, { stage: 'fuse' })],
    ['code', keyOf({}, { code: 'other code' })],
    ['name', keyOf({ name: 'P2' })],
    ['facts', keyOf({ facts: { x: 1, y: 3 } })],
    ['outputs', keyOf({ outputs: ['p'] })],
    ['settings', keyOf({}, { settings: { s: 1, t: { u: [2, 1] } } })],
    ['an input', keyOf({}, { inputs: [A, { ...B, sha256: '3' } as never] })],
    ['the place of an input', keyOf({}, { inputs: [A, { ...B, root: 'data' } as never] })],
    ['the number of inputs', keyOf({}, { inputs: [A] as never })],
  ])('depends on %s', (_, key) => {
    expect(key).not.toBe(keyOf());
  });

  test('is made of plain data, which a unit gets and nothing else', () => {
    const settings = { date: new Date(0), run: () => 1, list: Float32Array.of(1) };
    const unit = makeUnit(PLAN, { ...IDENTITY, settings });
    expect(unit.settings).toEqual({ date: '1970-01-01T00:00:00.000Z', list: { 0: 1 } });
    expect(JSON.parse(JSON.stringify(unit))).toEqual(unit);
  });
});
