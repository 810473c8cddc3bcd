/**
 * `mriscore status`: how far a study is, read from its receipts.
 */

import type { StageStatus } from '@mriscore/study';
import { localWorld, openStudy, readStatus, STAGES } from '@mriscore/study';
import type { Command } from 'commander';
import { formatDuration } from '../show/duration.ts';
import type { OutputFlags } from '../show/output.ts';
import { openOutput } from '../show/output.ts';
import { parseThreads } from './options.ts';

interface StatusFlags extends OutputFlags {
  readonly data?: string;
  readonly threads: number;
}

function line({ stage, state, units, finished, seconds }: StageStatus): string {
  const count = units === null ? 'waits for the stage before' : `${finished} of ${units} done`;
  const time = seconds > 0 ? `  ${formatDuration(seconds)}` : '';
  return `${stage.padEnd(11)}${state.padEnd(9)}${count}${time}`;
}

async function status(directory: string, flags: StatusFlags): Promise<void> {
  const study = await openStudy({ directory, ...(flags.data === undefined ? {} : { data: flags.data }) });
  const world = localWorld(study.directory, { threads: flags.threads });
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
    .option('--json', 'one JSON value on standard output')
    .action(status);
}
