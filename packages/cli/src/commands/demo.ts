/**
 * `mriscore demo`: a study of simulated patients whose truth is known, from files to report.
 */
import { resolve } from 'node:path';
import type { RuntimeWish } from '@mriscore/study';
import { demoProtocol, findDemo, StudyError, writeDemo } from '@mriscore/study';
import type { Command } from 'commander';
import type { OutputFlags } from '../show/output.ts';
import { openOutput } from '../show/output.ts';
import { parsePatients, parseSeed, parseThreads, stopSignal } from './options.ts';
import { runAndShow, runtimeOption } from './run.ts';
import { chooseStart } from './start.ts';

interface DemoFlags extends OutputFlags {
  readonly patients: number;
  readonly seed: number;
  readonly out: string;
  readonly threads: number;
  readonly runtime: RuntimeWish;
  readonly weights: string;
}

/** Patients of the demo in the README: enough for the intervals to mean something, few enough to wait for. */
const DEFAULT_PATIENTS = 320;

async function makeStudy(directory: string, flags: DemoFlags): Promise<void> {
  const output = openOutput(flags);
  const start = await chooseStart(flags.weights, output.remark);
  output.remark(`Simulating ${flags.patients} patients in ${directory}`);
  using stop = stopSignal(() => undefined);
  try {
    const { patients, seed } = flags;
    await writeDemo({ directory, patients, seed, start, signal: stop.signal });
  } catch (cause) {
    if (!stop.signal.aborted) throw cause;
    const finding = {
      found: 'The simulation was asked to stop.',
      needed: 'Nothing: the folder is no study before its last file.',
      remedy: 'Run the same command again to start over.',
    };
    throw new StudyError('run/stopped', finding, {}, { cause });
  }
}

/** What a person asked for and the demo that is there is not; undefined when it is what was asked for. */
function otherThanAsked(
  { title, seed }: { title: string; seed: number },
  flags: DemoFlags,
  command: Command,
): string | undefined {
  const asked = (name: string): boolean => command.getOptionValueSource(name) === 'cli';
  const patients = asked('patients') && title !== demoProtocol(flags).title;
  return patients || (asked('seed') && seed !== flags.seed) ? `${title}, seed ${seed}` : undefined;
}

async function runDemo(flags: DemoFlags, command: Command): Promise<void> {
  const directory = resolve(flags.out);
  const made = await findDemo(directory);
  if (made === undefined) await makeStudy(directory, flags);
  else {
    const other = otherThanAsked(made, flags, command);
    if (other !== undefined)
      command.error(
        `error: the demo in ${directory} is another one (${other}). Name another folder with --out, or delete that one.`,
      );
    openOutput(flags).remark(`Going on with the demo in ${directory}. Delete the folder to start over.`);
  }
  await runAndShow(directory, flags);
}

/** Adds the command. */
export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('simulate a cohort with known truth and run the whole study on it')
    .option(
      '--patients <n>',
      'patients in four cohorts, at least 40; the reproduced study has 610',
      parsePatients,
      DEFAULT_PATIENTS,
    )
    .option('--seed <n>', 'seed of simulation and training', parseSeed, 1)
    .option('--out <directory>', 'folder of the demo; one that is there is gone on with', 'demo')
    .option('--threads <n>', 'threads of the engine; the same number gives the same bytes', parseThreads, 2)
    .option(
      '--weights <choice>',
      'auto: ImageNet weights when they are there or can be fetched within a minute, else scratch; scratch; or a name',
      'auto',
    )
    .addOption(runtimeOption())
    .option('--json', 'one JSON value a line on standard output')
    .option('--quiet', 'only results and errors')
    .addHelpText(
      'after',
      '\nExamples:\n  $ mriscore demo\n  $ mriscore demo --patients 610 --seed 7 --out paper-shape',
    )
    .action(runDemo);
}
