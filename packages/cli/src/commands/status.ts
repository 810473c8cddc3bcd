/**
 * `mriscore status`: how far a study is, read from its receipts.
 */

import type { NodeRuntimeName, RuntimeWish, StageStatus } from '@mriscore/study';
import { findRememberedRuntime, localWorld, openStudy, readStatus, STAGES } from '@mriscore/study';
import type { Command } from 'commander';
import { formatDuration } from '../show/duration.ts';
import type { OutputFlags } from '../show/output.ts';
import { openOutput } from '../show/output.ts';
import { parseThreads } from './options.ts';
import { runtimeOption } from './run.ts';

interface StatusFlags extends OutputFlags {
  readonly data?: string;
  readonly threads: number;
  readonly runtime: RuntimeWish;
}

function line({ stage, state, units, finished, seconds }: StageStatus): string {
  const count = units === null ? 'waits for the stage before' : `${finished} of ${units} done`;
  const time = seconds > 0 ? `  ${formatDuration(seconds)}` : '';
  return `${stage.padEnd(11)}${state.padEnd(9)}${count}${time}`;
}

/** The runtime whose receipts are counted; `auto` is what an earlier run chose, or the processor before any did. */
async function runtimeOf(directory: string, wish: RuntimeWish): Promise<NodeRuntimeName> {
  if (wish !== 'auto') return wish;
  return (await findRememberedRuntime(directory))?.name ?? 'node-cpu';
}

async function status(directory: string, flags: StatusFlags): Promise<void> {
  const study = await openStudy({ directory, ...(flags.data === undefined ? {} : { data: flags.data }) });
  const runtime = await runtimeOf(study.directory, flags.runtime);
  const world = localWorld({ threads: flags.threads, runtime });
  const stages = await readStatus(study, world, STAGES);
  openOutput(flags).result(stages.map(line), { stages });
}

/** Adds the command. */
export function addStatus(program: Command): void {
  program
    .command('status')
    .argument('<directory>', 'study folder with study.yaml')
    .description('say how far a study is, from its receipts')
    .option(
      '--data <directory>',
      'folder that table, images and masks are relative to (default: the study folder)',
    )
    .option(
      '--threads <n>',
      'as given to run: the number is part of what a training depends on',
      parseThreads,
      2,
    )
    .addOption(runtimeOption())
    .option('--json', 'one JSON value on standard output')
    .action(status);
}
