/**
 * Where a NIfTI file says its voxels lie, turned from RAS in the file's unit to LPS millimetres, and back.
 *
 * Policy: the sform when its code is above 0, else the qform when its code is above 0, else a refusal, unless the
 * caller asks for the plain spacing in RAS order. This is the only file that knows RAS.
 */
import { checkGeometry, spacingMm } from '../geometry/geometry.ts';
import type { Geometry } from '../volume.ts';
import type { NiftiFields } from './header.ts';
import { refuseNifti } from './refuse.ts';

/** Where the place in space came from. */
export type NiftiPlaceSource = 'sform' | 'qform' | 'assumed-ras';

/** RAS to LPS, or back: the first two rows change sign. */
function swapSides(m: Float64Array): Float64Array {
  return m.map((value, at) => (at < 8 ? -value : value));
}

/** Rotation matrix (3x3 row-major) of a unit quaternion of which b, c, d are stored. */
function rotationOf([b, c, d]: readonly [number, number, number]): number[] {
  const rest = 1 - b * b - c * c - d * d;
  if (!(rest > -1e-4)) {
    refuseNifti('nifti/orientation', {
      found: `Found a rotation with the quaternion ${b}, ${c}, ${d}.`,
      needed: 'Three numbers whose squares sum to at most 1 are needed.',
      details: { quaternion: [b, c, d] },
    });
  }
  const a = Math.sqrt(Math.max(0, rest));
  return [
    a * a + b * b - c * c - d * d,
    2 * (b * c - a * d),
    2 * (b * d + a * c),
    2 * (b * c + a * d),
    a * a + c * c - b * b - d * d,
    2 * (c * d - a * b),
    2 * (b * d - a * c),
    2 * (c * d + a * b),
    a * a + d * d - c * c - b * b,
  ];
}

function qformMatrix(fields: NiftiFields): Float64Array {
  const rotation = rotationOf(fields.quaternion);
  const [handedness, ...spacing] = fields.pixdim;
  const m = new Float64Array(12);
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++) {
      const sign = column === 2 && handedness < 0 ? -1 : 1;
      m[row * 4 + column] = rotation[row * 3 + column]! * spacing[column]! * sign;
    }
    m[row * 4 + 3] = fields.quaternionOffset[row]!;
  }
  return m;
}

function spacingMatrix(fields: NiftiFields): Float64Array {
  const m = new Float64Array(12);
  for (let axis = 0; axis < 3; axis++) m[axis * 5] = Math.abs(fields.pixdim[axis + 1]!);
  return m;
}

/** The grid by one of the three ways, or the refusal of that way. */
export function geometryBy(fields: NiftiFields, source: NiftiPlaceSource): Geometry {
  const matrix = {
    sform: () => fields.sform,
    qform: () => qformMatrix(fields),
    'assumed-ras': () => spacingMatrix(fields),
  };
  const indexToLpsMm = swapSides(matrix[source]()).map((value) => value * fields.mmPerUnit);
  return checkGeometry({ size: fields.size, indexToLpsMm });
}

/**
 * The source that the policy picks.
 *
 * @param withoutOrientation What to do when neither code is above 0.
 * @throws VolumeError `nifti/no-orientation`.
 */
export function choosePlace(
  fields: NiftiFields,
  withoutOrientation: 'refuse' | 'assume-ras',
): NiftiPlaceSource {
  if (fields.sformCode > 0) return 'sform';
  if (fields.qformCode > 0) return 'qform';
  if (withoutOrientation === 'assume-ras') return 'assumed-ras';
  return refuseNifti('nifti/no-orientation', {
    found: 'Found a file that does not say where its voxels lie: sform and qform codes are both 0.',
    needed: 'An sform or qform code above 0 is needed, because left and right cannot be told without it.',
    remedy:
      'Convert the scan again from DICOM, or ask for assume-ras if the source is known to be in RAS order.',
  });
}

/** What the writer stores of a place: the sform, and the qform when the axes are at right angles. */
export interface NiftiPlace {
  readonly sformRas: Float64Array;
  readonly qform: { readonly handedness: 1 | -1; readonly quaternion: readonly number[] } | null;
}

/** Quaternion (a, b, c, d with a >= 0) of a rotation matrix given as three columns. */
function quaternionOf(r: (row: number, column: number) => number): number[] {
  const squares = [
    1 + r(0, 0) + r(1, 1) + r(2, 2),
    1 + r(0, 0) - r(1, 1) - r(2, 2),
    1 - r(0, 0) + r(1, 1) - r(2, 2),
    1 - r(0, 0) - r(1, 1) + r(2, 2),
  ];
  const largest = squares.indexOf(Math.max(...squares));
  const s = 2 * Math.sqrt(squares[largest]!);
  const parts = [
    [s / 4, (r(2, 1) - r(1, 2)) / s, (r(0, 2) - r(2, 0)) / s, (r(1, 0) - r(0, 1)) / s],
    [(r(2, 1) - r(1, 2)) / s, s / 4, (r(0, 1) + r(1, 0)) / s, (r(0, 2) + r(2, 0)) / s],
    [(r(0, 2) - r(2, 0)) / s, (r(0, 1) + r(1, 0)) / s, s / 4, (r(1, 2) + r(2, 1)) / s],
    [(r(1, 0) - r(0, 1)) / s, (r(0, 2) + r(2, 0)) / s, (r(1, 2) + r(2, 1)) / s, s / 4],
  ][largest]!;
  return parts[0]! < 0 ? parts.map((v) => -v) : parts;
}

/** What to write for a grid. */
export function placeOf(geometry: Geometry): NiftiPlace {
  const sformRas = swapSides(geometry.indexToLpsMm);
  const spacing = spacingMm(geometry);
  const unit = (row: number, column: number): number => sformRas[row * 4 + column]! / spacing[column]!;
  const dot = (a: number, b: number): number =>
    unit(0, a) * unit(0, b) + unit(1, a) * unit(1, b) + unit(2, a) * unit(2, b);
  if (Math.max(Math.abs(dot(0, 1)), Math.abs(dot(0, 2)), Math.abs(dot(1, 2))) > 1e-5)
    return { sformRas, qform: null };
  const cross =
    unit(0, 0) * (unit(1, 1) * unit(2, 2) - unit(2, 1) * unit(1, 2)) -
    unit(1, 0) * (unit(0, 1) * unit(2, 2) - unit(2, 1) * unit(0, 2)) +
    unit(2, 0) * (unit(0, 1) * unit(1, 2) - unit(1, 1) * unit(0, 2));
  const handedness = cross < 0 ? -1 : 1;
  const quaternion = quaternionOf((row, column) => unit(row, column) * (column === 2 ? handedness : 1));
  return { sformRas, qform: { handedness, quaternion } };
}
