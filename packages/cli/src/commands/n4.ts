/**
 * `mriscore n4`: the brightness gradient of the coils divided out of a scan.
 */
import { type CorrectedScan, type CorrectScanOptions, correctScan, splitScanName } from '@mriscore/scans';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type OutputFlags, openSpeech } from '../show/speech.ts';
import { parseNumber } from './columns.ts';
import { parseThreads } from './options.ts';
import { openStep } from './step.ts';

type N4Flags = OutputFlags & Omit<CorrectScanOptions, 'onStep'>;

/** A finite number above 0. */
function parsePositive(text: string): number {
  const value = parseNumber(text);
  if (value > 0) return value;
  throw new InvalidArgumentError('Needed a number above 0.');
}

/** Levels of the spline, 1 to 6. */
function parseLevels(text: string): number {
  const value = parseNumber(text);
  if (Number.isInteger(value) && value >= 1 && value <= 6) return value;
  throw new InvalidArgumentError('Needed a whole number from 1 to 6.');
}

/** What is wrong with the names of the outputs; undefined when nothing is. */
function usageFault(out: string, { field, record }: N4Flags): string | undefined {
  const images = ['.nii.gz', '.nii', '.nrrd', '.mha'];
  const wrong = [out, field].find(
    (path) => path !== undefined && !images.includes(splitScanName(path)?.ending ?? ''),
  );
  if (wrong !== undefined) return `the output ${wrong} must end in ${images.join(', ')}.`;
  return record === undefined || record.toLowerCase().endsWith('.json')
    ? undefined
    : `the record ${record} must end in .json.`;
}

const WITHIN: Readonly<Record<string, string>> = {
  body: 'the body, found',
  tissue: "above Otsu's threshold",
};

function lines(done: CorrectedScan): readonly string[] {
  const { path, field, record, grid, iterations, settings, fieldRange, tissueVoxels, repair } = done;
  return [
    `tissue      ${tissueVoxels} voxels (${WITHIN[settings.within] ?? settings.within})`,
    `settings    thinned to ${settings.shrinkMm} mm, ${settings.levels} levels, at most ${settings.iterations} iterations each, convergence ${settings.convergence}`,
    `iterations  ${iterations.join(', ')}`,
    `field       ${fieldRange[0]} to ${fieldRange[1]} inside the tissue; the scan was divided by it`,
    ...(repair === null ? [] : [`mask        ${repair}`]),
    '',
    `${path}: ${grid.size.join(' x ')} voxels, float32`,
    ...(field === null ? [] : [`${field}: the field, as factors around 1`]),
    ...(record === null ? [] : [`${record}: the spline of the field, from which it can be drawn again`]),
  ];
}

async function n4(input: string, out: string, flags: N4Flags): Promise<void> {
  const { json: _json, quiet: _quiet, ...options } = flags;
  using step = openStep(flags);
  const done = await correctScan(input, out, { ...options, onStep: (text) => step.show(text) });
  step.show('');
  openSpeech(flags).result(lines(done), done);
}

const EXAMPLES = `
Examples:
  $ mriscore n4 t1.nii.gz t1-n4.nii.gz
  $ mriscore n4 visit1 t1-n4.nii.gz --select "t1 tse" --field field.nii.gz
  $ mriscore n4 t2.nii.gz t2-n4.nii.gz --mask head.nii.gz --shrink-mm 3 --iterations 100`;

/** Adds the command. */
export function addN4(program: Command): void {
  program
    .command('n4')
    .argument('<in>', 'scan: any format, DICOM folder or zip too')
    .argument('<out>', 'corrected scan (.nii.gz, .nii, .nrrd, .mha)')
    .description('divide out the brightness gradient of the coils (N4 bias field correction)')
    .option('--mask <file>', 'tissue that counts: every voxel above 0 (default: found)')
    .addOption(
      new Option(
        '--within <kind>',
        "what counts without a mask: voxels above Otsu's threshold, or the body (default: tissue)",
      ).choices(['tissue', 'body']),
    )
    .option('--reference <series>', 'DICOM series that a SEG or RTSTRUCT mask was drawn on')
    .addOption(
      new Option('--repair <kind>', 'what to do about a mask on another grid (default: refuse)').choices([
        'reorder',
        'resample',
        'adopt',
      ]),
    )
    .option('--shrink-mm <mm>', 'thin the voxels until they are this far apart (default: 4)', parsePositive)
    .option('--levels <n>', 'levels of the spline, each with twice the spans (default: 4)', parseLevels)
    .option('--iterations <n>', 'most iterations of a level (default: 50)', parseThreads)
    .option('--convergence <number>', 'relative change that ends a level (default: 0.001)', parsePositive)
    .option('--field <file>', 'write the field as an image of factors')
    .option('--record <file>', 'write the spline of the field as JSON')
    .option('--select <series>', 'which series of a folder: id, number, UID or part of its description')
    .option('--force', 'replace files that are there')
    .option('--json', 'one JSON value on standard output')
    .option('--quiet', 'only results and errors')
    .addHelpText('after', EXAMPLES)
    .action((input: string, out: string, flags: N4Flags, command: Command) => {
      const fault = usageFault(out, flags);
      if (fault !== undefined) command.error(`error: ${fault}`);
      return n4(input, out, flags);
    });
}
