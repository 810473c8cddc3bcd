/**
 * Runs the study on lower-grade glioma on the files of a folder, with the command that runs every study.
 *
 *   npm run example:tcga-lgg -- --data DIR [--out DIR] [-- OPTIONS OF mriscore run]
 *
 * Copies study.yaml into the study folder unless one is there; images and table stay where they are.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeAtomic } from '@mriscore/study';

const PROTOCOL = 'study.yaml';
const COMMAND = path.resolve(import.meta.dirname, '../../packages/cli/src/main.ts');
const USAGE = 2;

function readArguments(): { data: string | undefined; out: string; more: readonly string[] } {
  const options = { data: { type: 'string' }, out: { type: 'string', default: 'tcga-lgg' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  return { data: values.data, out: values.out, more: positionals };
}

async function main(): Promise<number> {
  const { data, out, more } = readArguments();
  if (data === undefined || !fs.existsSync(path.join(data, 'cohort.csv'))) {
    const found = data === undefined ? 'Found no --data.' : `Found no cohort.csv in ${data}.`;
    console.error(
      `${found} Needed the folder with cohort.csv and a folder of NIfTI files for each patient. ` +
        'Give it with --data DIR; examples/tcga-lgg/README.md says what it holds.',
    );
    return USAGE;
  }
  const study = path.resolve(out);
  if (!fs.existsSync(path.join(study, PROTOCOL))) {
    await writeAtomic(path.join(study, PROTOCOL), fs.readFileSync(path.join(import.meta.dirname, PROTOCOL)));
  }
  const args = [COMMAND, 'run', study, '--data', path.resolve(data), ...more];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  // A terminal sends Ctrl-C to the command itself; a scheduler signals this process only.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return await new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}

process.exitCode = await main();
