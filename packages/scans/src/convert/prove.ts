/**
 * The self-test of conversions: a series and a mask through every format and back, on made series or on one's own.
 *
 * Writes nothing. What it proves is stated in voxels and millimetres.
 */
import {
  type DicomStack,
  PHANTOM_PLANES,
  parseDicomFolder,
  phantomSeries,
  proveRoundTrip,
  type RoundTripStep,
} from '@mriscore/volume';
import { type SeriesSummary, summariseSeries } from '../open/describe.ts';
import { openSeries } from '../open/open.ts';
import { selectStacks, titleOf } from '../open/select.ts';
import { naming } from '../refusal.ts';

/** The ways that one series was walked. */
export interface SeriesProof {
  readonly series: string;
  readonly steps: readonly RoundTripStep[];
}

/** What the self-test found. */
export interface ConversionProof {
  readonly passed: boolean;
  readonly series: readonly SeriesProof[];
}

async function proveStack(name: string, stack: DicomStack): Promise<SeriesProof> {
  return { series: name, steps: await naming(name, () => proveRoundTrip(stack, new Date())) };
}

function madeStacks(): readonly (readonly [string, DicomStack])[] {
  return PHANTOM_PLANES.map((plane) => [plane.name, parseDicomFolder(phantomSeries(plane)).stacks[0]!]);
}

async function givenStacks(
  path: string,
  select: string | undefined,
): Promise<readonly (readonly [string, DicomStack])[]> {
  const stacks = await naming(path, async () => selectStacks((await openSeries(path)).folder.stacks, select));
  return stacks.map((stack) => [`${stack.id} ${titleOf(stack)}`, stack]);
}

/**
 * Walks every series through every format and back.
 *
 * @param path Folder, zip or file of DICOM images. Default: eight made series, in every plane and both stacking orders.
 * @param select Which series of several.
 * @throws ScanError as `openScan`, and the refusal of a series that makes no volume.
 * @example (await proveConversion()).passed; // true
 */
export async function proveConversion(path?: string, select?: string): Promise<ConversionProof> {
  const stacks = path === undefined ? madeStacks() : await givenStacks(path, select);
  const series: SeriesProof[] = [];
  for (const [name, stack] of stacks) series.push(await proveStack(name, stack));
  return { passed: series.every(({ steps }) => steps.every(({ passed }) => passed)), series };
}

/**
 * The series of a folder, recognised, without decoding a voxel.
 *
 * @throws ScanError as `openScan`; `scan/none` when there is no DICOM image.
 * @example (await listSeries('visit1')).map(({ sequence }) => sequence.role); // ['T1', 'T2', 'T1 contrast']
 */
export async function listSeries(path: string): Promise<readonly SeriesSummary[]> {
  return summariseSeries((await naming(path, () => openSeries(path))).folder.stacks);
}
