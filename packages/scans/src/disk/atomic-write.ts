/**
 * Puts a file on the disk whole or not at all, even when the machine dies in between.
 *
 * The only place of the project that opens a file for writing. It writes beside the target, flushes, renames and
 * flushes the folder, so a reader sees the old bytes or the new ones and never a part.
 */
import { constants } from 'node:fs';
import { link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { explainSystemError, onDisk } from './errors.ts';

/** What the temporary files are called; one that is there while nobody writes was left by a killed process. */
export const TEMPORARY_NAME = /^\..+\.\d+\.\d+\.tmp$/;

let serial = 0;

function temporaryBeside(path: string): string {
  serial += 1;
  return join(dirname(path), `.${basename(path)}.${process.pid}.${serial}.tmp`);
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * Makes a folder and those above it, and flushes the folder that each is made in: a file is not there while the folder
 * it lies in may be lost.
 *
 * Node's own way says ENOENT where the disk cannot be written to; folder by folder, the true reason comes out.
 */
async function makeFolder(folder: string): Promise<void> {
  const make = async (): Promise<'made' | 'above missing'> => {
    try {
      await mkdir(folder);
      await flushFolder(dirname(folder));
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === 'ENOENT') return 'above missing';
      if (code !== 'EEXIST') throw cause;
    }
    return 'made';
  };
  if ((await make()) === 'made' || dirname(folder) === folder) return;
  await makeFolder(dirname(folder));
  await make();
}

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function publish(
  path: string,
  bytes: Uint8Array | string,
  place: (temporary: string) => Promise<void>,
): Promise<void> {
  const data = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
  const temporary = temporaryBeside(path);
  try {
    await makeFolder(dirname(path));
    await writeFlushed(temporary, data);
    await place(temporary);
    await flushFolder(dirname(path));
  } catch (cause) {
    throw explainSystemError(cause, path);
  } finally {
    // What went wrong before is what the caller has to hear; a temporary that stays is swept by the next run.
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/**
 * Writes a whole file, replacing what was there.
 *
 * @param path Where; folders are made.
 * @param bytes The whole content; text is written as UTF-8.
 * @throws DiskError `disk/no-space` when the disk is full; the old file is then still there.
 */
export async function writeAtomic(path: string, bytes: Uint8Array | string): Promise<void> {
  await publish(path, bytes, (temporary) => rename(temporary, path));
}

/**
 * Writes a whole file only when none is there yet.
 *
 * @returns true when this call made the file, false when somebody else had made it before.
 */
export async function writeOnce(path: string, bytes: Uint8Array | string): Promise<boolean> {
  let made = true;
  await publish(path, bytes, async (temporary) => {
    try {
      await link(temporary, path);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
      made = false;
    }
  });
  return made;
}

/** A file that grows piece by piece, across runs, until it is whole and gets its name. */
export interface GrowingFile extends AsyncDisposable {
  /** Bytes that are there already. */
  readonly bytes: number;
  append(piece: Uint8Array): Promise<void>;
  /** Throws away what is there. */
  empty(): Promise<void>;
}

/**
 * Opens a file that goes on where an earlier run left it, such as a download that was cut.
 *
 * It is never the file that readers look for: when it is whole, `finishGrowing` gives it that name.
 *
 * @param path Where; folders are made.
 * @throws DiskError `disk/no-space` from `append` when the disk is full.
 */
export async function openGrowing(path: string): Promise<GrowingFile> {
  await onDisk(makeFolder(dirname(path)), path);
  const file = await onDisk(open(path, 'a'), path);
  let { size: bytes } = await file.stat();
  return {
    get bytes() {
      return bytes;
    },
    append: async (piece) => {
      await onDisk(file.appendFile(piece), path);
      bytes += piece.length;
    },
    empty: async () => {
      await file.truncate(0);
      bytes = 0;
    },
    [Symbol.asyncDispose]: async () => {
      await file.sync();
      await file.close();
    },
  };
}

/** Bytes of a file that grows; 0 when none was begun. */
export async function grownBytes(path: string): Promise<number> {
  return await stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

/** Gives a file that has grown whole its name, replacing what was there. */
export async function finishGrowing(path: string, target: string): Promise<void> {
  await onDisk(rename(path, target), target);
  await onDisk(flushFolder(dirname(target)), target);
}
