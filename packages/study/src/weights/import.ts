/**
 * Imports weights of one's own: any of the known formats in, safetensors with a record beside it out.
 */

import { basename, resolve } from 'node:path';
import { formatWeights } from '@mriscore/engine';
import { StudyError } from '../errors.ts';
import { sha256 } from '../files/hash.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import { digestsOf } from './download.ts';
import { keepWeights, type WeightsRecord } from './folder.ts';
import { readWeightFiles } from './read-files.ts';

/** What to import, and where to. */
export interface ImportOptions {
  /** A path that ends in .safetensors; the record is written beside it. */
  readonly to: string;
  /** SPDX or a sentence, kept in the record. */
  readonly licence?: string;
  readonly clock: () => Date;
}

const KNOWN: KnownOptions<ImportOptions> = Object.freeze({ to: null, licence: null, clock: null });

/**
 * Imports weights.
 *
 * @param paths One safetensors or ONNX file, or a model.json with or without its shards.
 * @throws StudyError `options/unknown-key`, `weights/pickle`, `weights/misfit`, `weights/unreadable`, `disk/no-space`.
 */
export async function importWeightFiles(
  paths: readonly string[],
  options: ImportOptions,
): Promise<WeightsRecord> {
  checkOptions(options, KNOWN);
  const to = resolve(options.to);
  checkTarget(to, paths);
  const weights = await readWeightFiles(paths);
  const name = basename(to).replace(/\.safetensors$/, '');
  const bytes = formatWeights(weights, options.licence === undefined ? {} : { licence: options.licence });
  const digests = await Promise.all(paths.map(digestsOf));
  const only = digests.length === 1 ? digests[0]?.sha256 : undefined;
  return await keepWeights(to, bytes, {
    schema: 'mriscore/weights/1',
    name,
    network: `resnet${weights.spec.depth}`,
    classes: weights.spec.classes,
    stride: weights.spec.stride,
    input: weights.input,
    licence: options.licence ?? null,
    licenceNote: null,
    source: {
      from: paths.map((path) => basename(path)).join(' '),
      revision: null,
      // Several files are named by the hash over their hashes, in the order given.
      sha256: only ?? sha256(digests.map((digest) => digest.sha256).join('\n')),
      bytes: digests.reduce((sum, digest) => sum + digest.bytes, 0),
      checkedAgainst: 'nothing',
    },
    grownFrom: null,
    file: { name: basename(to), sha256: sha256(bytes), bytes: bytes.length },
    at: options.clock().toISOString(),
  });
}

function checkTarget(to: string, paths: readonly string[]): void {
  const same = paths.some((path) => resolve(path) === to);
  if (to.endsWith('.safetensors') && !same) return;
  const finding = {
    found: same ? `The file to import and the file to write are both ${to}.` : `The file to write is ${to}.`,
    needed: 'A path that ends in .safetensors and is none of the files to import.',
    remedy: 'Name another with --to.',
  };
  throw new StudyError('weights/unreadable', finding, { file: to });
}
