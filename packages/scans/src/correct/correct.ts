/**
 * `n4`: the brightness gradient of the coils estimated and divided out.
 *
 * Writes the corrected scan, and the field and its record when asked.
 */
import {
  applyN4,
  biasField,
  findBody,
  findTissue,
  type GridRepair,
  type Mask,
  type N4Plan,
  planN4,
  type Volume,
} from '@mriscore/volume';
import { type GridSummary, summariseGrid } from '../open/describe.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import { readMasks } from '../read/masks.ts';
import { placeMask } from '../read/place-mask.ts';
import { type ReadVolume, readVolume } from '../read/volume.ts';
import { naming } from '../refusal.ts';
import { formatVolume, requireFree, requireScanName, type WriteOptions, writeScan } from '../write/write.ts';

/** How a scan is corrected. */
export interface CorrectScanOptions extends WriteOptions {
  /** Mask of the tissue; every voxel above 0 counts. Default: found, as `within` says. */
  readonly mask?: string;
  /** What counts without a mask: voxels above Otsu's threshold, or the whole body with its cavities. Default 'tissue'. */
  readonly within?: 'tissue' | 'body';
  /** DICOM series of an RTSTRUCT or SEG mask. Default: the scan when it is DICOM. */
  readonly reference?: string;
  /** What to do about a mask on another grid. Default: refuse. */
  readonly repair?: GridRepair;
  /** Voxels are thinned until they are this far apart, in mm. Default 4. */
  readonly shrinkMm?: number;
  /** Levels; each doubles the spline's spans. Default 4. */
  readonly levels?: number;
  /** Most iterations of a level. Default 50. */
  readonly iterations?: number;
  /** A level ends when the field's relative change is below this. Default 0.001. */
  readonly convergence?: number;
  /** File for the field: factors around 1. Default none. */
  readonly field?: string;
  /** File for the plan as JSON, from which the field can be drawn again. Default none. */
  readonly record?: string;
  readonly select?: string;
  /** Told what is going on. */
  readonly onStep?: (text: string) => void;
}

const DEFAULTS = { shrinkMm: 4, levels: 4, iterations: 50, convergence: 1e-3 } as const;

const KNOWN: KnownOptions<CorrectScanOptions> = {
  mask: null,
  within: 'tissue',
  reference: null,
  repair: null,
  ...DEFAULTS,
  field: null,
  record: null,
  select: null,
  onStep: null,
  force: false,
};

/** What a correction did. */
export interface CorrectedScan {
  readonly path: string;
  readonly field: string | null;
  readonly record: string | null;
  readonly grid: GridSummary;
  /** Iterations that each level took. */
  readonly iterations: readonly number[];
  readonly settings: {
    readonly shrinkMm: number;
    readonly levels: number;
    readonly iterations: number;
    readonly convergence: number;
    readonly within: string;
  };
  /** Smallest and largest factor of the field inside the tissue. */
  readonly fieldRange: readonly [least: number, most: number];
  /** Voxels that count as tissue. */
  readonly tissueVoxels: number;
  /** How the mask was brought onto the grid, when it was. */
  readonly repair: string | null;
}

function settingsOf(options: CorrectScanOptions): CorrectedScan['settings'] {
  const given = (name: keyof typeof DEFAULTS): number => options[name] ?? DEFAULTS[name];
  return {
    shrinkMm: given('shrinkMm'),
    levels: given('levels'),
    iterations: given('iterations'),
    convergence: given('convergence'),
    within: options.mask ?? options.within ?? 'tissue',
  };
}

interface Tissue {
  readonly inside: Uint8Array;
  readonly within: Mask | 'tissue' | 'body';
  readonly repair: string | null;
}

const foundIn = (volume: Volume, { within }: CorrectScanOptions): Uint8Array =>
  within === 'body' ? findBody(volume).data : findTissue(volume);

/** Every voxel that is above 0 in one of the masks. */
function unionOf(masks: readonly Mask[]): Mask {
  const [first, ...rest] = masks as readonly [Mask, ...Mask[]];
  if (rest.length === 0) return first;
  const data = first.data.map((value, at) =>
    value !== 0 || rest.some((mask) => mask.data[at] !== 0) ? 1 : 0,
  );
  return { geometry: first.geometry, data, labels: [{ value: 1, name: 'tissue' }] };
}

async function tissueOf({ volume, path, stack }: ReadVolume, options: CorrectScanOptions): Promise<Tissue> {
  const { mask, reference, repair } = options;
  if (mask === undefined)
    return {
      inside: await naming(path, () => foundIn(volume, options)),
      within: options.within ?? 'tissue',
      repair: null,
    };
  const series = reference ?? (stack === undefined ? undefined : path);
  const { masks } = await readMasks(mask, series === undefined ? {} : { reference: series });
  const drawn = unionOf(masks);
  const anyOrder = stack !== undefined;
  const placed = await naming(mask, () =>
    placeMask({ mask: drawn, image: volume.geometry, repair, anyOrder }),
  );
  return { inside: placed.mask.data, within: placed.mask, repair: placed.explanation };
}

function rangeInside(field: Float32Array, mask: Uint8Array): [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (let at = 0; at < field.length; at++) {
    if (mask[at] === 0) continue;
    least = Math.min(least, field[at]!);
    most = Math.max(most, field[at]!);
  }
  return [Number(least.toFixed(4)), Number(most.toFixed(4))];
}

const recordBytes = (plan: N4Plan): Uint8Array => new TextEncoder().encode(`${JSON.stringify(plan)}\n`);

/**
 * Corrects a scan.
 *
 * @param input Scan in any format, DICOM folders too.
 * @param out .nii.gz, .nii, .nrrd or .mha.
 * @throws ScanError `bias/option`, `bias/region`, `scan/exists`, `mask/other-grid`, and every code of the readers.
 * @example await correctScan('t1', 't1-n4.nii.gz', { mask: 'head.nii.gz', field: 'field.nii.gz' });
 */
export async function correctScan(
  input: string,
  out: string,
  options: CorrectScanOptions = {},
): Promise<CorrectedScan> {
  checkOptions(options, KNOWN);
  const { ending } = await naming(out, () => requireScanName(out));
  const { field, record, select } = options;
  const fieldEnding =
    field === undefined ? ending : (await naming(field, () => requireScanName(field))).ending;
  await requireFree(
    [out, field, record].filter((path) => path !== undefined),
    options,
  );
  options.onStep?.(`reading ${input}`);
  const scan = await readVolume(input, select === undefined ? {} : { select });
  const { volume } = scan;
  const tissue = await tissueOf(scan, options);
  const settings = settingsOf(options);
  options.onStep?.('estimating the field');
  const { shrinkMm, levels, iterations, convergence } = settings;
  const within = { within: tissue.within, thinToMm: shrinkMm, levels, iterations, convergence };
  const plan = await naming(input, () => planN4(volume, within));
  options.onStep?.(`writing ${out}`);
  const drawn = biasField(volume.geometry, plan);
  const bytes = formatVolume(applyN4(volume, plan), ending);
  if (field !== undefined) await writeScan(field, formatVolume(drawn, fieldEnding), options);
  if (record !== undefined) await writeScan(record, recordBytes(plan), options);
  await writeScan(out, bytes, options);
  return {
    path: out,
    field: field ?? null,
    record: record ?? null,
    grid: summariseGrid(volume.geometry),
    iterations: plan.iterations,
    settings,
    fieldRange: rangeInside(drawn.data, tissue.inside),
    tissueVoxels: tissue.inside.reduce((sum, value) => sum + (value === 0 ? 0 : 1), 0),
    repair: tissue.repair,
  };
}
