/**
 * `mriscore register`: one scan brought onto another, with a figure of how good it is.
 */
import {
  isTransformName,
  type RegisteredScan,
  registerScans,
  SCAN_ENDINGS,
  splitScanName,
} from '@mriscore/scans';
import { type Command, Option } from 'commander';
import { type OutputFlags, openSpeech } from '../show/speech.ts';
import { openStep } from './step.ts';

interface RegisterFlags extends OutputFlags {
  readonly transform?: string;
  readonly apply?: string;
  readonly interpolation?: 'linear' | 'nearest' | 'b-spline';
  readonly labels?: boolean;
  readonly acceptWorse?: boolean;
  readonly force?: boolean;
  readonly selectFixed?: string;
  readonly selectMoving?: string;
}

/** What is wrong with the arguments together; undefined when nothing is. */
function usageFault(out: string, flags: RegisterFlags): string | undefined {
  const ending = splitScanName(out)?.ending;
  const images = SCAN_ENDINGS.filter((one) => one !== '.dcm' && one !== '.seg.nrrd');
  if (ending === undefined || ending === '.dcm' || ending === '.seg.nrrd')
    return `the output ${out} must end in ${images.join(', ')}.`;
  if (flags.transform !== undefined && !isTransformName(flags.transform))
    return `the transform ${flags.transform} must end in .tfm, .txt or .json.`;
  if (flags.transform !== undefined && flags.apply !== undefined)
    return '--apply uses a transform and --transform writes the one that was found: give one of them.';
  if (flags.labels === true && flags.apply === undefined)
    return '--labels needs --apply: register the image first, then move its labels by the same transform.';
  return undefined;
}

function lines({ path, transform, grid, plan, covered }: RegisteredScan): readonly string[] {
  const written = `${path}: ${grid.size.join(' x ')} voxels, ${(100 * covered).toFixed(1)} % of them inside the moving scan`;
  if (plan === null) return [written];
  const { motion, informationBefore, informationAfter, overlap, meanMotionMm } = plan;
  const three = (values: readonly number[]): string => values.map((v) => v.toFixed(2)).join(', ');
  return [
    `mutual information  ${informationBefore.toFixed(4)} before, ${informationAfter.toFixed(4)} after (nats, on points the search did not see)`,
    `body inside         ${(100 * overlap).toFixed(1)} % of the fixed body lies inside the moving scan`,
    `motion              ${meanMotionMm.toFixed(2)} mm on average over the box around the body`,
    `rotation            ${three(motion.rotationDegrees)} degrees about x, y, z (LPS)`,
    `translation         ${three(motion.translationMm)} mm (LPS)`,
    '',
    written,
    ...(transform === null ? [] : [`${transform}: takes points of the fixed scan to the moving one`]),
  ];
}

async function register(
  fixed: string,
  moving: string,
  { out, flags }: { out: string; flags: RegisterFlags },
): Promise<void> {
  const { json: _json, quiet: _quiet, ...options } = flags;
  using step = openStep(flags);
  const done = await registerScans({ fixed, moving, out }, { ...options, onStep: (text) => step.show(text) });
  step.show('');
  openSpeech(flags).result(lines(done), done);
}

const EXAMPLES = `
Scans may be of different sequences and on different grids. A registration after which the scans fit worse than before
is refused (exit 10). Look at the result: a good figure is no proof.

Examples:
  $ mriscore register t1c.nii.gz t2.nii.gz t2-on-t1c.nii.gz --transform t2.tfm
  $ mriscore register visit1 visit1 t1.nii.gz --select-fixed "t1 gd" --select-moving "t1 tse"
  $ mriscore register t1c.nii.gz t2-mask.nii.gz mask-on-t1c.nii.gz --apply t2.tfm --labels`;

/** Adds the command. */
export function addRegister(program: Command): void {
  program
    .command('register')
    .argument('<fixed>', 'scan that stays: any format, DICOM folder or zip too')
    .argument('<moving>', 'scan that is brought onto it')
    .argument('<out>', 'the moving scan on the grid of the fixed one (.nii.gz, .nii, .nrrd, .mha)')
    .description('bring one scan of a head onto another by a rigid motion, and say how good it is')
    .option('--transform <file>', 'write the motion: .tfm or .txt for ITK and 3D Slicer, .json as a record')
    .option('--apply <file>', 'use a transform that was found before (.tfm, .txt, .json) and search nothing')
    .addOption(
      new Option('--interpolation <kind>', 'how values between voxels are found (default: linear)').choices([
        'linear',
        'nearest',
        'b-spline',
      ]),
    )
    .option('--labels', 'the moving scan is a mask: every voxel keeps a whole label (with --apply)')
    .option('--accept-worse', 'write also when the scans fit worse than before')
    .option('--select-fixed <series>', 'which series of a folder: id, number, UID or part of its description')
    .option('--select-moving <series>', 'as --select-fixed')
    .option('--force', 'replace files that are there')
    .option('--json', 'one JSON value on standard output')
    .option('--quiet', 'only results and errors')
    .addHelpText('after', EXAMPLES)
    .action((fixed: string, moving: string, out: string, flags: RegisterFlags, command: Command) => {
      const fault = usageFault(out, flags);
      if (fault !== undefined) command.error(`error: ${fault}`);
      return register(fixed, moving, { out, flags });
    });
}
