/**
 * What tests hand to a stage that is run without a study around it.
 */
import { join } from 'node:path';
import type { InputFile } from '../files/declared.ts';
import { type InputFiles, inputFiles, type Roots } from '../files/declared.ts';
import { hashInput } from '../files/hash-input.ts';
import { scratchOf } from '../files/scratch.ts';
import { SILENT } from './progress.ts';
import type { StageWorld } from './stage.ts';

/** A world that shows nothing and is never stopped; scratch lies below a folder. */
export function stageWorld(folder: string, change: Partial<StageWorld> = {}): StageWorld {
  const scratch = scratchOf(folder, ['first-output']);
  return {
    progress: SILENT,
    signal: new AbortController().signal,
    loaders: 1,
    checkpointSeconds: 60,
    scratch,
    ...change,
  };
}

/** All roots in one folder, weights in a folder of it. */
export function rootsIn(folder: string): Roots {
  return { study: folder, data: folder, weights: join(folder, 'folder') };
}

/** Declared inputs that are there, hashed as a run hashes them. */
export async function declare(roots: Roots, inputs: readonly InputFile[]): Promise<InputFiles> {
  const hashed = inputs.map(async ({ root, path }) => ({
    ...(await hashInput(roots[root], path)),
    root,
    path,
  }));
  return inputFiles(roots, await Promise.all(hashed));
}
