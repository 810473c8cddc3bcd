/**
 * The folder that fetched and imported weights lie in, and the record beside each of them.
 *
 * `NAME.safetensors` holds the tensors, `NAME.json` where they came from, under which licence, with which hashes.
 */

import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { InputConvention } from '@mriscore/engine';
import { explainSystemError, writeAtomic } from '@mriscore/scans/disk';
import { z } from 'zod';
import { StudyError } from '../errors.ts';
import { hashFile } from '../files/hash.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const three = z.tuple([z.number(), z.number(), z.number()]);

const recordSchema = z.object({
  schema: z.literal('mriscore/weights/1'),
  name: z.string(),
  network: z.string(),
  classes: z.number().int(),
  stride: z.enum(['torchvision', 'keras']),
  input: z.object({
    channels: z.enum(['rgb', 'bgr']),
    range: z.union([z.literal(1), z.literal(255)]),
    mean: three,
    deviation: three,
  }),
  licence: z.string().nullable(),
  licenceNote: z.string().nullable(),
  source: z.object({
    /** Address or file names. */
    from: z.string(),
    revision: z.string().nullable(),
    sha256: hash,
    bytes: z.number().int(),
    /** What the hash was held against. */
    checkedAgainst: z.enum(['registry', 'hub', 'first fetch', 'nothing']),
  }),
  /** The network it was grown out of. */
  grownFrom: z.string().nullable(),
  file: z.object({ name: z.string(), sha256: hash, bytes: z.number().int() }),
  /** ISO 8601, UTC. */
  at: z.string(),
});

/** What is known of one file of weights. */
export type WeightsRecord = Omit<z.infer<typeof recordSchema>, 'input'> & { readonly input: InputConvention };

/** What the file of the tensors of a name is called. */
export function tensorsName(name: string): string {
  return `${name}.safetensors`;
}

/** Where the tensors of a name lie. */
export function tensorsPath(folder: string, name: string): string {
  return join(folder, tensorsName(name));
}

/** Where the record of a file of tensors lies. */
export function recordPath(tensors: string): string {
  return join(dirname(tensors), `${basename(tensors).replace(/\.safetensors$/, '')}.json`);
}

/**
 * The record beside a file of tensors, or undefined when there is none.
 *
 * @throws StudyError `weights/unreadable` when it is there and is none; DiskError when it may not be read.
 */
export async function findRecord(tensors: string): Promise<WeightsRecord | undefined> {
  const path = recordPath(tensors);
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return undefined;
    throw explainSystemError(cause, path);
  });
  return bytes === undefined ? undefined : parseWeightsRecord(bytes, path);
}

/**
 * A record from its bytes.
 *
 * @param path For messages.
 * @throws StudyError `weights/unreadable`.
 */
export function parseWeightsRecord(bytes: Uint8Array, path: string): WeightsRecord {
  const text = new TextDecoder().decode(bytes);
  const parsed = recordSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data as WeightsRecord;
  const finding = {
    found: `${path} is not a record of weights.`,
    needed: 'The record that weights fetch or weights import wrote.',
    remedy: 'Delete it and fetch or import the weights again.',
  };
  throw new StudyError('weights/unreadable', finding, { file: path });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The record of tensors that are there, whole and unchanged; else undefined. */
export async function findIntact(tensors: string): Promise<WeightsRecord | undefined> {
  const record = await findRecord(tensors);
  if (record === undefined) return undefined;
  const now = await hashFile(dirname(tensors), basename(tensors)).catch(() => undefined);
  return now?.sha256 === record.file.sha256 ? record : undefined;
}

/** Writes tensors, then their record: a file without a record was not finished. */
export async function keepWeights(
  tensors: string,
  bytes: Uint8Array,
  record: WeightsRecord,
): Promise<WeightsRecord> {
  await writeAtomic(tensors, bytes);
  await writeAtomic(recordPath(tensors), `${JSON.stringify(record, null, 2)}\n`);
  return record;
}
