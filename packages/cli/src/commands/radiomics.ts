/**
 * `mriscore radiomics`: first-order and shape features of every region of a mask.
 */
import { type Measurement, type MeasureOptions, measureRegions, writeText } from '@mriscore/scans';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { featuresCsv, formatFeatures, formatSettings } from '../show/features.ts';
import { type OutputFlags, openSpeech } from '../show/speech.ts';
import { parseNumber } from './columns.ts';
import { openStep } from './step.ts';

interface RadiomicsFlags extends OutputFlags, Omit<MeasureOptions, 'onStep'> {
  readonly csv?: boolean;
  readonly settings?: boolean;
  readonly out?: string;
  readonly force?: boolean;
}

/** A finite number above 0. */
function parseWidth(text: string): number {
  const value = parseNumber(text);
  if (value > 0) return value;
  throw new InvalidArgumentError('Needed a number above 0.');
}

/** What is wrong with the flags together; undefined when nothing is. */
function usageFault({ csv, json, out, label, together }: RadiomicsFlags): string | undefined {
  if (csv === true && json === true) return '--csv and --json are two forms of one output: give one of them.';
  if (label !== undefined && together === true) return '--label and --together exclude each other.';
  return out === undefined || /\.(csv|json)$/i.test(out)
    ? undefined
    : `the output ${out} must end in .csv or .json.`;
}

function textOf(out: string, measured: Measurement): string {
  return out.toLowerCase().endsWith('.csv')
    ? `${featuresCsv(measured).join('\r\n')}\r\n`
    : `${JSON.stringify(measured, null, 2)}\n`;
}

async function radiomics(image: string, mask: string, flags: RadiomicsFlags): Promise<void> {
  const { json: _json, quiet: _quiet, csv, settings, out, force, ...options } = flags;
  using step = openStep(flags);
  const measured = await measureRegions(image, mask, { ...options, onStep: (text) => step.show(text) });
  step.show('');
  if (out !== undefined) await writeText(out, textOf(out, measured), { force: force ?? false });
  const list = settings === true ? ['', 'settings', ...formatSettings(measured)] : [];
  const table = csv === true ? featuresCsv(measured) : [...formatFeatures(measured), ...list];
  openSpeech(flags).result(table, measured);
}

const EXAMPLES = `
Names are PyRadiomics', codes those of the IBSI. Nothing is resampled or normalised before measuring; every setting is
in --json, in --out FILE.json and with --settings.

Examples:
  $ mriscore radiomics t1c.nii.gz mask.nii.gz --settings
  $ mriscore radiomics visit1 rtstruct.dcm --reference visit1 --label GTVp --csv
  $ mriscore radiomics t1c.nii.gz mask.nii.gz --bin-width 10 --out features.csv`;

/** Adds the command. */
export function addRadiomics(program: Command): void {
  program
    .command('radiomics')
    .argument('<image>', 'scan: any format, DICOM folder or zip too')
    .argument('<mask>', 'mask on its grid: any format, SEG and RTSTRUCT too')
    .description('first-order and shape features of every region of a mask')
    .option('--label <value>', 'value or name of the label to measure (default: each by itself)')
    .option('--together', 'measure all labels as one region')
    .option(
      '--bin-width <number>',
      'width of a histogram bin in units of the image (default: 25)',
      parseWidth,
    )
    .option(
      '--voxel-array-shift <number>',
      'added to every value for energy and root mean square (default: 0)',
      parseNumber,
    )
    .addOption(
      new Option(
        '--surface <kind>',
        "triangles of PyRadiomics' published baseline, or of its later versions (default: baseline)",
      ).choices(['baseline', 'closed']),
    )
    .option('--reference <series>', 'DICOM series that a SEG or RTSTRUCT was drawn on')
    .addOption(
      new Option('--repair <kind>', 'what to do about a mask on another grid (default: refuse)').choices([
        'reorder',
        'resample',
        'adopt',
      ]),
    )
    .option('--select <series>', 'which series of a folder: id, number, UID or part of its description')
    .option('--settings', 'list every setting below the table')
    .option('--csv', 'CSV on standard output, one row for each region')
    .option('--out <file>', 'write .csv or .json as well')
    .option('--force', 'replace a file that is there')
    .option('--json', 'one JSON value on standard output')
    .option('--quiet', 'only results and errors')
    .addHelpText('after', EXAMPLES)
    .action((image: string, mask: string, flags: RadiomicsFlags, command: Command) => {
      const fault = usageFault(flags);
      if (fault !== undefined) command.error(`error: ${fault}`);
      return radiomics(image, mask, flags);
    });
}
