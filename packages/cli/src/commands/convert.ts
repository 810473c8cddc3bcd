/**
 * `mriscore convert`: any scan or mask to another format, with every voxel where it was.
 */

import {
  type Conversion,
  type ConvertOptions,
  convertScan,
  listSeries,
  type Overlap,
  proveConversion,
  SCAN_ENDINGS,
  splitScanName,
} from '@mriscore/scans';
import { StudyErrors } from '@mriscore/study/errors';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { formatConversion, formatReasons } from '../show/conversion.ts';
import { formatProof } from '../show/proof.ts';
import { type OutputFlags, openSpeech } from '../show/speech.ts';
import { parseWords } from './columns.ts';
import { openStep } from './step.ts';

interface ConvertFlags extends OutputFlags {
  readonly reference?: string;
  readonly as?: 'seg' | 'rtstruct';
  readonly select?: string;
  readonly names?: readonly string[];
  readonly labels?: ReadonlyMap<number, string>;
  readonly overlap?: Overlap;
  readonly force?: boolean;
  readonly reasons?: boolean;
  readonly list?: boolean;
  readonly selfTest?: boolean;
}

/** Names of label values, such as `1=GTVp,2=GTVn`. */
function parseLabels(text: string): ReadonlyMap<number, string> {
  const pairs = parseWords(text).map((word) => /^(\d+)=(.+)$/.exec(word));
  const labels = new Map<number, string>();
  for (const pair of pairs) {
    const value = Number(pair?.[1]);
    if (pair === null || value < 1 || value > 255 || labels.has(value))
      throw new InvalidArgumentError('Needed values from 1 to 255 with a name each, such as 1=GTVp,2=GTVn.');
    labels.set(value, pair[2]!);
  }
  return labels;
}

function optionsOf(flags: ConvertFlags): ConvertOptions {
  const { reference, as, select, names, labels, overlap, force } = flags;
  const given = { reference, as, select, names, labels, overlap, force };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** What is wrong with the arguments together; undefined when nothing is. */
function usageFault(
  input: string | undefined,
  output: string | undefined,
  flags: ConvertFlags,
): string | undefined {
  if (flags.selfTest === true)
    return output === undefined ? undefined : '--self-test writes nothing: give no output.';
  if (input === undefined) return "missing required argument 'in'";
  if (flags.list === true) return output === undefined ? undefined : '--list writes nothing: give no output.';
  if (output === undefined) return "missing required argument 'out'";
  if (splitScanName(output) === undefined)
    return `the output ${output} has no known ending. Known: ${SCAN_ENDINGS.join(', ')}.`;
  return flags.as === undefined || output.toLowerCase().endsWith('.dcm')
    ? undefined
    : '--as needs an output that ends in .dcm.';
}

async function convertShown(input: string, output: string, flags: ConvertFlags): Promise<Conversion> {
  using step = openStep(flags);
  step.show(`reading ${input}`);
  return await convertScan(input, output, {
    ...optionsOf(flags),
    onFile: (path, nth, of) => step.show(of > 1 ? `${nth} of ${of}: ${path}` : path),
  });
}

async function selfTest(input: string | undefined, flags: ConvertFlags): Promise<void> {
  const proof = await proveConversion(input, flags.select);
  openSpeech(flags).result(formatProof(proof), proof);
  if (!proof.passed) process.exitCode = 1;
}

async function list(input: string, flags: ConvertFlags): Promise<void> {
  const series = await listSeries(input);
  openSpeech(flags).result(formatReasons(series).slice(1), { series });
}

async function convert(input: string, output: string, flags: ConvertFlags): Promise<void> {
  const done = await convertShown(input, output, flags);
  const { refused, ...rest } = done;
  const reasons = flags.reasons === true ? formatReasons(done.series) : [];
  openSpeech(flags).result([...formatConversion(done), ...reasons], {
    ...rest,
    refused: refused.map(({ code, message }) => ({ code, message })),
  });
  const [first] = refused;
  if (first !== undefined) throw refused.length === 1 ? first : new StudyErrors(refused);
}

async function runConvert(
  input: string | undefined,
  output: string | undefined,
  { flags, command }: { flags: ConvertFlags; command: Command },
): Promise<void> {
  const fault = usageFault(input, output, flags);
  if (fault !== undefined) command.error(`error: ${fault}`);
  if (flags.selfTest === true) return selfTest(input, flags);
  if (input === undefined || output === undefined) return list(input ?? '', flags);
  return convert(input, output, flags);
}

const EXAMPLES = `
The ending of the output says the format: ${SCAN_ENDINGS.join(', ')}. What the input is, its bytes say.
Several volumes become several files, named by series: out-s004.nii.gz, out-s005-1.nii.gz, ...

Examples:
  $ mriscore convert visit1 out.nii.gz                              a DICOM folder, zip or file
  $ mriscore convert visit1 t1.nii.gz --select "t1 tse"             one series of several
  $ mriscore convert seg.dcm mask.nii.gz --reference visit1         a SEG on the grid of its series
  $ mriscore convert rtstruct.dcm mask.nii.gz --reference visit1 --names GTVp
  $ mriscore convert mask.nii.gz seg.dcm --reference visit1 --labels 1=GTVp,2=GTVn
  $ mriscore convert mask.nii.gz rtstruct.dcm --reference visit1 --as rtstruct
  $ mriscore convert visit1 --list                                  what is in the folder, and why it is called so
  $ mriscore convert --self-test                                    DICOM -> NIfTI -> SEG and RTSTRUCT -> NIfTI, proven`;

/** Adds the command. */
export function addConvert(program: Command): void {
  program
    .command('convert')
    .argument('[in]', 'DICOM folder, zip or file, SEG, RTSTRUCT, NIfTI, NRRD or MHA')
    .argument('[out]', 'file to write; its ending says the format')
    .description('convert scans and masks between DICOM, NIfTI, NRRD and MHA, every voxel in its place')
    .option('--reference <series>', 'DICOM series that a mask was drawn on (folder, zip or file)')
    .addOption(
      new Option('--as <kind>', 'what a mask becomes in .dcm (default: seg)').choices(['seg', 'rtstruct']),
    )
    .option('--select <series>', 'only this series: id, number, UID or part of its description')
    .option('--names <names>', 'only these regions of a mask, with commas', parseWords)
    .option('--labels <names>', 'names of label values, such as 1=GTVp,2=GTVn', parseLabels)
    .addOption(
      new Option(
        '--overlap <rule>',
        'where regions share voxels: a file each (separate), refuse, or the first or last wins (default: separate)',
      ).choices(['separate', 'refuse', 'first', 'last']),
    )
    .option('--force', 'replace files that are there')
    .option('--list', 'list the series of a DICOM folder with reasons, and write nothing')
    .option('--reasons', 'say why each series was recognised as what it is')
    .option(
      '--self-test',
      'prove the way DICOM, NIfTI, SEG, RTSTRUCT and back, on made series or on the given one',
    )
    .option('--json', 'one JSON value on standard output')
    .option('--quiet', 'only results and errors')
    .addHelpText('after', EXAMPLES)
    .action((input: string | undefined, output: string | undefined, flags: ConvertFlags, command: Command) =>
      runConvert(input, output, { flags, command }),
    );
}
