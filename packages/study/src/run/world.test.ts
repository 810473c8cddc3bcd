import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { weightsFolder } from './weights-folder.ts';
import { localWorld } from './world.ts';

describe('the world of a run', () => {
  test('is the processor with two threads, a checkpoint a minute, and nobody who watches or stops it', () => {
    const world = localWorld();
    expect(world).toMatchObject({ engine: { runtime: 'node-cpu', threads: 2 }, checkpointSeconds: 60 });
    expect(world.signal.aborted).toBe(false);
    expect(world.weightsFolder).toBe(weightsFolder(process.env));
    expect(world.progress.report({ kind: 'note', text: 'x' })).toBeUndefined();
    expect([1, 2, 3, 4]).toContain(world.loaders);
    expect(Math.abs(world.clock().getTime() - Date.now())).toBeLessThan(60_000);
  });

  test('takes what is handed in instead', () => {
    const signal = AbortSignal.abort();
    const given = { signal, threads: 7, runtime: 'node-cuda', loaders: 9, checkpointSeconds: 0 } as const;
    const world = localWorld({ ...given, weightsFolder: '/w' });
    expect(world).toMatchObject({
      signal,
      engine: { runtime: 'node-cuda', threads: 7 },
      loaders: 9,
      checkpointSeconds: 0,
      weightsFolder: '/w',
    });
  });

  test('refuses a misspelt option and tells the presets', () => {
    const misspelt = { thread: 2 } as object;
    expect(() => localWorld(misspelt)).toThrow(/threads \(default 2\), runtime \(default node-cpu\)/);
    expect(() => localWorld(misspelt)).toThrow(/checkpointSeconds \(default 60\)/);
  });
});

describe('the folder of weights', () => {
  const below = (folder: string): string => join(folder, 'mriscore', 'weights');

  test('is the one that the machine names', () => {
    expect(weightsFolder({ MRISCORE_WEIGHTS: '/own', XDG_CACHE_HOME: '/cache' })).toBe('/own');
    expect(weightsFolder({ MRISCORE_WEIGHTS: 'own' })).toBe(resolve('own'));
  });

  test('lies below the cache of the user where none is named, or an empty name', () => {
    expect(weightsFolder({ MRISCORE_WEIGHTS: '', XDG_CACHE_HOME: '/cache' })).toBe(below('/cache'));
    expect(weightsFolder({ XDG_CACHE_HOME: '' })).toBe(below(join(homedir(), '.cache')));
    expect(weightsFolder({})).toBe(below(join(homedir(), '.cache')));
  });
});
