/**
 * What a unit keeps beside its outputs while it works, so that it can go on after a stop; no result may depend on it.
 *
 * Files lie where the unit writes its first output. They are removed when the unit ends; what a killed run left is found
 * by the next one.
 */
import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeAtomic } from '@mriscore/scans/disk';

/** Named files of one unit. */
export interface Scratch {
  /** What was kept under a name; undefined when nothing was, or it cannot be read. */
  find(name: string): Promise<Uint8Array | undefined>;
  /** Keeps bytes whole, replacing what was there. */
  keep(name: string, bytes: Uint8Array): Promise<void>;
  /** Forgets names; those that are not there too. */
  forget(names: readonly string[]): Promise<void>;
}

/** The scratch of a unit that writes these outputs. */
export function scratchOf(directory: string, outputs: readonly string[]): Scratch {
  const folder = join(directory, dirname(outputs[0] ?? '.'));
  return {
    find: (name) => readFile(join(folder, name)).catch(() => undefined),
    keep: (name, bytes) => writeAtomic(join(folder, name), bytes),
    forget: async (names) => {
      await Promise.all(names.map((name) => rm(join(folder, name), { force: true })));
    },
  };
}
