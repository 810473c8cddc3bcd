/**
 * `mriscore run`: the whole way, or as far as asked.
 */
import type { NodeRuntimeName, RuntimeWish, StageName } from '@mriscore/study';
import {
  chooseStudyRuntime,
  localWorld,
  openStudy,
  RUNTIME_WISHES,
  readHeadlines,
  runStudy,
  STAGES,
} from '@mriscore/study';
import { type Command, Option } from 'commander';
import { formatHeadlines } from '../show/headlines.ts';
import type { OutputFlags } from '../show/output.ts';
import { openOutput } from '../show/output.ts';
import { formatRuntimes } from '../show/runtimes.ts';
import { parseSeconds, parseThreads, stopSignal } from './options.ts';

/** Flags of a run. */
export interface RunFlags extends OutputFlags {
  readonly until?: StageName;
  readonly data?: string;
  readonly threads: number;
  readonly runtime: RuntimeWish;
  /** Seconds between two checkpoints of a training. Never changes a result. */
  readonly checkpointSeconds?: number;
}

/** The runtime that the flags ask for, said where it was measured or remembered. */
async function runtimeFor(directory: string, flags: RunFlags): Promise<NodeRuntimeName> {
  const { remark } = openOutput(flags);
  const { runtime: wish, threads } = flags;
  const { name, record, remembered } = await chooseStudyRuntime(directory, {
    wish,
    threads,
    now: new Date(),
  });
  if (remembered) remark(`Computing on ${name}, as an earlier run of this study on this machine chose.`);
  else if (record.candidates.length > 0) formatRuntimes(record).forEach(remark);
  return name;
}

/**
 * Runs a study and shows it.
 *
 * @throws StudyError whatever stopped the study.
 */
export async function runAndShow(directory: string, flags: RunFlags): Promise<void> {
  const output = openOutput(flags);
  const { until, checkpointSeconds } = flags;
  const study = await openStudy({ directory, ...(flags.data === undefined ? {} : { data: flags.data }) });
  const runtime = await runtimeFor(study.directory, flags);
  using stop = stopSignal(() =>
    output.remark('Stopping at the next safe point. Press Ctrl-C again to stop at once.'),
  );
  const display = output.display();
  let failed = true;
  try {
    const world = localWorld({
      progress: display,
      signal: stop.signal,
      threads: flags.threads,
      runtime,
      ...(checkpointSeconds === undefined ? {} : { checkpointSeconds }),
    });
    await runStudy(study, world, { stages: STAGES, ...(until === undefined ? {} : { until }) });
    failed = false;
  } finally {
    await display.close(failed);
  }
  const headlines = await readHeadlines(study.directory);
  if (headlines !== null) output.result(formatHeadlines(headlines), headlines);
}

/** The option of every command whose results depend on the runtime. */
export function runtimeOption(): Option {
  return new Option('--runtime <name>', 'what computes the networks; each has results and keys of its own')
    .choices(RUNTIME_WISHES)
    .default('node-cpu');
}

/** Adds the command. */
export function addRun(program: Command): void {
  program
    .command('run')
    .argument('<directory>', 'study folder with study.yaml')
    .description('run the study; finished work is kept, so the same command goes on after a stop')
    .addOption(new Option('--until <stage>', 'last stage to run').choices(STAGES.map(({ name }) => name)))
    .option(
      '--data <directory>',
      'folder that table, images and masks are relative to (default: the study folder)',
    )
    .option('--threads <n>', 'threads of the engine; the same number gives the same bytes', parseThreads, 2)
    .addOption(runtimeOption())
    .option(
      '--checkpoint-seconds <n>',
      'seconds between two checkpoints of a training; never changes a result',
      parseSeconds,
      60,
    )
    .option('--json', 'one JSON value a line on standard output')
    .option('--quiet', 'only results and errors')
    .addHelpText(
      'after',
      '\nExamples:\n  $ mriscore run my-study\n  $ mriscore run my-study --until preprocess',
    )
    .action(runAndShow);
}
