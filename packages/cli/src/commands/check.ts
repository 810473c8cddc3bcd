/**
 * `mriscore check`: everything that would go wrong, before hours are spent.
 */
import { localWorld, openStudy, runStudy } from '@mriscore/study';
import type { Command } from 'commander';
import type { OutputFlags } from '../show/output.ts';
import { openOutput } from '../show/output.ts';
import { parseThreads, stopSignal } from './options.ts';

interface CheckFlags extends OutputFlags {
  readonly data?: string;
  readonly threads: number;
}

/** Reads protocol, table and every image; trains nothing. */
async function check(directory: string, flags: CheckFlags): Promise<void> {
  const output = openOutput(flags);
  const study = await openStudy({ directory, ...(flags.data === undefined ? {} : { data: flags.data }) });
  using stop = stopSignal(() => undefined);
  const display = output.display();
  let failed = true;
  try {
    const world = localWorld(study.directory, {
      progress: display,
      signal: stop.signal,
      threads: flags.threads,
    });
    await runStudy(study, world, { until: 'cohort' });
    failed = false;
  } finally {
    await display.close(failed);
  }
  const { subjects, left } = study.selection;
  const cohorts = Object.keys(study.protocol.cohorts).map((name) => {
    const members = subjects.filter(({ cohort }) => cohort === name);
    const positives = members.filter(({ target }) => target === 1).length;
    return { name, patients: members.length, positives };
  });
  const lines = [
    `${study.selection.rows} rows, ${subjects.length} patients in ${cohorts.length} cohorts. No problem found.`,
    ...left.map(({ reason, patients }) => `  ${patients} left: ${reason}`),
    ...cohorts.map(
      ({ name, patients, positives }) => `  ${name}: ${patients} patients, ${positives} positive`,
    ),
  ];
  output.result(lines, { rows: study.selection.rows, left, cohorts });
}

/** Adds the command. */
export function addCheck(program: Command): void {
  program
    .command('check')
    .argument('<directory>', 'study folder with study.yaml')
    .description('read protocol, table and every image, and name whatever cannot be used by patient and file')
    .option(
      '--data <directory>',
      'folder that table, images and masks are relative to (default: the study folder)',
    )
    .option('--threads <n>', 'threads', parseThreads, 2)
    .option('--json', 'one JSON value a line on standard output')
    .option('--quiet', 'only results and errors')
    .action(check);
}
