/**
 * Nyul's histogram matching: a standard scale learnt from training scans, and any scan brought onto it.
 *
 * Learns across patients, so it is fitted on training rows only: landmarks of each training scan go in, a scale
 * comes out whose record brings it back. Knows nothing of cohorts.
 *
 * @see Nyul, Udupa, Zhang, IEEE Trans Med Imaging 19 (2000) 143-150.
 */
import { VolumeError } from '../errors.ts';
import type { Volume } from '../volume.ts';
import { intensityQuantile, sortedValues } from './quantile.ts';
import { regionOf, type WithinOptions } from './within.ts';

/** Percentiles of the landmarks: the ends and the deciles. */
export const NYUL_PERCENTS: readonly number[] = [1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 99];

/** What was learnt, as plain JSON. */
export interface NyulRecord {
  readonly kind: 'nyul';
  readonly percents: readonly number[];
  /** Value on the standard scale of each percentile, ascending. */
  readonly standard: readonly number[];
  /** Training scans it was learnt from. */
  readonly scans: number;
}

/** A standard scale: how a scan is brought onto it, and the plain JSON that brings the scale back. */
export interface NyulScale {
  readonly record: NyulRecord;
  /** The scan on the standard scale. The input is left as it is. */
  apply(input: NyulInput): Volume<Float32Array>;
}

/** A scan and where its landmarks are taken from. */
export interface NyulInput extends WithinOptions {
  readonly volume: Volume;
}

/**
 * The intensities of one scan at the landmark percentiles: the row that fitting needs of it.
 *
 * @returns As many ascending numbers as NYUL_PERCENTS.
 * @throws VolumeError `normalise/empty`, `normalise/constant`, `volume/non-finite`, `geometry/other-grid`.
 * @example const row = nyulLandmarks({ volume: t1 });
 */
export function nyulLandmarks(input: NyulInput): number[] {
  const sorted = sortedValues(input.volume, regionOf(input.volume, input.within ?? 'body'));
  const row = NYUL_PERCENTS.map((percent) => intensityQuantile(sorted, percent / 100));
  if (!(row.at(-1)! > row[0]!)) {
    throw new VolumeError('normalise/constant', {
      found: `Found the same intensity (${row[0]}) at the lowest and the highest landmark.`,
      needed: 'Intensities that differ are needed.',
      remedy: 'Check the scan and the mask it is normalised in.',
    });
  }
  return row;
}

/**
 * The standard scale from the landmarks of training scans: each scan's ends go to 0 and 100, the rest is averaged.
 *
 * @param rows One row of `nyulLandmarks` for each training scan.
 * @throws VolumeError `normalise/landmarks` when there is no row, or a row is not ascending or has another length.
 * @example const fitted = fitNyul(training.map((volume) => nyulLandmarks({ volume })));
 */
export function fitNyul(rows: readonly (readonly number[])[]): NyulScale {
  rows.forEach(checkRow);
  if (rows.length === 0) refuseRow('no training scan');
  const standard = NYUL_PERCENTS.map((_, at) => {
    let sum = 0;
    for (const row of rows) sum += (row[at]! - row[0]!) / (row.at(-1)! - row[0]!);
    return (100 * sum) / rows.length;
  });
  return nyulFromRecord({ kind: 'nyul', percents: NYUL_PERCENTS, standard, scans: rows.length });
}

function refuseRow(what: string): never {
  throw new VolumeError('normalise/landmarks', {
    found: `Found ${what}.`,
    needed: `Rows of ${NYUL_PERCENTS.length} ascending landmarks, at least one, are needed.`,
    remedy: 'Take the rows from nyulLandmarks.',
  });
}

function checkRow(row: readonly number[]): void {
  if (row.length !== NYUL_PERCENTS.length) refuseRow(`a row of ${row.length} landmarks`);
  const ascends = row.every((value, at) => Number.isFinite(value) && (at === 0 || value >= row[at - 1]!));
  if (!ascends || !(row.at(-1)! > row[0]!)) refuseRow('a row that does not ascend');
}

/** The piecewise linear map from one scan's landmarks to the standard scale; the end pieces go on beyond the ends. */
function pieces(from: readonly number[], to: readonly number[]): (value: number) => number {
  const x: number[] = [];
  const y: number[] = [];
  from.forEach((value, at) => {
    // Landmarks that coincide (a tenth of the voxels with one value) become one, at the middle of their targets.
    if (at > 0 && value === x.at(-1)) y[y.length - 1] = (y.at(-1)! + to[at]!) / 2;
    else {
      x.push(value);
      y.push(to[at]!);
    }
  });
  const last = x.length - 2;
  return (value) => {
    let at = 0;
    while (at < last && value >= x[at + 1]!) at++;
    return y[at]! + ((value - x[at]!) * (y[at + 1]! - y[at]!)) / (x[at + 1]! - x[at]!);
  };
}

/**
 * The fitted matching from its record.
 *
 * @throws VolumeError `normalise/landmarks` when the record is none of ours.
 * @example nyulFromRecord(JSON.parse(text)).apply({ volume: t1 });
 */
export function nyulFromRecord(record: NyulRecord): NyulScale {
  checkRow(record.standard);
  return {
    record,
    apply: (input) => {
      const map = pieces(nyulLandmarks(input), record.standard);
      const { geometry, data } = input.volume;
      // Not `Float32Array.from`: it lists all values first, which ends the program at a hundred million voxels.
      const matched = new Float32Array(data.length);
      for (let at = 0; at < data.length; at++) matched[at] = map(data[at]!);
      return { geometry, data: matched };
    },
  };
}
