/**
 * A motion between two scans in ITK's text form (.tfm, .txt), which 3D Slicer, ANTs, elastix and SimpleITK share.
 *
 * Gives and takes LPS millimetres; a transform takes points of the fixed scan to the moving one, as resampling needs
 * it. Knows linear transforms only: a deformation field is refused by name.
 *
 * @see https://itk.org/Doxygen/html/classitk_1_1TxtTransformIOTemplate.html
 */
import { VolumeError, type VolumeErrorCode } from '../errors.ts';
import { determinant } from '../geometry/affine.ts';
import type { RigidMotion } from './rigid.ts';
import { rotationMatrix } from './rigid.ts';

const MAGIC = '#Insight Transform File V1.0';
/** Longer than any linear transform, shorter than a deformation grid. */
const LONGEST_FILE = 65_536;
const IDENTITY = [1, 0, 0, 0, 1, 0, 0, 0, 1];

function refuse(code: Extract<VolumeErrorCode, `transform/${string}`>, found: string, needed: string): never {
  throw new VolumeError(code, {
    found,
    needed,
    remedy: 'Save the transform again as one linear transform in ITK text form (.tfm).',
  });
}

/** What one transform in the file says. */
interface Entry {
  readonly type: string;
  readonly parameters: readonly number[];
  readonly fixed: readonly number[];
}

function numbersOf(text: string | undefined, field: string): number[] {
  const words = (text ?? '')
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  const values = words.map(Number);
  if (values.every(Number.isFinite)) return values;
  return refuse('transform/damaged', `Found ${field} that are not numbers.`, 'Finite numbers are needed.');
}

function entriesOf(text: string): Entry[] {
  if (!text.startsWith(MAGIC.slice(0, 23))) {
    refuse(
      'transform/not-transform',
      'Found no "#Insight Transform File" at the start.',
      'An ITK transform in text form is needed.',
    );
  }
  const blocks = text.split(/^Transform:/m).slice(1);
  return blocks.map((block) => {
    const [type = '', ...lines] = block.split(/\r?\n/);
    const field = (name: string): string | undefined =>
      lines.find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1);
    return {
      type: type.trim().replace(/_(double|float)_3_3$/, ''),
      parameters: numbersOf(field('Parameters'), 'parameters'),
      fixed: numbersOf(field('FixedParameters'), 'fixed parameters'),
    };
  });
}

/** Matrix of a unit quaternion given by its vector part. */
function versorMatrix([x, y, z]: readonly number[]): number[] {
  const square = x! * x! + y! * y! + z! * z!;
  if (square > 1 + 1e-9)
    refuse('transform/damaged', 'Found a versor longer than 1.', 'A rotation is needed.');
  const w = Math.sqrt(Math.max(0, 1 - square));
  return [
    1 - 2 * (y! * y! + z! * z!),
    2 * (x! * y! - z! * w),
    2 * (x! * z! + y! * w),
    2 * (x! * y! + z! * w),
    1 - 2 * (x! * x! + z! * z!),
    2 * (y! * z! - x! * w),
    2 * (x! * z! - y! * w),
    2 * (y! * z! + x! * w),
    1 - 2 * (x! * x! + y! * y!),
  ];
}

/** Rz * Ry * Rx, which ITK uses when the fourth fixed parameter of an Euler transform is not 0. */
function zyxMatrix([x, y, z]: readonly number[]): number[] {
  const [cx, sx, cy, sy, cz, sz] = [x!, y!, z!].flatMap((a) => [Math.cos(a), Math.sin(a)]) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return [
    cz * cy,
    cz * sy * sx - sz * cx,
    cz * sy * cx + sz * sx,
    sz * cy,
    sz * sy * sx + cz * cx,
    sz * sy * cx - cz * sx,
    -sy,
    cy * sx,
    cy * cx,
  ];
}

/** Matrix and translation of an entry, by its type. */
function linearOf({ type, parameters: p, fixed }: Entry): {
  matrix: readonly number[];
  shift: readonly number[];
} {
  const needs = (count: number): void => {
    if (p.length === count) return;
    refuse(
      'transform/damaged',
      `Found ${p.length} parameters of ${type}.`,
      `${count} parameters are needed.`,
    );
  };
  switch (type) {
    case 'AffineTransform':
    case 'MatrixOffsetTransformBase':
      needs(12);
      return { matrix: p.slice(0, 9), shift: p.slice(9) };
    case 'Euler3DTransform':
      needs(6);
      return {
        matrix: (fixed[3] ?? 0) === 0 ? rotationMatrix(p.slice(0, 3)) : zyxMatrix(p),
        shift: p.slice(3),
      };
    case 'VersorRigid3DTransform':
      needs(6);
      return { matrix: versorMatrix(p), shift: p.slice(3) };
    case 'TranslationTransform':
      needs(3);
      return { matrix: IDENTITY, shift: p };
    case 'IdentityTransform':
      return { matrix: IDENTITY, shift: [0, 0, 0] };
    default:
      return refuse(
        'transform/unsupported',
        `Found a transform of type ${type.slice(0, 60)}.`,
        'One of AffineTransform, MatrixOffsetTransformBase, Euler3DTransform, VersorRigid3DTransform, TranslationTransform is needed.',
      );
  }
}

/**
 * The linear transform in an ITK text file.
 *
 * @param bytes The whole file.
 * @returns 3x4 row-major, LPS mm: a point of the fixed scan to its place in the moving one.
 * @throws VolumeError `transform/not-transform`, `transform/unsupported` (another kind, or several),
 * `transform/damaged` when numbers are missing or the matrix cannot be inverted.
 * @example resample(moving, fixed.geometry, { targetToInputLps: parseItkTransform(bytes) });
 */
export function parseItkTransform(bytes: Uint8Array): Float64Array {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, LONGEST_FILE));
  const entries = entriesOf(text).filter(({ type }) => type !== 'CompositeTransform');
  if (entries.length !== 1 || bytes.length > LONGEST_FILE) {
    refuse(
      'transform/unsupported',
      `Found ${entries.length} transforms in ${bytes.length} bytes.`,
      'One linear transform is needed.',
    );
  }
  const { matrix, shift } = linearOf(entries[0]!);
  const centre = [0, 1, 2].map((axis) => entries[0]!.fixed[axis] ?? 0);
  const m = new Float64Array(12);
  for (let row = 0; row < 3; row++) {
    let moved = centre[row]! + shift[row]!;
    for (let column = 0; column < 3; column++) {
      m[row * 4 + column] = matrix[row * 3 + column]!;
      moved -= matrix[row * 3 + column]! * centre[column]!;
    }
    m[row * 4 + 3] = moved;
  }
  if (!(Math.abs(determinant(m)) > 1e-9)) {
    refuse(
      'transform/damaged',
      'Found a matrix that cannot be inverted.',
      'A transform that keeps three dimensions is needed.',
    );
  }
  return m;
}

const lines = (type: string, parameters: readonly number[], fixed: readonly number[]): Uint8Array =>
  new TextEncoder().encode(
    [
      MAGIC,
      '#Transform 0',
      `Transform: ${type}_double_3_3`,
      `Parameters: ${parameters.join(' ')}`,
      `FixedParameters: ${fixed.join(' ')}`,
      '',
    ].join('\n'),
  );

/**
 * A rigid motion as an ITK text file with an Euler3DTransform, whose rotation order is that of `RigidMotion`.
 *
 * @example await writeFile('t1-to-t1c.tfm', formatItkRigid(plan.motion));
 */
export function formatItkRigid({ rotationDegrees, translationMm, centreMm }: RigidMotion): Uint8Array {
  const radians = rotationDegrees.map((degrees) => (degrees * Math.PI) / 180);
  return lines('Euler3DTransform', [...radians, ...translationMm], [...centreMm, 0]);
}

/**
 * Any linear transform as an ITK text file with an AffineTransform about the origin.
 *
 * @param affine 3x4 row-major, LPS mm.
 * @example formatItkAffine(Float64Array.of(1, 0, 0, 5, 0, 1, 0, 0, 0, 0, 1, 0)); // 5 mm to the left
 */
export function formatItkAffine(affine: Float64Array): Uint8Array {
  const at = (n: number): number => affine[n]!;
  const matrix = [0, 1, 2, 4, 5, 6, 8, 9, 10].map(at);
  return lines('AffineTransform', [...matrix, ...[3, 7, 11].map(at)], [0, 0, 0]);
}
