import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashInput } from '../files/hash-input.ts';
import { doubling } from './doubling-stage.fixture.ts';
import { openPool } from './pool.ts';
import { rootsIn } from './stage-world.fixture.ts';
import { makeUnit, type Unit } from './unit.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pool-'));
  await mkdir(join(folder, 'ledger'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A unit of the doubling stage whose file says this. */
async function unitSaying(name: string, text: string): Promise<Unit> {
  await writeFile(join(folder, `${name}.txt`), text);
  const input = { ...(await hashInput(folder, `${name}.txt`)), root: 'data' } as const;
  const plan = { name, inputs: [input], facts: null, outputs: [`1-series/${name}.txt`] };
  return makeUnit(plan, { stage: 'doubling', code: 'code', settings: { times: 2 }, inputs: [input] });
}

describe('a pool of processes', () => {
  test('does units, says how long each took, and goes on after one that is refused', async () => {
    await using pool = openPool({ roots: rootsIn(folder), size: 1 });
    expect(pool.size).toBe(1);
    const refused = pool.run(doubling.module, await unitSaying('A', 'one'));
    await expect(refused).rejects.toMatchObject({
      code: 'image/unusable',
      exitCode: 10,
      details: { patient: 'A' },
    });
    expect(await pool.run(doubling.module, await unitSaying('B', '4'))).toBeGreaterThan(0);
    expect(await readFile(join(folder, '1-series/B.txt'), 'utf8')).toBe('8');
    const faulty = pool.run(doubling.module, await unitSaying('C', 'fault'));
    await expect(faulty).rejects.toThrow(/a fault of the program[\s\S]*doubling-stage/);
  });

  test('refuses a module that exports no stage', async () => {
    await using pool = openPool({ roots: rootsIn(folder), size: 1 });
    const module = new URL('./unit.ts', import.meta.url).href;
    await expect(pool.run(module, await unitSaying('A', '1'))).rejects.toThrow('exports no stage');
  });
});
