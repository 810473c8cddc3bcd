/**
 * Which weights there are: every source, and what lies in the weights folder.
 */

import { readdir } from 'node:fs/promises';
import { explainSystemError } from '@mriscore/scans/disk';
import { findRecord, tensorsPath, type WeightsRecord } from './folder.ts';
import { grownName, SOURCES, type WeightsSource } from './sources.ts';

/** One line of the list. */
export interface ListedWeights {
  readonly name: string;
  /** Undefined for weights that were imported. */
  readonly source: WeightsSource | undefined;
  /** Undefined when it has not been fetched. */
  readonly record: WeightsRecord | undefined;
}

/**
 * Lists sources in their order, then what else lies in the folder, by name.
 *
 * @param folder The weights folder; it need not be there.
 * @throws StudyError `weights/unreadable` when a record is none; DiskError when the folder may not be read.
 */
export async function listWeights(folder: string): Promise<readonly ListedWeights[]> {
  const known = SOURCES.flatMap((source) =>
    (source.grows ? [source.name, grownName(source)] : [source.name]).map((name) => ({ name, source })),
  );
  const files = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [] as string[];
    throw explainSystemError(cause, folder);
  });
  const others = files
    .filter((file) => /^[^.].*\.safetensors$/.test(file))
    .map((file) => ({ name: file.replace(/\.safetensors$/, ''), source: undefined }))
    .filter(({ name }) => !known.some((one) => one.name === name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return await Promise.all(
    [...known, ...others].map(async (one) => ({
      ...one,
      record: await findRecord(tensorsPath(folder, one.name)),
    })),
  );
}
