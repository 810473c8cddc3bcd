/**
 * `register`: one scan brought onto another by a rigid motion, with a figure of how good it is.
 *
 * Writes the moving scan on the fixed scan's grid, and the motion when asked. A registration that fits worse than none
 * is refused and writes nothing.
 */
import {
  createMask,
  type Interpolation,
  planRegistration,
  type RegisterPlan,
  resample,
  resampleMask,
  rigidAffine,
  type Volume,
} from '@mriscore/volume';
import { type GridSummary, summariseGrid } from '../open/describe.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import { readVolume } from '../read/volume.ts';
import { naming, refuse } from '../refusal.ts';
import { formatVolume, requireFree, requireScanName, type WriteOptions, writeScan } from '../write/write.ts';
import { formatTransform, readTransform } from './transform.ts';

/** How scans are registered. */
export interface RegisterScansOptions extends WriteOptions {
  /** File for the motion: .tfm or .txt in ITK's form, .json as a record. Default none. */
  readonly transform?: string;
  /** A motion that was found before, as a file; nothing is searched then. */
  readonly apply?: string;
  /** Default 'linear'; labels are always moved by their regions. */
  readonly interpolation?: Interpolation;
  /** The moving scan is a label map: every voxel keeps a whole label. Needs `apply`. */
  readonly labels?: boolean;
  /** Write also when the scans fit worse than before. Default false. */
  readonly acceptWorse?: boolean;
  /** Which series of a folder. */
  readonly selectFixed?: string;
  readonly selectMoving?: string;
  /** Told what is going on. */
  readonly onStep?: (text: string) => void;
}

const KNOWN: KnownOptions<RegisterScansOptions> = {
  transform: null,
  apply: null,
  interpolation: 'linear',
  labels: false,
  acceptWorse: false,
  selectFixed: null,
  selectMoving: null,
  onStep: null,
  force: false,
};

/** What a registration did. */
export interface RegisteredScan {
  readonly path: string;
  readonly transform: string | null;
  readonly grid: GridSummary;
  /** Null when a motion was given. */
  readonly plan: RegisterPlan | null;
  /** Points of the fixed scan to the moving one, LPS mm; 3x4 row-major. */
  readonly fixedToMovingLps: readonly number[];
  /** Share of the written voxels that lie inside the moving scan, 0 to 1. */
  readonly covered: number;
}

interface Pair {
  readonly fixed: Volume;
  readonly moving: Volume;
}

async function readPair(fixed: string, moving: string, options: RegisterScansOptions): Promise<Pair> {
  const select = (asked: string | undefined): { select?: string } =>
    asked === undefined ? {} : { select: asked };
  options.onStep?.(`reading ${fixed}`);
  const one = await readVolume(fixed, select(options.selectFixed));
  options.onStep?.(`reading ${moving}`);
  const other = await readVolume(moving, select(options.selectMoving));
  return { fixed: one.volume, moving: other.volume };
}

/** Share of the fixed grid's voxels that the moving scan covers. */
function coveredShare({ fixed, moving }: Pair, affine: Float64Array): number {
  const ones = { geometry: moving.geometry, data: new Uint8Array(moving.data.length).fill(1) };
  const { data } = resample(ones, fixed.geometry, { method: 'nearest', targetToInputLps: affine });
  let inside = 0;
  for (const value of data) inside += value;
  return inside / data.length;
}

function moved(pair: Pair, affine: Float64Array, options: RegisterScansOptions): Volume {
  const { fixed, moving } = pair;
  if (options.labels === true)
    return resampleMask(createMask(moving), fixed.geometry, { targetToInputLps: affine });
  return resample(moving, fixed.geometry, {
    method: options.interpolation ?? 'linear',
    targetToInputLps: affine,
  });
}

function requireCover(covered: number): void {
  if (covered > 0) return;
  refuse('register/no-overlap', {
    found: 'no voxel of it comes to lie on the grid of the fixed scan.',
    needed: 'Scans of the same region are needed, and the transform between these two.',
    remedy: 'Check the transform and its direction: it takes points of the fixed scan to the moving one.',
  });
}

/**
 * Registers a scan and writes it on the fixed scan's grid.
 *
 * @param files Fixed scan, moving scan (any format, DICOM folders too) and the file to write (.nii.gz, .nii, .nrrd, .mha).
 * @throws ScanError `register/worse`, `register/no-overlap`, `scan/exists`, `scan/not-a-mask` for labels without a
 *   given motion, and every code of `readVolume` and `readTransform`.
 * @example
 * await registerScans({ fixed: 't1c.nii.gz', moving: 't2', out: 't2-on-t1c.nii.gz' }, { transform: 't2.tfm' });
 */
export async function registerScans(
  files: { readonly fixed: string; readonly moving: string; readonly out: string },
  options: RegisterScansOptions = {},
): Promise<RegisteredScan> {
  checkOptions(options, KNOWN);
  const { fixed, moving, out } = files;
  const { ending } = await naming(out, () => requireScanName(out));
  const { transform, apply } = options;
  await requireFree(transform === undefined ? [out] : [out, transform], options);
  const given = apply === undefined ? undefined : await naming(apply, () => readTransform(apply));
  const pair = await readPair(fixed, moving, options);
  options.onStep?.(given === undefined ? 'registering' : 'resampling');
  const accept = { acceptWorse: options.acceptWorse ?? false };
  const plan =
    given === undefined
      ? await naming(`${moving} onto ${fixed}`, () => planRegistration(pair.fixed, pair.moving, accept))
      : null;
  const affine = given ?? rigidAffine(plan!.motion);
  const covered = coveredShare(pair, affine);
  const volume = await naming(moving, () => {
    requireCover(covered);
    return moved(pair, affine, options);
  });
  const bytes = formatVolume(volume, ending);
  if (transform !== undefined && plan !== null) {
    await writeScan(transform, formatTransform(transform, { fixed, moving, plan }), options);
  }
  await writeScan(out, bytes, options);
  return {
    path: out,
    transform: plan === null ? null : (transform ?? null),
    grid: summariseGrid(volume.geometry),
    plan,
    fixedToMovingLps: [...affine],
    covered,
  };
}
