/**
 * A training state with its description as bytes, and back.
 *
 * The layout is safetensors, so other programs can read it; a digest over the numbers tells damage from content.
 * Writing to the disk, and keeping two, is the caller's.
 */

import { createHash } from 'node:crypto';
import { EngineError } from '../errors.ts';
import type { State } from '../program/state.ts';
import { formatTensors, parseTensors } from './tensors.ts';

/** Anything JSON can hold. */
export type CheckpointValue =
  | null
  | boolean
  | number
  | string
  | readonly CheckpointValue[]
  | { readonly [key: string]: CheckpointValue };

/** What a checkpoint says about itself: epoch, step, versions, the configuration's digest. */
export type CheckpointMetadata = { readonly [key: string]: CheckpointValue };

/** Version of the layout. */
const LAYOUT = '1';

/**
 * Formats a checkpoint.
 *
 * @param state Everything a session keeps.
 * @param metadata Description; put the configuration's digest here, so that a resumed run can compare it.
 * @example
 * formatCheckpoint(await session.readState(), { epoch: 3, configSha256: configDigest(config) });
 */
export function formatCheckpoint(state: State, metadata: CheckpointMetadata): Uint8Array {
  const description = JSON.stringify(metadata);
  return formatTensors(state, {
    mriscore_layout: LAYOUT,
    mriscore: description,
    sha256: digestOf(state, description),
  });
}

/**
 * Parses a checkpoint.
 *
 * @param bytes A whole file.
 * @throws EngineError `checkpoint/truncated`, `checkpoint/malformed`, or `checkpoint/damaged` when the digest differs.
 */
export function parseCheckpoint(bytes: Uint8Array): { state: State; metadata: CheckpointMetadata } {
  const { state, texts } = parseTensors(bytes);
  const { mriscore_layout: layout, mriscore: description, sha256 } = texts;
  if (layout !== LAYOUT || description === undefined || sha256 === undefined)
    throw new EngineError('checkpoint/malformed', {
      found: `Found a safetensors file with layout ${layout ?? 'unnamed'} and no description.`,
      needed: `Needed a checkpoint of layout ${LAYOUT}.`,
      remedy: 'Import plain weights as weights, not as a checkpoint.',
    });
  if (digestOf(state, description) !== sha256)
    throw new EngineError('checkpoint/damaged', {
      found: 'Found numbers that do not give the digest written beside them.',
      needed: 'Needed the bytes that were written.',
      remedy: 'Use the previous checkpoint and check the disk.',
    });
  return { state, metadata: JSON.parse(description) as CheckpointMetadata };
}

/**
 * SHA-256 of a configuration, independent of the order of keys.
 *
 * @param config Plain JSON.
 * @returns 64 hexadecimal digits.
 */
export function configDigest(config: CheckpointValue): string {
  return createHash('sha256').update(canonical(config)).digest('hex');
}

function canonical(value: CheckpointValue): string {
  if (Array.isArray(value)) return `[${(value as readonly CheckpointValue[]).map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const record = value as { readonly [key: string]: CheckpointValue };
  const entries = Object.keys(record)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(record[key]!)}`);
  return `{${entries.join(',')}}`;
}

/** Covers names, shapes, numbers and the description. */
function digestOf(state: State, description: string): string {
  const hash = createHash('sha256').update(description);
  for (const [name, { shape, data }] of state) {
    hash.update(JSON.stringify([name, shape]));
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}
