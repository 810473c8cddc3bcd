/**
 * A group of slices to one grid: order by projected position, and every gap, double and unevenness by name.
 *
 * Reads places, gives a geometry or findings that forbid one. Never fills a gap and never drops a slice.
 */

import type { DicomErrorCode } from '../../dicom-codes.ts';
import { VolumeError } from '../../errors.ts';
import { checkGeometry } from '../../geometry/geometry.ts';
import type { Geometry, Triple } from '../../volume.ts';
import { normalOf, projectedMm, SAME_POSITION_MM, type SliceGroup } from './separate.ts';
import type { DicomSlice } from './slice.ts';

/** Something about a stack that a person must know. */
export interface StackFinding {
  /** `refusal` forbids a volume; `note` does not. */
  readonly kind: 'refusal' | 'note';
  readonly code: Extract<DicomErrorCode, `series/${string}`>;
  /** One or more whole sentences. */
  readonly sentence: string;
}

/** Slices in order, with the grid they make or the reasons why they make none. */
export interface OrderedSlices {
  /** By rising projected position; in input order when places are unknown. */
  readonly slices: readonly DicomSlice[];
  /** Present unless a finding is a refusal. */
  readonly geometry?: Geometry;
  readonly findings: readonly StackFinding[];
}

/** How far a slice may lie from the even spacing: this in mm, or this part of the spacing, whichever is more. */
const UNEVEN_MM = 0.05;
const UNEVEN_PART = 0.02;
/** Sideways drift over a whole stack below which the third axis is taken as the normal, in mm. */
const DRIFT_MM = 0.01;
/** Angle between the stacking direction and the normal above which a tilt is noted, in degrees. */
const TILT_DEGREES = 0.2;
/** Most slices that are named one by one. */
const NAMED_SLICES = 8;

interface Placed {
  readonly slice: DicomSlice;
  readonly mm: number;
}

const refusal = (code: StackFinding['code'], sentence: string): StackFinding => ({
  kind: 'refusal',
  code,
  sentence,
});
const at = (mm: number): string => `${mm.toFixed(1)} mm`;

function listed(parts: readonly string[]): string {
  const shown = parts.slice(0, NAMED_SLICES).join(', ');
  return parts.length > NAMED_SLICES ? `${shown} and ${parts.length - NAMED_SLICES} more` : shown;
}

function findDuplicates(placed: readonly Placed[]): StackFinding | undefined {
  const positions: Placed[][] = [];
  for (const p of placed) {
    const last = positions[positions.length - 1];
    if (last !== undefined && p.mm - last[0]!.mm <= SAME_POSITION_MM) last.push(p);
    else positions.push([p]);
  }
  const names: string[] = [];
  const copies = new Set<string>();
  positions.forEach((same, n) => {
    if (same.length === 1) return;
    const files = same.map((p) => p.slice.source.name).join(', ');
    names.push(
      `slice ${n + 1} of ${positions.length} is there ${same.length} times at ${at(same[0]!.mm)} (${files})`,
    );
    if (new Set(same.map((p) => p.slice.sopInstanceUid)).size < same.length) copies.add('copy');
  });
  if (names.length === 0) return undefined;
  const why = copies.size > 0 ? ' Some of them are the same image twice.' : '';
  return refusal('series/duplicate-slices', `Found double slices: ${listed(names)}.${why}`);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)]!;
}

/** Slices missing inside the stack, told from gaps that are whole multiples of the usual distance. */
function findGaps(mm: readonly number[]): StackFinding | undefined {
  if (mm.length < 3) return undefined;
  const steps = mm.slice(1).map((value, n) => value - mm[n]!);
  const step = median(steps);
  const tolerance = Math.max(UNEVEN_MM, UNEVEN_PART * step);
  const missing: { number: number; mm: number }[] = [];
  let index = 0;
  for (const [n, found] of steps.entries()) {
    const multiple = Math.round(found / step);
    if (multiple < 1 || Math.abs(found - multiple * step) > tolerance * Math.max(1, multiple))
      return uneven(steps);
    // As many gaps as slices are no lost files: the positions are simply not even.
    if (missing.length + multiple - 1 > mm.length) return uneven(steps);
    for (let m = 1; m < multiple; m++) missing.push({ number: index + m + 1, mm: mm[n]! + m * step });
    index += multiple;
  }
  if (missing.length === 0) return undefined;
  const total = index + 1;
  const names = missing.map((m) => `slice ${m.number} of ${total} is missing at ${at(m.mm)}`);
  return refusal('series/missing-slices', `Found gaps: ${listed(names)}.`);
}

function uneven(steps: readonly number[]): StackFinding {
  const [least, most] = [Math.min(...steps), Math.max(...steps)];
  return refusal(
    'series/spacing',
    `Found slices at uneven distances, from ${least.toFixed(3)} to ${most.toFixed(3)} mm.`,
  );
}

/** Positions that the other time points have and this one has not. */
function findMissingOfSiblings(mm: readonly number[], group: SliceGroup): StackFinding | undefined {
  const expected = group.expectedMm;
  const names = expected.flatMap((value, n) =>
    mm.some((own) => Math.abs(own - value) <= SAME_POSITION_MM)
      ? []
      : [`slice ${n + 1} of ${expected.length} is missing at ${at(value)}`],
  );
  if (names.length === 0) return undefined;
  return refusal('series/missing-slices', `Found gaps in ${group.labels.join(', ')}: ${listed(names)}.`);
}

/** Where the first slice lies and how far it is to the next, both LPS mm. */
interface Line {
  readonly origin: Triple;
  readonly step: Triple;
}

/**
 * Distance of the two slices that were numbered first, when all slices agree with it; else the mean distance.
 *
 * Positions are often rounded. Taking the first two as dcm2niix does gives its affine; the mean is the better answer
 * once the rounding would add up over the stack.
 */
function distanceOf(placed: readonly Placed[], numberedFromEnd: boolean): number {
  const n = placed.length;
  const mean = (placed[n - 1]!.mm - placed[0]!.mm) / (n - 1);
  const pair = numberedFromEnd ? placed[n - 1]!.mm - placed[n - 2]!.mm : placed[1]!.mm - placed[0]!.mm;
  return Math.abs(pair - mean) * (n - 1) <= UNEVEN_MM ? pair : mean;
}

/** The line on which the slices lie: along the normal when nothing drifts, else as the positions say. */
function lineOf(placed: readonly Placed[], normal: Triple): Line {
  const [first, last] = [placed[0]!.slice, placed[placed.length - 1]!.slice];
  const steps = placed.length - 1;
  const numberedFromEnd = (first.instanceNumber ?? 0) > (last.instanceNumber ?? 0);
  const along = distanceOf(placed, numberedFromEnd);
  const [from, to] = [first.place!.positionLpsMm, last.place!.positionLpsMm];
  const mean: Triple = [(to[0] - from[0]) / steps, (to[1] - from[1]) / steps, (to[2] - from[2]) / steps];
  const meanAlong = mean[0] * normal[0] + mean[1] * normal[1] + mean[2] * normal[2];
  const drift = Math.hypot(...mean.map((value, axis) => value - normal[axis]! * meanAlong)) * steps;
  if (drift > DRIFT_MM) return { origin: from, step: mean };
  const step: Triple = [normal[0] * along, normal[1] * along, normal[2] * along];
  const back = (axis: 0 | 1 | 2): number => to[axis] - step[axis] * steps;
  return { origin: numberedFromEnd ? [back(0), back(1), back(2)] : from, step };
}

/** Largest distance of a slice from the straight, even line, in mm. */
function largestDeviation(placed: readonly Placed[], { origin, step }: Line): number {
  return Math.max(
    ...placed.map(({ slice }, n) =>
      Math.hypot(...slice.place!.positionLpsMm.map((value, axis) => value - origin[axis]! - n * step[axis]!)),
    ),
  );
}

function tiltNote(step: Triple, normal: Triple): StackFinding | undefined {
  const length = Math.hypot(...step);
  const cosine = (step[0] * normal[0] + step[1] * normal[1] + step[2] * normal[2]) / length;
  const degrees = (Math.acos(Math.min(1, cosine)) * 180) / Math.PI;
  if (degrees < TILT_DEGREES) return undefined;
  const sentence = `The slices are stacked ${degrees.toFixed(1)} degrees off their normal (gantry tilt). The grid is sheared and kept so.`;
  return { kind: 'note', code: 'series/gantry-tilt', sentence };
}

function geometryOf(slices: readonly DicomSlice[], { origin: p, step }: Line): Geometry {
  const { rowDirection: r, columnDirection: c, pixelMm } = slices[0]!.place!;
  const m = new Float64Array(12);
  for (const axis of [0, 1, 2] as const) {
    m.set([r[axis] * pixelMm[0], c[axis] * pixelMm[1], step[axis], p[axis]], axis * 4);
  }
  const { columns, rows } = slices[0]!;
  return checkGeometry({ size: [columns, rows, slices.length], indexToLpsMm: m });
}

function singleSlice(slice: DicomSlice): OrderedSlices {
  const thickness = slice.spacingBetweenMm ?? slice.thicknessMm;
  const slices = [slice];
  if (thickness === undefined || !(Math.abs(thickness) > 0)) {
    const why = 'Found a single slice whose header gives no thickness.';
    return { slices, findings: [refusal('series/spacing', why)] };
  }
  const normal = normalOf(slice.place!);
  const mm = Math.abs(thickness);
  const line: Line = {
    origin: slice.place!.positionLpsMm,
    step: [normal[0] * mm, normal[1] * mm, normal[2] * mm],
  };
  return { slices, geometry: geometryOf(slices, line), findings: [] };
}

function evenStack(placed: readonly Placed[], normal: Triple): OrderedSlices {
  const slices = placed.map((p) => p.slice);
  const line = lineOf(placed, normal);
  const allowed = Math.max(UNEVEN_MM, UNEVEN_PART * Math.hypot(...line.step));
  const deviation = largestDeviation(placed, line);
  if (deviation > allowed) {
    const why = `Found a slice ${deviation.toFixed(2)} mm off the straight, even line of its stack.`;
    return { slices, findings: [refusal('series/spacing', why)] };
  }
  const note = tiltNote(line.step, normal);
  return { slices, geometry: geometryOf(slices, line), findings: note === undefined ? [] : [note] };
}

/**
 * Orders a group of slices and proves its grid.
 *
 * @returns The grid, or the refusals that name what is missing, double or uneven.
 * @throws VolumeError `geometry/affine`, `geometry/size` when the places make no grid.
 */
export function orderSlices(group: SliceGroup): OrderedSlices {
  if (group.leftOver === true) {
    const why =
      'Found a series with thousands of different planes or contrasts; these slices were not sorted.';
    return { slices: group.slices, findings: [refusal('series/spacing', why)] };
  }
  const unplaced = group.slices.some((s) => s.place === undefined);
  if (unplaced) {
    const why =
      'Found images whose header does not say where they lie (position, orientation or pixel spacing).';
    return { slices: group.slices, findings: [refusal('series/no-position', why)] };
  }
  const normal = normalOf(group.slices[0]!.place!);
  const placed = group.slices.map((slice) => ({ slice, mm: projectedMm(slice.place!, normal) }));
  placed.sort((a, b) => a.mm - b.mm);
  const slices = placed.map((p) => p.slice);
  const mm = placed.map((p) => p.mm);
  const duplicates = findDuplicates(placed);
  if (duplicates !== undefined) return { slices, findings: [duplicates] };
  const missing = findMissingOfSiblings(mm, group) ?? findGaps(mm);
  if (missing !== undefined) return { slices, findings: [missing] };
  return placed.length === 1 ? singleSlice(slices[0]!) : evenStack(placed, normal);
}

/**
 * The error of the first refusal, for callers that need a volume.
 *
 * @throws VolumeError with the refusal's code.
 */
export function throwRefusal(finding: StackFinding): never {
  throw new VolumeError(finding.code, {
    found: finding.sentence,
    needed: 'A whole stack of parallel slices at even distances is needed.',
    remedy: 'Fetch the series again from the archive, or exclude it in the protocol.',
  });
}
