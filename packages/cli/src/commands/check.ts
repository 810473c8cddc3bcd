/**
 * `mriscore check`: everything that would go wrong, before hours are spent.
 */
import {
  assessQuality,
  localWorld,
  openStudy,
  type QualityArtefact,
  requireStart,
  runStudy,
  STAGES,
  type Study,
} from '@mriscore/study';
import type { Command } from 'commander';
import type { OutputFlags } from '../show/output.ts';
import { openOutput } from '../show/output.ts';
import { formatQuality } from '../show/quality.ts';
import { parseThreads, stopSignal } from './options.ts';

interface CheckFlags extends OutputFlags {
  readonly data?: string;
  readonly threads: number;
  /** False with --no-quality. */
  readonly quality: boolean;
}

/** Runs the first two stages, then looks at every scan. */
async function checkStudy(study: Study, flags: CheckFlags): Promise<QualityArtefact | null> {
  const output = openOutput(flags);
  using stop = stopSignal(() => undefined);
  const display = output.display();
  const options = { progress: display, signal: stop.signal, threads: flags.threads };
  const world = localWorld(options);
  let failed = true;
  try {
    // Weights that were not fetched would only be missed after the crops are made.
    await requireStart(study, world);
    await runStudy(study, world, { stages: STAGES, until: 'cohort' });
    failed = false;
  } finally {
    await display.close(failed);
  }
  return flags.quality ? await assessQuality(study, world.signal) : null;
}

/** Reads protocol, table and every image; trains nothing. */
async function check(directory: string, flags: CheckFlags): Promise<void> {
  const study = await openStudy({ directory, ...(flags.data === undefined ? {} : { data: flags.data }) });
  const quality = await checkStudy(study, flags);
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
    ...(quality === null ? [] : formatQuality(quality)),
  ];
  const result = { rows: study.selection.rows, left, cohorts, ...(quality === null ? {} : { quality }) };
  openOutput(flags).result(lines, result);
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
    .option('--no-quality', 'do not look at the quality of the scans')
    .option('--json', 'one JSON value a line on standard output')
    .option('--quiet', 'only results and errors')
    .action(check);
}
