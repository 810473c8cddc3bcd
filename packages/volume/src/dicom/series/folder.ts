/**
 * Files of a folder to stacks that can each become one volume, and a list of everything else.
 *
 * Reads names and bytes, gives stacks in a fixed order, other DICOM objects, files that are no DICOM, and files that
 * look like DICOM but cannot be read. Decodes no pixels. Nothing is dropped without being listed.
 */
import { VolumeError, type VolumeErrorCode } from '../../errors.ts';
import { checkOptions, type KnownOptions } from '../../options.ts';
import type { Geometry } from '../../volume.ts';
import { DICOM_LIMITS, type DicomLimits } from '../parse/dataset.ts';
import { hasProgramPreamble, looksLikeDicom, parseDicom } from '../parse/file.ts';
import { findNumber, findText } from '../parse/value.ts';
import { type Acquisition, describeAcquisition } from './acquisition.ts';
import { hasPixels, parseSlices } from './header.ts';
import { type SliceGroup, separateSlices } from './separate.ts';
import type { DicomInput, DicomSlice, NamedDicom } from './slice.ts';
import { type OrderedSlices, orderSlices, type StackFinding } from './stack.ts';

/** Slices that make, or should make, one volume. */
export interface DicomStack {
  /** Short name that is unique in the folder and safe as a file name, such as `s004` or `s004-2`. */
  readonly id: string;
  /** What tells the stack from others of its series; empty when the series is one volume. */
  readonly labels: readonly string[];
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly frameOfReferenceUid?: string;
  /** `localiser` for scout views, which nobody analyses. */
  readonly kind: 'image' | 'localiser';
  /** By rising position along the normal. */
  readonly slices: readonly DicomSlice[];
  /** Present when no finding is a refusal. */
  readonly geometry?: Geometry;
  readonly findings: readonly StackFinding[];
  readonly acquisition: Acquisition;
}

/** A DICOM file that is no image, such as a SEG or an RTSTRUCT. */
export interface OtherDicom extends NamedDicom {
  readonly sopClassUid: string;
  readonly modality: string;
}

/** A file that looks like DICOM and could not be read. */
export interface UnreadableDicom {
  readonly name: string;
  readonly code: VolumeErrorCode;
  readonly message: string;
  /** The message in its three parts. */
  readonly finding: VolumeError['finding'];
  /** The series it belongs to, when its header could be read: that series lacks this image. */
  readonly seriesUid?: string;
}

/** Everything that was in a folder. */
export interface DicomFolder {
  readonly stacks: readonly DicomStack[];
  readonly others: readonly OtherDicom[];
  /** Names of files that are no DICOM. */
  readonly ignored: readonly string[];
  readonly unreadable: readonly UnreadableDicom[];
  /** Names of files whose preamble makes them a program too. They are read; do not run or share them. */
  readonly programs: readonly string[];
}

/** SOP classes whose pixels are no scan. */
const NO_SCAN: ReadonlySet<string> = new Set([
  'SEG',
  'RTSTRUCT',
  'RTDOSE',
  'PR',
  'KO',
  'SR',
  'RTPLAN',
  'REG',
]);

/** How a folder is read. */
export interface ParseFolderOptions {
  /** Bounds on each file. Default `DICOM_LIMITS`. */
  readonly limits?: Partial<DicomLimits>;
}

const KNOWN: KnownOptions<ParseFolderOptions> = { limits: null };

interface Sorted {
  readonly slices: DicomSlice[];
  readonly others: OtherDicom[];
  readonly ignored: string[];
  readonly unreadable: UnreadableDicom[];
}

function sortFile(input: DicomInput, sorted: Sorted, limits: Partial<DicomLimits>): void {
  if (!looksLikeDicom(input.bytes)) {
    sorted.ignored.push(input.name);
    return;
  }
  let seriesUid: string | undefined;
  try {
    const named: NamedDicom = { name: input.name, file: parseDicom(input.bytes, limits) };
    const { dataset } = named.file;
    seriesUid = findText(dataset, 'SeriesInstanceUID');
    const modality = findText(dataset, 'Modality') ?? '';
    if (hasPixels(named) && !NO_SCAN.has(modality)) sorted.slices.push(...parseSlices(named));
    else sorted.others.push({ ...named, modality, sopClassUid: findText(dataset, 'SOPClassUID') ?? '' });
  } catch (error) {
    if (!(error instanceof VolumeError)) throw error;
    const { code, message, finding } = error;
    const series = seriesUid === undefined ? {} : { seriesUid };
    sorted.unreadable.push({ name: input.name, code, message, finding, ...series });
  }
}

function orderOrRefuse(group: SliceGroup): OrderedSlices {
  try {
    return orderSlices(group);
  } catch (error) {
    if (!(error instanceof VolumeError)) throw error;
    const finding: StackFinding = {
      kind: 'refusal',
      code: 'series/no-position',
      sentence: error.finding.found,
    };
    return { slices: group.slices, findings: [finding] };
  }
}

const LOCALISER = /local[iy][sz]|scout|surview|topogram|3[- ]?pl(ane)?[- _]?loc|^loc\b/i;

function kindOf(acquisition: Acquisition): DicomStack['kind'] {
  const { imageType, seriesDescription = '', protocolName = '' } = acquisition;
  const stated = imageType.includes('LOCALIZER');
  return stated || LOCALISER.test(seriesDescription) || LOCALISER.test(protocolName) ? 'localiser' : 'image';
}

function stackOf(group: SliceGroup, id: string): DicomStack {
  const ordered = orderOrRefuse(group);
  const first = ordered.slices[0]!;
  const acquisition = describeAcquisition(ordered.slices);
  return {
    id,
    labels: group.labels,
    studyUid: first.studyUid,
    seriesUid: first.seriesUid,
    ...(first.frameOfReferenceUid === undefined ? {} : { frameOfReferenceUid: first.frameOfReferenceUid }),
    kind: kindOf(acquisition),
    ...ordered,
    acquisition,
  };
}

function bySeries(slices: readonly DicomSlice[]): DicomSlice[][] {
  const series = new Map<string, DicomSlice[]>();
  for (const slice of slices) {
    const key = `${slice.studyUid} ${slice.seriesUid}`;
    const members = series.get(key);
    if (members === undefined) series.set(key, [slice]);
    else members.push(slice);
  }
  const number = (s: DicomSlice[]): number => findNumber(s[0]!.source.file.dataset, 'SeriesNumber') ?? 0;
  const keyOf = (s: DicomSlice[]): string => `${s[0]!.studyUid} ${s[0]!.seriesUid}`;
  return [...series.values()].sort((a, b) => number(a) - number(b) || (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Names that stay unique when two studies use the same series number. */
function nameSeries(series: readonly DicomSlice[], taken: Set<string>): string {
  const number = findNumber(series[0]!.source.file.dataset, 'SeriesNumber') ?? 0;
  const plain = `s${String(Math.max(0, Math.trunc(number))).padStart(3, '0')}`;
  let name = plain;
  for (let n = 0; taken.has(name); n++)
    name = `${plain}${String.fromCharCode(98 + (n % 25))}${n < 25 ? '' : n}`;
  taken.add(name);
  return name;
}

/** Names of several stacks of a series, in an order that sorting by name keeps: s004-01 to s004-10. */
function numbered(name: string, n: number, count: number): string {
  return count === 1 ? name : `${name}-${String(n + 1).padStart(String(count).length, '0')}`;
}

/**
 * Sorts the files of a folder into stacks.
 *
 * The order of the inputs does not matter. A stack with a refusal among its findings has no geometry.
 *
 * @param inputs Name and bytes of every file; names are used in messages only.
 * @example const { stacks } = parseDicomFolder([{ name: '1.dcm', bytes }]);
 */
export function parseDicomFolder(
  inputs: readonly DicomInput[],
  options: ParseFolderOptions = {},
): DicomFolder {
  checkOptions(options, KNOWN);
  checkOptions(options.limits ?? {}, DICOM_LIMITS);
  const sorted: Sorted = { slices: [], others: [], ignored: [], unreadable: [] };
  const ordered = [...inputs].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const input of ordered) sortFile(input, sorted, options.limits ?? {});
  const taken = new Set<string>();
  const stacks = bySeries(sorted.slices).flatMap((series) => {
    const name = nameSeries(series, taken);
    const groups = separateSlices(series);
    return groups.map((group, n) => stackOf(group, numbered(name, n, groups.length)));
  });
  const programs = ordered.filter((input) => hasProgramPreamble(input.bytes)).map((input) => input.name);
  const { others, ignored, unreadable } = sorted;
  return { stacks, others, ignored, unreadable, programs };
}
