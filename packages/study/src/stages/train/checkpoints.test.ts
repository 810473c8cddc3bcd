import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProgressEvent } from '../../run/progress.ts';
import type { StageWorld } from '../../run/stage.ts';
import { stageWorld } from '../../run/stage-world.fixture.ts';
import { type Checkpoint, type Checkpoints, openCheckpoints } from './checkpoints.ts';

const FOLDER = '4-encoders/T1';
let directory: string;
let events: ProgressEvent[];
let world: StageWorld;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'checkpoints-'));
  events = [];
  world = stageWorld(join(directory, FOLDER), { progress: { report: (event) => events.push(event) } });
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function at(step: number): Checkpoint {
  const state = new Map([['fc.weight', { shape: [2], data: Float32Array.of(step, -step) }]]);
  return { state, step, log: { epochs: [0.5, 0.25], runningSum: step / 3, runningSteps: 1 } };
}

function open(key = 'key'): Checkpoints {
  return openCheckpoints(world, key);
}

function pathOf(place: 'a' | 'b'): string {
  return join(directory, FOLDER, `checkpoint-${place}.safetensors`);
}

/** Flips one bit in the middle of a file. */
async function damage(path: string): Promise<void> {
  const bytes = await readFile(path);
  const middle = bytes.length - 3;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  await writeFile(path, bytes);
}

describe('the checkpoints of a training', () => {
  test('are none before the first is saved', async () => {
    expect(await open().findLatest()).toBeUndefined();
  });

  test('give back the newest, bit for bit, with its place and its log', async () => {
    const checkpoints = open();
    for (const step of [4, 8, 12]) await checkpoints.save(at(step));
    const latest = await open().findLatest();
    expect(latest).toMatchObject({ step: 12, log: at(12).log });
    expect(latest?.state.get('fc.weight')?.data).toEqual(Float32Array.of(12, -12));
    expect(await readdir(join(directory, FOLDER))).toHaveLength(2);
  });

  test('never overwrite the newest, also after a restart', async () => {
    await open().save(at(4));
    const restarted = open();
    await restarted.findLatest();
    await restarted.save(at(8));
    await damage(pathOf('b'));
    expect((await open().findLatest())?.step).toBe(4);
  });

  test('that are damaged are reported and passed over for the older', async () => {
    const checkpoints = open();
    await checkpoints.save(at(4));
    await checkpoints.save(at(8));
    await damage(pathOf('b'));
    expect((await open().findLatest())?.step).toBe(4);
    expect(events).toMatchObject([{ kind: 'note', stage: 'train' }]);
    expect(JSON.stringify(events)).toContain('checkpoint-b.safetensors is damaged');
  });

  test('that are both damaged or cut short leave a training to start over', async () => {
    const checkpoints = open();
    await checkpoints.save(at(4));
    await checkpoints.save(at(8));
    await damage(pathOf('a'));
    await writeFile(pathOf('b'), (await readFile(pathOf('b'))).subarray(0, 40));
    expect(await open().findLatest()).toBeUndefined();
    expect(events).toHaveLength(2);
  });

  test('of another unit are not used', async () => {
    await open('of another protocol').save(at(4));
    expect(await open().findLatest()).toBeUndefined();
    expect(events).toEqual([]);
  });

  test('are gone when the training has ended', async () => {
    const checkpoints = open();
    await checkpoints.save(at(4));
    await checkpoints.remove();
    await checkpoints.remove();
    expect(await readdir(join(directory, FOLDER))).toEqual([]);
  });
});
