/**
 * Fetches a named source of weights and keeps it in the weights folder, as safetensors with a record beside it.
 *
 * What is there and whole is not fetched again. A grown network is made from the one it is grown out of.
 */

import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { formatWeights, growWeights, type ImportedWeights } from '@mriscore/engine';
import { onDisk } from '@mriscore/scans/disk';
import { random } from '@mriscore/stats';
import { sha256 } from '../files/hash.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import { type Address, addressOf, type Endpoints } from './address.ts';
import { digestsOf, download, mismatch, wrongHash } from './download.ts';
import { findIntact, findRecord, keepWeights, tensorsPath, type WeightsRecord } from './folder.ts';
import { asStudyError, readWeightFiles, weightsInTarball } from './read-files.ts';
import { getSource, grownName, type WeightsSource } from './sources.ts';

/** How weights are fetched. */
export interface FetchOptions extends Endpoints {
  /** The weights folder; see `weightsFolder`. */
  readonly folder: string;
  /** Make a ResNet-101 of a ResNet-50. Default: when the name says so. */
  readonly grow?: boolean;
  /** The source as a file that was brought by other means, instead of the network. */
  readonly from?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: () => Date;
  readonly onProgress?: (bytes: number, whole: number | null) => void;
  readonly signal?: AbortSignal;
  /** Attempts without a new byte before giving up, the wait after the first in ms, the longest silence in ms. */
  readonly attempts?: number;
  readonly waitMs?: number;
  readonly silenceMs?: number;
}

const KNOWN: KnownOptions<FetchOptions> = Object.freeze({
  folder: null,
  grow: 'when the name says so',
  from: null,
  hub: 'HF_ENDPOINT, then the public hub',
  registry: "npm's",
  environment: null,
  clock: null,
  onProgress: null,
  signal: null,
  attempts: 4,
  waitMs: 500,
  silenceMs: 30_000,
});

/** What fetching gave. */
export interface Fetched {
  readonly record: WeightsRecord;
  /** Path of the tensors. */
  readonly path: string;
  /** True when they were there already, whole. */
  readonly reused: boolean;
}

interface Brought {
  readonly weights: ImportedWeights;
  readonly source: WeightsRecord['source'];
}

/** Seed of the new blocks of a grown network, which pass their input on until they are trained. */
const GROWTH_SEED = 1;

/**
 * Fetches weights by name.
 *
 * @param name One of the sources, or of the networks grown out of them.
 * @throws StudyError `options/unknown-key`, `weights/unknown-name`, `weights/offline`, `weights/cut-short`, `weights/not-there`,
 *   `weights/wrong-hash`, `weights/unreadable`, `weights/misfit`, `run/stopped`, `disk/no-space`.
 * @example
 * await fetchWeights('resnet50-imagenet', { folder, environment: process.env, clock: () => new Date() });
 */
export async function fetchWeights(name: string, options: FetchOptions): Promise<Fetched> {
  checkOptions(options, KNOWN);
  const { source, grow } = getSource(name);
  const grown = grow || options.grow === true;
  if (grown && !source.grows) getSource(grownName(source));
  const own = await fetchPlain(source, options);
  return grown ? await growOut(source, own, options) : own;
}

async function fetchPlain(source: WeightsSource, options: FetchOptions): Promise<Fetched> {
  const path = tensorsPath(options.folder, source.name);
  const there = await findIntact(path);
  if (there !== undefined) return { record: there, path, reused: true };
  const { weights, source: from } = await bring(source, options);
  const texts = { source: `${source.name} ${from.sha256}`, licence: source.licence };
  const bytes = formatWeights(weights, texts);
  const record = recordOf({ source, weights, bytes, name: source.name }, from, options.clock);
  return { record: await keepWeights(path, bytes, record), path, reused: false };
}

async function growOut(source: WeightsSource, own: Fetched, options: FetchOptions): Promise<Fetched> {
  const name = grownName(source);
  const path = tensorsPath(options.folder, name);
  const there = await findIntact(path);
  if (there !== undefined && there.source.sha256 === own.record.source.sha256)
    return { record: there, path, reused: true };
  const shallow = await readWeightFiles([own.path]);
  const weights = asStudyError(name, () =>
    growWeights(shallow, 101, (tensor) => random(GROWTH_SEED, 'grown-block', tensor)),
  );
  const texts = { source: `${source.name} ${own.record.source.sha256}, grown`, licence: source.licence };
  const bytes = formatWeights(weights, texts);
  const made = { source, weights, bytes, name, grownFrom: source.name };
  const record = recordOf(made, own.record.source, options.clock);
  return { record: await keepWeights(path, bytes, record), path, reused: false };
}

interface Made {
  readonly source: WeightsSource;
  readonly weights: ImportedWeights;
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly grownFrom?: string;
}

function recordOf(
  { source, weights, bytes, name, grownFrom }: Made,
  from: WeightsRecord['source'],
  clock: () => Date,
): WeightsRecord {
  const { spec, input } = weights;
  return {
    schema: 'mriscore/weights/1',
    name,
    network: `resnet${spec.depth}`,
    classes: spec.classes,
    stride: spec.stride,
    input,
    licence: source.licence,
    licenceNote: source.licenceNote,
    source: from,
    grownFrom: grownFrom ?? null,
    file: { name: `${name}.safetensors`, sha256: sha256(bytes), bytes: bytes.length },
    at: clock().toISOString(),
  };
}

async function bring(source: WeightsSource, options: FetchOptions): Promise<Brought> {
  return options.from === undefined
    ? await bringFromNetwork(source, options)
    : await bringFromFile(source, options.from);
}

/** A file that somebody fetched: held against the pin, since nobody else vouches for it. */
async function bringFromFile(source: WeightsSource, path: string): Promise<Brought> {
  const pinned = source.pin.sha256 !== undefined;
  const digests = await digestsOf(path).catch(() => undefined);
  const wrong = digests === undefined ? undefined : mismatch(digests, source.pin);
  if (wrong !== undefined) throw wrongHash(`${path} has ${wrong}.`, path);
  const weights = await readSource(source, path);
  const { sha256: found = '', bytes = 0 } = digests ?? {};
  const checkedAgainst = pinned ? ('registry' as const) : ('nothing' as const);
  const from = { from: basename(path), revision: null, sha256: found, bytes, checkedAgainst };
  return { weights, source: from };
}

async function bringFromNetwork(source: WeightsSource, options: FetchOptions): Promise<Brought> {
  const address = await addressOf(source, options, options.environment);
  const path = join(options.folder, `.${source.name}.source`);
  const { pin, first } = await pinOf(source, address, options.folder);
  const arrived = await download(address.url, path, { ...options, pin });
  const weights = await readSource(source, path);
  await onDisk(rm(path, { force: true }));
  const from = {
    from: address.url,
    revision: arrived.commit ?? address.revision,
    sha256: arrived.sha256,
    bytes: arrived.bytes,
    checkedAgainst:
      first && arrived.checkedAgainst === 'registry' ? ('first fetch' as const) : arrived.checkedAgainst,
  };
  return { weights, source: from };
}

/** A source whose hash is not known here is held against its first fetch, when a record of that is still there. */
async function pinOf(
  source: WeightsSource,
  address: Address,
  folder: string,
): Promise<{ pin: Address['pin']; first: boolean }> {
  if (address.pin.sha256 !== undefined) return { pin: address.pin, first: false };
  const before = await findRecord(tensorsPath(folder, source.name)).catch(() => undefined);
  if (before === undefined) return { pin: address.pin, first: false };
  return { pin: { ...address.pin, sha256: before.source.sha256 }, first: true };
}

async function readSource({ place, name }: WeightsSource, path: string): Promise<ImportedWeights> {
  if (place.kind === 'hub') return await readWeightFiles([path]);
  return weightsInTarball(await onDisk(readFile(path), path), place.folder, name);
}
