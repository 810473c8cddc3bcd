import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Study } from '../study.ts';
import { sha256 } from './hash.ts';
import { outputsIntact, readLedger, receiptPath } from './receipt.ts';
import { findFinished, runUnit } from './run-unit.ts';
import type { Stage } from './stage.ts';
import { makeUnit } from './unit.ts';
import { localWorld } from './world.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'receipt-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const OUTPUT = '1-series/P1.json';
const UNIT = makeUnit('import', 'code', { name: 'P1', inputs: [], options: { a: 1 }, outputs: [OUTPUT] });

/** A stage that writes what it is told, and counts. */
function writing(texts: readonly string[]): { stage: Stage; runs: () => number } {
  let runs = 0;
  const stage: Stage = {
    name: 'import',
    does: 'writes a text',
    reads: [],
    writes: '1-series',
    code: [],
    parallel: false,
    plan: async () => [],
    run: async (unit, _study, world) => {
      await world.folder.write(unit.outputs[0] ?? '', texts[runs % texts.length] ?? '');
      runs += 1;
    },
  };
  return { stage, runs: () => runs };
}

function run(stage: Stage): ReturnType<typeof runUnit> {
  return runUnit(stage, UNIT, {} as Study, localWorld(directory));
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

  test('whose stage fails leaves no receipt', async () => {
    const { stage } = writing(['text']);
    const failing = { ...stage, run: () => Promise.reject(new Error('no')) };
    await expect(run(failing)).rejects.toThrow('no');
    expect(await readLedger(directory)).toEqual([]);
  });
});

describe('the key of a unit', () => {
  const plan = {
    name: 'P1',
    inputs: [
      { path: 'b', sha256: '2', bytes: 1 },
      { path: 'a', sha256: '1', bytes: 1 },
    ],
    options: { x: 1, y: 2 },
    outputs: ['o'],
  };
  const key = makeUnit('train', 'code', plan).key;

  test('does not depend on the order of inputs and options', () => {
    const inputs = [...plan.inputs].reverse();
    expect(makeUnit('train', 'code', { ...plan, inputs, options: { y: 2, x: 1 } }).key).toBe(key);
  });

  test.each([
    ['stage', makeUnit('fuse', 'code', plan)],
    ['code', makeUnit('train', 'other code', plan)],
    ['name', makeUnit('train', 'code', { ...plan, name: 'P2' })],
    ['options', makeUnit('train', 'code', { ...plan, options: { x: 1, y: 3 } })],
    ['outputs', makeUnit('train', 'code', { ...plan, outputs: ['p'] })],
    ['inputs', makeUnit('train', 'code', { ...plan, inputs: [{ path: 'a', sha256: '3', bytes: 1 }] })],
  ])('changes with the %s', (_, unit) => {
    expect(unit.key).not.toBe(key);
  });
});
