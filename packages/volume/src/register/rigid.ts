/**
 * A rigid motion in the world: six numbers, the matrix they make, and how the matrix changes with each.
 *
 * Points are LPS mm. Rotation is about a fixed centre, z after x after y, as ITK's Euler transform does by default.
 */

/** A rigid motion: `moved = R * (point - centre) + centre + translation`. Plain JSON. */
export interface RigidMotion {
  /** Rotation about the x, y and z axes in degrees; R = Rz * Rx * Ry. */
  readonly rotationDegrees: readonly [x: number, y: number, z: number];
  /** In LPS mm. */
  readonly translationMm: readonly [x: number, y: number, z: number];
  /** In LPS mm. */
  readonly centreMm: readonly [x: number, y: number, z: number];
}

type Matrix3 = readonly number[];

const multiply = (a: Matrix3, b: Matrix3): number[] =>
  Array.from({ length: 9 }, (_, at) => {
    const [row, column] = [Math.floor(at / 3) * 3, at % 3];
    return a[row]! * b[column]! + a[row + 1]! * b[column + 3]! + a[row + 2]! * b[column + 6]!;
  });

/** The three factors of the rotation, or their derivatives where `derived` says so. */
function factors([x, y, z]: readonly number[], derived: number): [Matrix3, Matrix3, Matrix3] {
  const turn = (angle: number, derive: boolean): [c: number, s: number, one: number] =>
    derive ? [-Math.sin(angle), Math.cos(angle), 0] : [Math.cos(angle), Math.sin(angle), 1];
  const [cx, sx, ox] = turn(x!, derived === 0);
  const [cy, sy, oy] = turn(y!, derived === 1);
  const [cz, sz, oz] = turn(z!, derived === 2);
  return [
    [cz, -sz, 0, sz, cz, 0, 0, 0, oz],
    [ox, 0, 0, 0, cx, -sx, 0, sx, cx],
    [cy, 0, sy, 0, oy, 0, -sy, 0, cy],
  ];
}

/** Rotation matrix (3x3 row-major) of three angles in radians. */
export function rotationMatrix(radians: readonly number[]): number[] {
  const [z, x, y] = factors(radians, -1);
  return multiply(multiply(z, x), y);
}

/** How the rotation matrix changes with angle 0 (x), 1 (y) or 2 (z). */
export function rotationDerivative(radians: readonly number[], angle: 0 | 1 | 2): number[] {
  const [z, x, y] = factors(radians, angle);
  return multiply(multiply(z, x), y);
}

/**
 * The motion as a 3x4 row-major affine in LPS mm.
 *
 * @example resample(moving, fixed.geometry, { targetToInputLps: rigidAffine(result.motion) });
 */
export function rigidAffine(motion: RigidMotion): Float64Array {
  const r = rotationMatrix(motion.rotationDegrees.map((d) => (d * Math.PI) / 180));
  const c = motion.centreMm;
  const m = new Float64Array(12);
  for (let row = 0; row < 3; row++) {
    let shift = c[row]! + motion.translationMm[row]!;
    for (let column = 0; column < 3; column++) {
      m[row * 4 + column] = r[row * 3 + column]!;
      shift -= r[row * 3 + column]! * c[column]!;
    }
    m[row * 4 + 3] = shift;
  }
  return m;
}
