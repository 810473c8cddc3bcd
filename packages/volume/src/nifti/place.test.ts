import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../codes.fixture.ts';
import { compareGeometry } from '../geometry/compare.ts';
import { createGeometry, spacingMm } from '../geometry/geometry.ts';
import type { Geometry, Triple } from '../volume.ts';
import { formatNifti } from './format.ts';
import { parseNifti, parseNiftiHeader } from './parse.ts';

/** The columns of the rotation of a quaternion. */
function axesOf([a, b, c, d]: readonly [number, number, number, number]): readonly [Triple, Triple, Triple] {
  return [
    [a * a + b * b - c * c - d * d, 2 * (b * c + a * d), 2 * (b * d - a * c)],
    [2 * (b * c - a * d), a * a + c * c - b * b - d * d, 2 * (c * d + a * b)],
    [2 * (b * d + a * c), 2 * (c * d - a * b), a * a + d * d - b * b - c * c],
  ];
}

/** Any turn, half turns about any axis among them. */
const turns = fc
  .tuple(
    ...([0, 1, 2, 3].map(() => fc.integer({ min: -4, max: 4 })) as [
      fc.Arbitrary<number>,
      fc.Arbitrary<number>,
      fc.Arbitrary<number>,
      fc.Arbitrary<number>,
    ]),
  )
  .filter((q) => q.some((v) => v !== 0))
  .map((q) => {
    const length = Math.hypot(...q);
    return axesOf([q[0] / length, q[1] / length, q[2] / length, q[3] / length]);
  });

function placed(axes: readonly [Triple, Triple, Triple], mirrored: boolean): Geometry {
  const [x, y, z] = axes;
  const third: Triple = mirrored ? [-z[0], -z[1], -z[2]] : z;
  return createGeometry({
    size: [5, 4, 3],
    spacingMm: [0.9, 1.1, 4],
    originLpsMm: [-7, 8, 9],
    directions: [x, y, third],
  });
}

/** A file of zeros, changed. */
function fileOf(
  geometry: Geometry,
  version: 1 | 2,
  change: (view: DataView) => void = () => undefined,
): Uint8Array {
  const count = geometry.size[0] * geometry.size[1] * geometry.size[2];
  const bytes = formatNifti({ geometry, data: new Uint8Array(count) }, { gzip: false, version });
  change(new DataView(bytes.buffer));
  return bytes;
}

const withoutSform =
  (version: 1 | 2) =>
  (view: DataView): void =>
    version === 1 ? view.setInt16(254, 0, true) : view.setInt32(348, 0, true);

describe('the place of a scan', () => {
  it.each([1, 2] as const)(
    'is the same by the qform alone, for any turn and either handedness (version %i)',
    (version) => {
      fc.assert(
        fc.property(turns, fc.boolean(), (axes, mirrored) => {
          const geometry = placed(axes, mirrored);
          // Near a half turn, single precision leaves 0.03 degrees of a quaternion whose first number is not stored.
          const tolerance = version === 1 ? 0.02 : 1e-5;
          const header = parseNiftiHeader(fileOf(geometry, version, withoutSform(version)));
          expect(header.placeFrom).toBe('qform');
          expect(compareGeometry(geometry, header.geometry, tolerance)).toBeNull();
        }),
      );
    },
  );

  it('has no qform where its axes are not at right angles, and is then that of the sform', () => {
    const straight = placed(
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      false,
    );
    const slanted = {
      ...straight,
      indexToLpsMm: straight.indexToLpsMm.map((v, at) => (at === 1 ? 0.01 : v)),
    };
    const header = parseNiftiHeader(fileOf(slanted, 2));
    expect([header.qformCode, header.sformCode, header.formsDifferMm]).toEqual([0, 1, null]);
    expect(compareGeometry(slanted, header.geometry, 1e-9)).toBeNull();
    expect(parseNiftiHeader(fileOf(straight, 2)).qformCode).toBe(1);
  });

  it('is that of the sform where both are set, and how far they are apart is said', () => {
    const geometry = placed(
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      false,
    );
    const moved = fileOf(geometry, 2, (view) =>
      view.setFloat64(352 + 24, view.getFloat64(352 + 24, true) + 3, true),
    );
    const header = parseNiftiHeader(moved);
    expect(header.placeFrom).toBe('sform');
    expect(header.formsDifferMm).toBeCloseTo(3, 9);
    expect(compareGeometry(geometry, header.geometry, 1e-9)).toBeNull();
  });

  it('is not refused for a qform that cannot be, where there is an sform', () => {
    const geometry = placed(
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      false,
    );
    expect(
      parseNiftiHeader(fileOf(geometry, 2, (view) => view.setFloat64(352, 2, true))).formsDifferMm,
    ).toBeNull();
  });

  it('may have a quaternion a little longer than 1, as single precision leaves it, and none longer', () => {
    const geometry = placed(axesOf([0, 1, 0, 0]), false);
    const longer = (b: number): string =>
      codeOf(() =>
        parseNifti(
          fileOf(geometry, 2, (view) => {
            withoutSform(2)(view);
            view.setFloat64(352, b, true);
            view.setFloat64(360, 0, true);
            view.setFloat64(368, 0, true);
          }),
        ),
      );
    expect(longer(1 + 4e-5)).toBe('none');
    expect(longer(1 + 6e-5)).toBe('nifti/orientation');
    expect(longer(Number.NaN)).toBe('nifti/orientation');
  });

  it('has the spacing of the file, by its amount, where RAS order is assumed', () => {
    const bytes = fileOf(
      placed(
        [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
        false,
      ),
      2,
      (view) => {
        view.setInt32(344, 0, true);
        view.setInt32(348, 0, true);
        view.setFloat64(112, -2, true);
      },
    );
    const { geometry } = parseNifti(bytes, { withoutOrientation: 'assume-ras' });
    expect(Array.from(geometry.indexToLpsMm, (v) => v + 0)).toEqual([-2, 0, 0, 0, 0, -1.1, 0, 0, 0, 0, 4, 0]);
  });
});

describe('a header', () => {
  const geometry = placed(
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    false,
  );
  const shape = (
    lengths: readonly number[],
    change: (view: DataView) => void = () => undefined,
  ): Uint8Array => {
    const bytes = formatNifti({ geometry, data: new Uint8Array(60) }, { gzip: false });
    const view = new DataView(bytes.buffer);
    [lengths.length, ...lengths].forEach((n, at) => {
      view.setInt16(40 + 2 * at, n, true);
    });
    change(view);
    return bytes;
  };

  it('may have two to seven dimensions, of which three are the grid and the others volumes', () => {
    expect(parseNiftiHeader(shape([10, 6])).size).toEqual([10, 6, 1]);
    expect(parseNiftiHeader(shape([5, 2, 3, 1, 1, 1, 2]))).toMatchObject({ size: [5, 2, 3], frames: 2 });
    expect(codeOf(() => parseNiftiHeader(shape([60])))).toBe('nifti/dimensions');
    expect(codeOf(() => parseNiftiHeader(shape([5, 2, 3, 0])))).toBe('nifti/dimensions');
  });

  it('gives micrometres and metres in millimetres, and takes no unit for millimetres', () => {
    const spacing = (units: number): number =>
      spacingMm(parseNifti(shape([5, 4, 3], (view) => view.setUint8(123, units))).geometry)[2];
    expect([0, 1, 2, 3, 3 + 8].map(spacing)).toEqual([4, 4000, 4, 0.004, 0.004]);
    expect(codeOf(() => spacing(4))).toBe('nifti/units');
  });

  it('may announce as many bytes as are allowed, and not one more', () => {
    const bytes = fileOf(geometry, 1);
    const within = (maximumBytes: number): string => codeOf(() => parseNifti(bytes, { maximumBytes }));
    expect(within(352 + 60)).toBe('none');
    expect(within(352 + 59)).toBe('nifti/too-large');
    expect(codeOf(() => parseNiftiHeader(bytes, { maximumBytes: 1 }))).toBe('nifti/too-large');
  });

  it('of version 2 begins with its whole magic word', () => {
    expect(codeOf(() => parseNifti(fileOf(geometry, 2, (view) => view.setUint8(6, 49))))).toBe(
      'nifti/not-nifti',
    );
    expect(codeOf(() => parseNifti(fileOf(geometry, 2).subarray(0, 539)))).toBe('nifti/not-nifti');
    expect(codeOf(() => parseNifti(fileOf(geometry, 1, (view) => view.setInt32(0, 349, true))))).toBe(
      'nifti/not-nifti',
    );
  });

  it('says who wrote it, its axes and its scaling in the places of the format', () => {
    const scaling = { slope: 0.5, intercept: -3 };
    const bytes = formatNifti(
      { geometry, data: new Uint8Array(60) },
      { gzip: false, version: 2, description: 'made', scaling },
    );
    const view = new DataView(bytes.buffer);
    expect(new TextDecoder().decode(bytes.subarray(240, 244))).toBe('made');
    expect([176, 184].map((at) => view.getFloat64(at, true))).toEqual([0.5, -3]);
    expect([104, 112, 120, 128].map((at) => view.getFloat64(at, true))).toEqual([
      expect.any(Number),
      0.9,
      1.1,
      4,
    ]);
    expect(parseNifti(bytes).data[0]).toBe(-3);
  });

  it('is not written with a slope of 0, numbers that are not finite, long texts, or axes too long for version 1', () => {
    const write = (options: object): string =>
      codeOf(() => formatNifti({ geometry, data: new Uint8Array(60) }, options));
    expect(write({ scaling: { slope: 0, intercept: 0 } })).toBe('nifti/scaling');
    expect(write({ scaling: { slope: 1e-60, intercept: 0 } })).toBe('nifti/scaling');
    expect(write({ scaling: { slope: Number.NaN, intercept: 0 } })).toBe('nifti/scaling');
    expect(write({ scaling: { slope: 1, intercept: Number.POSITIVE_INFINITY } })).toBe('nifti/scaling');
    expect(write({ description: 'x'.repeat(79) })).toBe('none');
    expect(write({ description: 'x'.repeat(80) })).toBe('nifti/header');
    expect(write({ description: 'a\nb' })).toBe('nifti/header');
    const long = (length: number, options: object): Uint8Array =>
      formatNifti(
        { geometry: createGeometry({ size: [length, 1, 1] }), data: new Uint8Array(length) },
        options,
      );
    expect(codeOf(() => long(32_768, { version: 1 }))).toBe('nifti/dimensions');
    expect(parseNiftiHeader(long(32_768, {})).version).toBe(2);
    expect(parseNiftiHeader(long(32_767, {})).version).toBe(1);
  });
});
