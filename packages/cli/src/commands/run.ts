/**
 * `mriscore run`: the whole way, or as far as asked.
 */
import type { StageName } from '@mriscore/study';
import { findStage, localWorld, openStudy, readHeadlines, runStudy } from '@mriscore/study';
import type { Command } from 'commander';
import { formatHeadlines } from '../show/headlines.ts';
import type { OutputFlags } from '../show/output.ts';
import { openOutput } from '../show/output.ts';
import { parseThreads, stopSignal } from './options.ts';

/** Flags of a run. */
export interface RunFlags extends OutputFlags {
  readonly until?: string;
  readonly data?: string;
  readonly threads: number;
}

/**
 * Runs a study and shows it.
 *
 * @throws StudyError whatever stopped the study.
 */
export async function runAndShow(directory: string, flags: RunFlags): Promise<void> {
  const output = openOutput(flags);
  const until = flags.until === undefined ? undefined : findStage(flags.until).name;
  const study = await openStudy({ directory, ...(flags.data === undefined ? {} : { data: flags.data }) });
  using stop = stopSignal(() =>
    output.remark('Stopping at the next safe point. Press Ctrl-C again to stop at once.'),
  );
  const display = output.display();
  let failed = true;
  try {
    const world = localWorld(study.directory, {
      progress: display,
      signal: stop.signal,
      threads: flags.threads,
    });
    await runStudy(study, world, until === undefined ? {} : { until: until as StageName });
    failed = false;
  } finally {
    await display.close(failed);
  }
  const headlines = await readHeadlines(study.directory);
  if (headlines !== null) output.result(formatHeadlines(headlines), headlines);
}

/** Adds the command. */
export function addRun(program: Command): void {
  program
    .command('run')
    .argument('<directory>', 'study folder with study.yaml')
    .description('run the study; finished work is kept, so the same command goes on after a stop')
    .option(
      '--until <stage>',
      'last stage to run: import, cohort, preprocess, train, fuse, evaluate, survive, report',
    )
    .option(
      '--data <directory>',
      'folder that table, images and masks are relative to (default: the study folder)',
    )
    .option('--threads <n>', 'threads of the engine; the same number gives the same bytes', parseThreads, 2)
    .option('--json', 'one JSON value a line on standard output')
    .option('--quiet', 'only results and errors')
    .addHelpText(
      'after',
      '\nExamples:\n  $ mriscore run my-study\n  $ mriscore run my-study --until preprocess',
    )
    .action(runAndShow);
}
