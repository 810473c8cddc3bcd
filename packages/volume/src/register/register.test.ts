import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, isAbsent, reference } from '../codes.fixture.ts';
import { applyAffine } from '../geometry/affine.ts';
import { createGeometry, indexToLps } from '../geometry/geometry.ts';
import { parseNifti } from '../nifti/parse.ts';
import { findBody } from '../normalise/body.ts';
import { resample } from '../resample/resample.ts';
import type { Volume } from '../volume.ts';
import { climb } from './climb.ts';
import { samplePoints, similarityOf } from './mutual-information.ts';
import { planRegistration } from './register.ts';
import { type RigidMotion, rigidAffine, rotationDerivative, rotationMatrix } from './rigid.ts';

/** A head of overlapping blobs; `seen` gives each tissue its own brightness. */
function head(seen: readonly number[]): Volume<Float32Array> {
  const geometry = createGeometry({
    size: [64, 64, 32],
    spacingMm: [2.5, 2.5, 4],
    originLpsMm: [-79, -79, -62],
  });
  const data = new Float32Array(64 * 64 * 32);
  const blobs = [
    [0, 0, 0, 60],
    [20, 10, 10, 18],
    [-25, 15, -15, 14],
    [5, -30, 20, 12],
    [-10, -20, -25, 16],
    [30, -15, -10, 9],
  ] as const;
  for (let at = 0; at < data.length; at++) {
    const [x, y, z] = indexToLps(geometry, [at % 64, Math.floor(at / 64) % 64, Math.floor(at / 4096)]);
    blobs.forEach(([bx, by, bz, r], n) => {
      const away = Math.hypot(x - bx, y - by, z - bz);
      data[at]! += seen[n]! / (1 + Math.exp((away - r) / 1.5));
    });
  }
  return { geometry, data };
}

const t1 = [100, 60, -40, 80, -60, 50];
const t2 = [80, -30, 90, -50, 70, 40];
const motion: RigidMotion = { rotationDegrees: [5, -3, 6], translationMm: [4, -6, 5], centreMm: [0, 0, 0] };

/** Mean and largest distance between two motions over the body of a scan, in mm. */
function residual(a: Float64Array, b: Float64Array, volume: Volume): [mean: number, largest: number] {
  const body = findBody(volume).data;
  const [ni, nj] = volume.geometry.size;
  let [sum, n, largest] = [0, 0, 0];
  for (let at = 0; at < body.length; at += 53) {
    if (body[at] === 0) continue;
    const p = indexToLps(volume.geometry, [at % ni, Math.floor(at / ni) % nj, Math.floor(at / (ni * nj))]);
    const [q, r] = [applyAffine(a, p), applyAffine(b, p)];
    const away = Math.hypot(q[0] - r[0], q[1] - r[1], q[2] - r[2]);
    sum += away;
    n++;
    largest = Math.max(largest, away);
  }
  return [sum / n, largest];
}

describe('a rigid motion', () => {
  it('keeps distances, and its derivative is that of its matrix', () => {
    const angle = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(angle, angle, angle, (x, y, z) => {
        const r = rotationMatrix([x, y, z]);
        for (let a = 0; a < 3; a++) {
          for (let b = 0; b < 3; b++) {
            const dot = r[a * 3]! * r[b * 3]! + r[a * 3 + 1]! * r[b * 3 + 1]! + r[a * 3 + 2]! * r[b * 3 + 2]!;
            expect(dot).toBeCloseTo(a === b ? 1 : 0, 9);
          }
        }
        for (const which of [0, 1, 2] as const) {
          const shifted = (h: number): number[] =>
            rotationMatrix([x, y, z].map((v, at) => (at === which ? v + h : v)));
          const [up, down] = [shifted(1e-5), shifted(-1e-5)];
          rotationDerivative([x, y, z], which).forEach((v, at) => {
            expect(v).toBeCloseTo((up[at]! - down[at]!) / 2e-5, 6);
          });
        }
      }),
    );
  });
});

describe('the similarity of two scans', () => {
  it('has the derivative that its own values show', () => {
    const similarity = similarityOf(
      samplePoints(head(t1), head(t2), {
        count: 20_000,
        first: [6, 6, 4],
        last: [57, 57, 27],
        centreMm: [0, 0, 0],
      }),
    );
    const at = Float64Array.of(0.02, -0.03, 0.01, 1, 2, -1);
    const { gradient } = similarity(at);
    for (let axis = 0; axis < 6; axis++) {
      const h = axis < 3 ? 2e-4 : 0.02;
      const value = (sign: number): number =>
        similarity(at.map((v, n) => (n === axis ? v + sign * h : v))).information;
      const slope = (value(1) - value(-1)) / (2 * h);
      expect(Math.abs(gradient[axis]! - slope)).toBeLessThan(0.03 * Math.abs(slope) + 0.001);
    }
  });

  it('is nothing where no point falls inside', () => {
    const similarity = similarityOf(
      samplePoints(head(t1), head(t2), {
        count: 1000,
        first: [0, 0, 0],
        last: [63, 63, 31],
        centreMm: [0, 0, 0],
      }),
    );
    expect(similarity(Float64Array.of(0, 0, 0, 900, 0, 0))).toMatchObject({
      information: -Infinity,
      overlap: 0,
    });
  });
});

describe('the climb', () => {
  it('finds the top of a tilted, stretched hill', () => {
    const top = climb(
      (p) => {
        const [u, v] = [p[0]! + p[1]! - 3, p[0]! - p[1]! - 1];
        return {
          value: -(u * u) - 50 * v * v,
          gradient: Float64Array.of(-2 * u - 100 * v, -2 * u + 100 * v),
        };
      },
      Float64Array.of(-8, 9),
      { longestStep: 4, shortestStep: 1e-6, mostSteps: 200 },
    );
    expect(top.at[0]).toBeCloseTo(2, 4);
    expect(top.at[1]).toBeCloseTo(1, 4);
  });
});

describe('the registration of two sequences of a head', () => {
  const moved = resample(head(t1), head(t1).geometry, { targetToInputLps: rigidAffine(motion) });

  it('finds a motion it was not told, across sequences', () => {
    const plan = planRegistration(moved, head(t2));
    const [mean] = residual(rigidAffine(plan.motion), rigidAffine(motion), moved);
    expect(mean).toBeLessThan(0.5);
    expect(plan.informationAfter).toBeGreaterThan(plan.informationBefore);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  it('gives the same motion every time', () => {
    expect(planRegistration(moved, head(t2))).toEqual(planRegistration(moved, head(t2)));
  });

  it('leaves scans that already fit where they are, to less than half a voxel', () => {
    const plan = planRegistration(head(t1), head(t2));
    const still = rigidAffine({ ...motion, rotationDegrees: [0, 0, 0], translationMm: [0, 0, 0] });
    expect(residual(rigidAffine(plan.motion), still, moved)[0]).toBeLessThan(1);
  });

  it('is refused when the scans do not overlap or the settings cannot be', () => {
    const far: RigidMotion = { rotationDegrees: [0, 0, 0], translationMm: [500, 0, 0], centreMm: [0, 0, 0] };
    expect(codeOf(() => planRegistration(head(t1), head(t2), { start: far }))).toBe('register/no-overlap');
    expect(codeOf(() => planRegistration(head(t1), head(t2), { levelsMm: [] }))).toBe('register/option');
    const bad = head(t2);
    bad.data[5] = Number.NaN;
    expect(codeOf(() => planRegistration(head(t1), bad))).toBe('volume/non-finite');
  });
});

const FOLDER = 'data/tcga_fg6692';
describe.skipIf(isAbsent(FOLDER))('real heads (skipped where MRISCORE_SHARED has no data)', () => {
  const load = (path: string): Volume => parseNifti(readFileSync(reference(`${FOLDER}/${path}`)));
  const identity = Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);

  it('that were moved by a known motion are brought back to within 0.1 mm on average', () => {
    const numbers = readFileSync(reference(`${FOLDER}/reference/t1c_moved_known_truth.txt`), 'utf8')
      .match(/-?\d+\.\d+/g)!
      .map(Number);
    const truth = Float64Array.of(
      ...[0, 1, 2].flatMap((row) => [...numbers.slice(3 + 3 * row, 6 + 3 * row), numbers[12 + row]!]),
    );
    const moved = load('reference/t1c_moved_known.nii.gz');
    const plan = planRegistration(moved, load('t1c.nii.gz'));
    const [mean, largest] = residual(rigidAffine(plan.motion), truth, moved);
    console.info(
      `known motion: ${residual(identity, truth, moved)[0].toFixed(2)} mm before, ${mean.toFixed(3)} mm after (largest ${largest.toFixed(3)})`,
    );
    expect(mean).toBeLessThan(0.1);
  });

  it('in T1 and contrast T1 come to where elastix brings them, within 1 mm on average', () => {
    const t1c = load('t1c.nii.gz');
    const elastix = rigidAffine({
      rotationDegrees: [0.086009, -0.050376, -0.135198].map((v) => (v * 180) / Math.PI) as unknown as [
        number,
        number,
        number,
      ],
      translationMm: [-2.931844, -0.88411, 1.706337],
      centreMm: [4.8671730274, -20.6511737731, 22.1332070569],
    });
    const plan = planRegistration(t1c, load('t1.nii.gz'));
    const [mean, largest] = residual(rigidAffine(plan.motion), elastix, t1c);
    console.info(`T1 to contrast T1: ${mean.toFixed(3)} mm from elastix (largest ${largest.toFixed(3)})`);
    expect(mean).toBeLessThan(1);
  });
});
