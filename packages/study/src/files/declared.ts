/**
 * The files of one unit: those it said it reads, those it said it writes, and no others.
 *
 * An undeclared file is refused where it is opened, as a fault of the program: it would decide a result that the key
 * knows nothing of.
 */
import { access, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { explainSystemError, writeAtomic } from '@mriscore/scans/disk';
import type { FileHash } from './hash.ts';

/** Where a file lies: with the artefacts of the study, with the data that were handed in, or with fetched weights. */
export type Root = 'study' | 'data' | 'weights';

/** A file or folder that a unit reads. */
export interface InputFile {
  readonly root: Root;
  /** Relative to the root, with forward slashes; an absolute path stays as it is. */
  readonly path: string;
}

/** An input and what was in it when the unit was planned. */
export interface HashedInput extends InputFile, FileHash {}

/** Absolute folders of this machine that paths are relative to. */
export type Roots = Readonly<Record<Root, string>>;

/** Something that files are read from by their names. */
export interface ReadableFiles {
  /**
   * @throws DiskError when the file cannot be read.
   */
  read(path: string): Promise<Uint8Array>;
}

/** The declared inputs below one root. */
export interface DeclaredFiles extends ReadableFiles {
  /** Whether the unit declared it: what was not there when the unit was planned is not declared. */
  has(path: string): boolean;
  /** Absolute path, for what opens a file or folder itself. */
  locate(path: string): string;
  /** What was in it when the unit was planned. */
  hashOf(path: string): FileHash;
}

/** Everything that a unit may read. */
export type InputFiles = Readonly<Record<Root, DeclaredFiles>>;

/** Everything that a unit may write. */
export interface OutputFiles {
  /**
   * Writes a whole file or nothing; see `writeAtomic`.
   *
   * @throws DiskError such as `disk/no-space`.
   */
  write(path: string, bytes: Uint8Array | string): Promise<void>;
}

/** What a plan may look at. */
export interface PlanFiles {
  /** Artefacts of earlier stages. */
  readonly study: ReadableFiles;
  readonly data: ReadableFiles;
  /** Whether a file or folder is there. */
  exists(root: Root, path: string): Promise<boolean>;
}

/** Where a file lies on this machine. */
export function locateFile(roots: Roots, root: Root, path: string): string {
  return resolve(roots[root], path);
}

async function readOrExplain(path: string, name: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw explainSystemError(cause, name);
  }
}

/** Reads any file below a folder. */
export function filesOf(folder: string): ReadableFiles {
  return { read: (path) => readOrExplain(resolve(folder, path), path) };
}

/** What a plan looks at, on this machine. */
export function planFiles(roots: Roots): PlanFiles {
  return {
    study: filesOf(roots.study),
    data: filesOf(roots.data),
    exists: (root, path) =>
      access(locateFile(roots, root, path)).then(
        () => true,
        // What is there and may not be opened is refused by name where it is read.
        ({ code }: NodeJS.ErrnoException) => code !== 'ENOENT' && code !== 'ENOTDIR',
      ),
  };
}

function declared(root: Root, folder: string, inputs: readonly HashedInput[]): DeclaredFiles {
  const known = new Map(inputs.filter((input) => input.root === root).map((input) => [input.path, input]));
  const get = (path: string): HashedInput => {
    const input = known.get(path);
    if (input === undefined) throw new Error(`A unit opened ${path} of ${root}, which it had not declared.`);
    return input;
  };
  return {
    has: (path) => known.has(path),
    locate: (path) => resolve(folder, get(path).path),
    hashOf: (path) => {
      const { sha256, bytes } = get(path);
      return { path, sha256, bytes };
    },
    read: async (path) => readOrExplain(resolve(folder, get(path).path), path),
  };
}

/** The inputs of a unit, on this machine. */
export function inputFiles(roots: Roots, inputs: readonly HashedInput[]): InputFiles {
  return {
    study: declared('study', roots.study, inputs),
    data: declared('data', roots.data, inputs),
    weights: declared('weights', roots.weights, inputs),
  };
}

/** The outputs of a unit, below the study folder of this machine. */
export function outputFiles(directory: string, outputs: readonly string[]): OutputFiles {
  return {
    write: async (path, bytes) => {
      if (!outputs.includes(path)) throw new Error(`A unit wrote ${path}, which it had not declared.`);
      await writeAtomic(resolve(directory, path), bytes);
    },
  };
}
