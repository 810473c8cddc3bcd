/**
 * `mriscore runtimes`: what this machine can compute networks with, how fast, and whether it computes the same.
 */
import { tryRuntimes } from '@mriscore/study';
import type { Command } from 'commander';
import { formatRuntimes } from '../show/runtimes.ts';
import { type OutputFlags, openSpeech } from '../show/speech.ts';
import { parseThreads } from './options.ts';

interface RuntimesFlags extends OutputFlags {
  readonly threads: number;
}

async function runtimes(flags: RuntimesFlags): Promise<void> {
  const record = await tryRuntimes('auto', flags.threads);
  openSpeech(flags).result(formatRuntimes(record), record);
}

/** Adds the command. */
export function addRuntimes(program: Command): void {
  program
    .command('runtimes')
    .description('try what this machine can compute networks with: processor and graphics cards')
    .option('--threads <n>', 'threads of the engine', parseThreads, 2)
    .option('--json', 'one JSON value on standard output')
    .action(runtimes);
}
