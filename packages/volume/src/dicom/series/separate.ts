/**
 * Slices of one series to groups that can each be one volume: by grid, contrast and time.
 *
 * What lies in another plane, matrix, echo, b-value or image component never shares a volume. Repeats at one position
 * are told apart by the header field that explains all of them, else by the order of instance numbers. What nothing
 * explains stays together and is reported as duplicates by the check of the stack.
 */
import type { Triple } from '../../volume.ts';
import type { DicomSlice, SlicePlace } from './slice.ts';

/** Largest difference of a direction cosine within one stack. */
const DIRECTION_TOLERANCE = 5e-4;
/** Positions closer than this along the normal are the same, in mm. */
export const SAME_POSITION_MM = 0.01;

/** Unit vector along which the slices of a stack follow each other: row direction cross column direction. */
export function normalOf({ rowDirection: r, columnDirection: c }: SlicePlace): Triple {
  return [r[1] * c[2] - r[2] * c[1], r[2] * c[0] - r[0] * c[2], r[0] * c[1] - r[1] * c[0]];
}

/** Position along the normal, in mm. */
export function projectedMm(place: SlicePlace, normal: Triple): number {
  const p = place.positionLpsMm;
  return p[0] * normal[0] + p[1] * normal[1] + p[2] * normal[2];
}

/** A group of slices and why it is one. */
export interface SliceGroup {
  readonly slices: readonly DicomSlice[];
  /** What tells this group from its neighbours, such as `echo time 20 ms` or `time point 3 of 10`. */
  readonly labels: readonly string[];
  /** Projected positions that the sibling groups have, in mm; empty when there are no siblings. */
  readonly expectedMm: readonly number[];
  /** True for slices that are left over because the series holds more kinds of slices than are told apart. */
  readonly leftOver?: boolean;
}

/** Most planes, and most contrasts in one plane, that are told apart in a series. */
const MAXIMUM_GROUPS = 2048;

interface Gathered {
  readonly groups: DicomSlice[][];
  readonly leftOver: DicomSlice[];
}

function gather(slices: readonly DicomSlice[], same: (a: DicomSlice, b: DicomSlice) => boolean): Gathered {
  const groups: DicomSlice[][] = [];
  const leftOver: DicomSlice[] = [];
  for (const slice of slices) {
    const home = groups.find((group) => same(group[0]!, slice));
    if (home !== undefined) home.push(slice);
    else if (groups.length < MAXIMUM_GROUPS) groups.push([slice]);
    else leftOver.push(slice);
  }
  return { groups, leftOver };
}

function close(a: readonly number[], b: readonly number[], tolerance: number): boolean {
  for (let at = 0; at < a.length; at++) if (Math.abs(a[at]! - b[at]!) > tolerance) return false;
  return true;
}

function sameGrid(a: DicomSlice, b: DicomSlice): boolean {
  if (a.rows !== b.rows || a.columns !== b.columns) return false;
  if (a.frameOfReferenceUid !== b.frameOfReferenceUid || a.stackId !== b.stackId) return false;
  if (a.place === undefined || b.place === undefined) return a.place === b.place && a.source === b.source;
  return (
    close(a.place.rowDirection, b.place.rowDirection, DIRECTION_TOLERANCE) &&
    close(a.place.columnDirection, b.place.columnDirection, DIRECTION_TOLERANCE) &&
    close(a.place.pixelMm, b.place.pixelMm, 1e-4 * a.place.pixelMm[0])
  );
}

/** Numbers that are equal, both absent, or closer than the tolerance allows. */
function near(a: number | undefined, b: number | undefined, tolerance: (a: number) => number): boolean {
  if (a === undefined || b === undefined) return a === b;
  return Math.abs(a - b) <= tolerance(Math.abs(a));
}

function sameContrast(a: DicomSlice, b: DicomSlice): boolean {
  const [x, y] = [a.contrast, b.contrast];
  return (
    x.component === y.component &&
    near(x.echoNumber, y.echoNumber, () => 0) &&
    near(x.echoTimeMs, y.echoTimeMs, (t) => Math.max(0.02 * t, 0.05)) &&
    near(x.bValue, y.bValue, (b) => Math.max(0.02 * b, 5)) &&
    close(x.gradientDirection ?? [0, 0, 0], y.gradientDirection ?? [0, 0, 0], 1e-3)
  );
}

function contrastLabels(group: readonly DicomSlice[], all: readonly DicomSlice[][]): string[] {
  if (all.length === 1) return [];
  const own = group[0]!.contrast;
  const others = all.map((g) => g[0]!.contrast);
  const labels: string[] = [];
  const varies = (key: 'echoTimeMs' | 'echoNumber' | 'bValue' | 'component'): boolean =>
    new Set(others.map((c) => c[key])).size > 1;
  if (varies('component')) labels.push(own.component);
  if (varies('echoTimeMs')) labels.push(`echo time ${own.echoTimeMs ?? 'unknown'} ms`);
  else if (varies('echoNumber')) labels.push(`echo ${own.echoNumber ?? 'unknown'}`);
  if (varies('bValue')) labels.push(`b-value ${own.bValue ?? 'unknown'} s/mm2`);
  const direction = own.gradientDirection?.map((v) => v.toFixed(3)).join(', ');
  if (labels.length === 0 && direction !== undefined) labels.push(`gradient ${direction}`);
  return labels;
}

/** Fields that may explain why a position occurs several times, in the order in which they are believed. */
const EXPLANATIONS: readonly (readonly [
  name: string,
  value: (s: DicomSlice) => string | number | undefined,
])[] = [
  ['time point', (s) => s.time.temporalPosition],
  ['image type', (s) => s.imageType.join('\\')],
  ['inversion time in ms', (s) => s.contrast.inversionTimeMs],
  ['trigger time in ms', (s) => s.time.triggerTimeMs],
  ['acquisition', (s) => s.time.acquisitionNumber],
  ['frame acquisition', (s) => s.time.frameAcquisitionNumber],
  ['acquisition time in s', (s) => s.time.acquisitionSeconds],
  ['content time in s', (s) => s.time.contentSeconds],
];

/** Slices by position along the normal, positions rising. */
function byPosition(slices: readonly DicomSlice[]): { mm: number; slices: DicomSlice[] }[] {
  const normal = normalOf(slices[0]!.place!);
  const placed = slices.map((slice) => ({ mm: projectedMm(slice.place!, normal), slice }));
  placed.sort((a, b) => a.mm - b.mm);
  const positions: { mm: number; slices: DicomSlice[] }[] = [];
  for (const { mm, slice } of placed) {
    const last = positions[positions.length - 1];
    if (last !== undefined && mm - last.mm <= SAME_POSITION_MM) last.slices.push(slice);
    else positions.push({ mm, slices: [slice] });
  }
  return positions;
}

/** Projected positions of slices in mm, rising, each once. */
export function positionsMm(slices: readonly DicomSlice[]): number[] {
  return byPosition(slices).map((p) => p.mm);
}

/** Smallest part of all positions that each class of an explanation must cover. */
const COVERAGE = 0.5;

/** Classes by the value of a field, or undefined when the field does not explain the repeats. */
function explain(
  slices: readonly DicomSlice[],
  value: (s: DicomSlice) => string | number | undefined,
): Map<string | number, DicomSlice[]> | undefined {
  const classes = new Map<string | number, DicomSlice[]>();
  for (const slice of slices) {
    const key = value(slice);
    if (key === undefined) return undefined;
    const members = classes.get(key);
    if (members === undefined) classes.set(key, [slice]);
    else members.push(slice);
  }
  if (classes.size < 2) return undefined;
  const positions = positionsMm(slices).length;
  for (const members of classes.values())
    if (positionsMm(members).length < COVERAGE * positions) return undefined;
  return classes;
}

/** Repeats in the order of instance numbers and frames, when every position has as many. */
function byRank(slices: readonly DicomSlice[]): DicomSlice[][] | undefined {
  const positions = byPosition(slices);
  const repeats = positions[0]!.slices.length;
  if (positions.some((p) => p.slices.length !== repeats)) return undefined;
  if (slices.some((s) => s.instanceNumber === undefined)) return undefined;
  if (new Set(slices.map((s) => `${s.instanceNumber} ${s.frame}`)).size !== slices.length) return undefined;
  const order = (a: DicomSlice, b: DicomSlice): number =>
    a.instanceNumber! - b.instanceNumber! || a.frame - b.frame;
  for (const p of positions) p.slices.sort(order);
  return Array.from({ length: repeats }, (_, n) => positions.map((p) => p.slices[n]!));
}

function separateRepeats(slices: readonly DicomSlice[], labels: readonly string[]): SliceGroup[] {
  const whole: SliceGroup[] = [{ slices, labels, expectedMm: [] }];
  if (slices[0]!.place === undefined) return whole;
  const positions = positionsMm(slices);
  if (positions.length === slices.length) return whole;
  for (const [name, value] of EXPLANATIONS) {
    const classes = explain(slices, value);
    if (classes === undefined) continue;
    const keys = [...classes.keys()].sort((a, b) =>
      typeof a === 'number' && typeof b === 'number' ? a - b : a < b ? -1 : 1,
    );
    return keys.flatMap((key, n) => {
      const label = name === 'time point' ? `time point ${n + 1} of ${keys.length}` : `${name} ${key}`;
      const parts = separateRepeats(classes.get(key)!, [...labels, label]);
      return parts.map((part) => ({ ...part, expectedMm: positions }));
    });
  }
  const ranked = byRank(slices);
  return ranked === undefined
    ? whole
    : ranked.map((part, n) => ({
        slices: part,
        labels: [...labels, `time point ${n + 1} of ${ranked.length}`],
        expectedMm: positions,
      }));
}

function gridLabel(all: readonly DicomSlice[][], at: number): string[] {
  return all.length === 1 ? [] : [`stack ${at + 1} of ${all.length}`];
}

/**
 * Groups the slices of one series.
 *
 * @param slices Slices that share a SeriesInstanceUID, at least one, in any order.
 */
export function separateSlices(slices: readonly DicomSlice[]): SliceGroup[] {
  const ordered = [...slices].sort(
    (a, b) =>
      (a.instanceNumber ?? 0) - (b.instanceNumber ?? 0) ||
      a.frame - b.frame ||
      (a.source.name < b.source.name ? -1 : 1),
  );
  const { groups: grids, leftOver } = gather(ordered, sameGrid);
  const rest = [leftOver];
  const found = grids.flatMap((grid, at) => {
    const contrasts = gather(grid, sameContrast);
    rest.push(contrasts.leftOver);
    return contrasts.groups.flatMap((group) =>
      separateRepeats(group, [...gridLabel(grids, at), ...contrastLabels(group, contrasts.groups)]),
    );
  });
  const unsorted = rest
    .filter((slices) => slices.length > 0)
    .map((slices) => ({ slices, labels: ['left over'], expectedMm: [], leftOver: true }));
  return [...found, ...unsorted];
}
