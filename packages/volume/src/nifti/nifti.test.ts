import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { VolumeError } from '../errors.ts';
import { findNonFinite, requireFiniteVoxels } from '../finite.ts';
import { compareGeometry } from '../geometry/compare.ts';
import { createGeometry, createVolume, spacingMm } from '../geometry/geometry.ts';
import { orientationLetters } from '../geometry/orientation.ts';
import type { Triple, Volume } from '../volume.ts';
import { formatNifti } from './format.ts';
import { parseNifti, parseNiftiHeader } from './parse.ts';

const SHARED = process.env.MRISCORE_SHARED ?? '../shared';
const TCGA = join(SHARED, 'data/tcga_fg6692');

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof VolumeError) return error.code;
    throw error;
  }
  return 'none';
}

const oblique: readonly [Triple, Triple, Triple] = [
  [0.96, 0.28, 0],
  [-0.28, 0.96, 0],
  [0, 0, -1],
];
const geometry = createGeometry({
  size: [5, 4, 3],
  spacingMm: [0.9, 0.8, 5],
  originLpsMm: [10, -20, 30.5],
  directions: oblique,
});
const scan = createVolume(
  geometry,
  Int16Array.from({ length: 60 }, (_, at) => at * 7 - 100),
);
const plain = formatNifti(scan, { gzip: false });

/** A copy of a plain file with one change. */
function changed(change: (view: DataView, bytes: Uint8Array) => void, from: Uint8Array = plain): Uint8Array {
  const bytes = from.slice();
  change(new DataView(bytes.buffer), bytes);
  return bytes;
}

/** The same NIfTI-1 file in the other byte order. */
function bigEndian(bytes: Uint8Array, voxelBytes: number): Uint8Array {
  const out = bytes.slice();
  const turn = (at: number, width: number): void => {
    out.subarray(at, at + width).reverse();
  };
  turn(0, 4);
  for (let at = 40; at < 56; at += 2) turn(at, 2);
  for (const at of [70, 72, 252, 254]) turn(at, 2);
  for (let at = 76; at < 120; at += 4) turn(at, 4);
  for (let at = 256; at < 328; at += 4) turn(at, 4);
  for (let at = 352; at < out.length; at += voxelBytes) turn(at, voxelBytes);
  return out;
}

describe('a scan written as NIfTI and read back', () => {
  const arrays = fc.constantFrom(
    Uint8Array,
    Int8Array,
    Uint16Array,
    Int16Array,
    Uint32Array,
    Int32Array,
    Float32Array,
    Float64Array,
  );
  const sizes = fc.tuple(
    fc.integer({ min: 1, max: 6 }),
    fc.integer({ min: 1, max: 6 }),
    fc.integer({ min: 1, max: 6 }),
  );

  it('has the same voxels, type and place, in both versions, compressed or not', () => {
    fc.assert(
      fc.property(
        arrays,
        sizes,
        fc.boolean(),
        fc.constantFrom(1 as const, 2 as const),
        (Kind, size, gzip, version) => {
          const place = createGeometry({
            size,
            spacingMm: [0.9, 1.1, 4],
            originLpsMm: [-7, 8, 9],
            directions: oblique,
          });
          const data = new Kind(size[0] * size[1] * size[2]).map((_: number, at: number) => at * 3 + 1);
          const back = parseNifti(formatNifti({ geometry: place, data }, { gzip, version }));
          expect(back.data).toEqual(data);
          expect(compareGeometry(place, back.geometry, version === 1 ? 1e-4 : 1e-9)).toBeNull();
        },
      ),
    );
  });

  it('has the same place by its qform as by its sform, for either handedness', () => {
    const right = createGeometry({
      size: [5, 4, 3],
      spacingMm: [0.9, 0.8, 5],
      directions: [oblique[0], oblique[1], [0, 0, 1]],
    });
    for (const place of [geometry, right]) {
      const bytes = formatNifti({ geometry: place, data: scan.data }, { gzip: false });
      expect(parseNiftiHeader(bytes).formsDifferMm).toBeLessThan(1e-4);
      const byQform = changed((view) => view.setInt16(254, 0, true), bytes);
      expect(parseNiftiHeader(byQform).placeFrom).toBe('qform');
      expect(compareGeometry(place, parseNifti(byQform).geometry, 1e-4)).toBeNull();
    }
  });

  it('is the same file every time', () => {
    expect(formatNifti(scan)).toEqual(formatNifti(scan));
    expect(formatNifti(scan).subarray(4, 10)).toEqual(Uint8Array.of(0, 0, 0, 0, 0, 255));
  });

  it('reads the same in either byte order', () => {
    expect(parseNifti(bigEndian(plain, 2))).toEqual(parseNifti(plain));
  });

  it('turns RAS into LPS', () => {
    const identity = changed((view) => {
      for (let at = 0; at < 12; at++) view.setFloat32(280 + 4 * at, at % 5 === 0 ? 1 : 0, true);
    });
    expect(orientationLetters(parseNifti(identity).geometry)).toBe('RAS');
  });

  it('is written in another type only when every value fits', () => {
    expect(parseNifti(formatNifti(scan, { dataType: 'float32' })).data).toEqual(Float32Array.from(scan.data));
    expect(codeOf(() => formatNifti(scan, { dataType: 'uint8' }))).toBe('nifti/not-representable');
  });

  it('gives scaled values as floating point', () => {
    const scaled = parseNifti(
      changed((view) => {
        view.setFloat32(112, 0.5, true);
        view.setFloat32(116, 10, true);
      }),
    );
    expect(scaled.data).toEqual(Float32Array.from(scan.data, (v) => v * 0.5 + 10));
  });

  it('takes a slope of 0 or NaN as no scaling', () => {
    for (const slope of [0, Number.NaN]) {
      expect(parseNifti(changed((view) => view.setFloat32(112, slope, true))).data).toEqual(scan.data);
    }
  });

  it('is in millimetres whatever the unit of the file', () => {
    const inMetres = changed((view) => {
      view.setUint8(123, 1);
      for (let at = 0; at < 12; at++)
        view.setFloat32(280 + 4 * at, view.getFloat32(280 + 4 * at, true) / 1000, true);
    });
    spacingMm(parseNifti(inMetres).geometry).forEach((mm, axis) => {
      expect(mm).toBeCloseTo(spacingMm(geometry)[axis]!, 4);
    });
  });

  it('has 64-bit integers as doubles when they are exact', () => {
    const wide = (value: bigint): Uint8Array => {
      const bytes = new Uint8Array(352 + 8);
      bytes.set(
        formatNifti(
          { geometry: createGeometry({ size: [1, 1, 1] }), data: new Float64Array(1) },
          { gzip: false },
        ),
      );
      const view = new DataView(bytes.buffer);
      view.setInt16(70, 1024, true);
      view.setBigInt64(352, value, true);
      return bytes;
    };
    expect(parseNifti(wide(-5n)).data).toEqual(Float64Array.of(-5));
    expect(codeOf(() => parseNifti(wide(2n ** 60n)))).toBe('nifti/integer-range');
  });

  it('reads one named volume of several', () => {
    const two = new Uint8Array(plain.length + 120);
    two.set(plain);
    two.set(
      plain.subarray(352).map((v) => v ^ 1),
      plain.length,
    );
    const view = new DataView(two.buffer);
    view.setInt16(40, 4, true);
    view.setInt16(48, 2, true);
    expect(codeOf(() => parseNifti(two))).toBe('nifti/not-3d');
    expect(codeOf(() => parseNifti(two, { frame: 2 }))).toBe('nifti/not-3d');
    expect(parseNifti(two, { frame: 0 }).data).toEqual(scan.data);
    expect(parseNifti(two, { frame: 1 }).data).not.toEqual(scan.data);
  });
});

describe('a hostile or damaged file is refused by name:', () => {
  const set16 = (at: number, value: number) => changed((view) => view.setInt16(at, value, true));
  const setReal = (at: number, value: number) => changed((view) => view.setFloat32(at, value, true));
  const byQform = (at: number, value: number): Uint8Array =>
    changed((view) => {
      view.setInt16(254, 0, true);
      view.setFloat32(at, value, true);
    });
  const zipped = formatNifti(scan);
  const cases: [name: string, bytes: Uint8Array, code: string][] = [
    ['no bytes', new Uint8Array(0), 'nifti/not-nifti'],
    ['text', new TextEncoder().encode('hello '.repeat(100)), 'nifti/not-nifti'],
    ['a header cut short', plain.slice(0, 347), 'nifti/not-nifti'],
    ['a header without voxels', plain.slice(0, 352), 'nifti/truncated'],
    ['one voxel missing', plain.slice(0, plain.length - 1), 'nifti/truncated'],
    ['a compressed file cut short', zipped.slice(0, zipped.length - 12), 'nifti/truncated'],
    ['a compressed file cut in its header', zipped.slice(0, 30), 'nifti/not-nifti'],
    [
      'a compressed file with a wrong byte',
      changed((_, b) => b.set([b[b.length - 6]! ^ 255], b.length - 6), zipped),
      'nifti/damaged-gzip',
    ],
    ['an ANALYZE header', changed((view) => view.setInt32(344, 0)), 'nifti/separate-image'],
    ['a header with a separate image', changed((_, b) => b.set([0x69], 345)), 'nifti/separate-image'],
    ['dim[0] of 0', set16(40, 0), 'nifti/dimensions'],
    ['dim[0] of 8', set16(40, 8), 'nifti/dimensions'],
    ['dim[0] of -3', set16(40, -3), 'nifti/dimensions'],
    ['a dimension of 0', set16(42, 0), 'nifti/dimensions'],
    ['a negative dimension', set16(44, -4), 'nifti/dimensions'],
    ['a dimension too long for the file', set16(46, 32767), 'nifti/truncated'],
    ['RGB voxels', set16(70, 128), 'nifti/unsupported-type'],
    ['a type not in the format', set16(70, 3), 'nifti/unsupported-type'],
    ['bits that do not fit the type', set16(72, 8), 'nifti/header'],
    ['an offset inside the header', setReal(108, 100), 'nifti/offset'],
    ['an offset that is not whole', setReal(108, 352.5), 'nifti/offset'],
    ['an offset of NaN', setReal(108, Number.NaN), 'nifti/offset'],
    ['an offset past the end', setReal(108, 1e6), 'nifti/truncated'],
    ['an offset of 1e30', setReal(108, 1e30), 'nifti/offset'],
    ['an infinite slope', setReal(112, Number.POSITIVE_INFINITY), 'nifti/scaling'],
    ['an intercept of NaN', setReal(116, Number.NaN), 'nifti/scaling'],
    ['an unknown length unit', changed((view) => view.setUint8(123, 5)), 'nifti/units'],
    ['no orientation', changed((view) => view.setInt32(252, 0)), 'nifti/no-orientation'],
    ['an affine with NaN', setReal(280, Number.NaN), 'geometry/affine'],
    ['an affine of zeros', changed((_, b) => b.fill(0, 280, 328)), 'geometry/affine'],
    ['an affine with two equal axes', changed((_, b) => b.copyWithin(296, 280, 296)), 'geometry/affine'],
    ['a quaternion longer than 1', byQform(256, 2), 'nifti/orientation'],
    ['a qform with spacing 0', byQform(80, 0), 'geometry/affine'],
    [
      'more bytes than the header says',
      new Uint8Array(200_000).map((_, at) => plain[at] ?? 0),
      'nifti/too-long',
    ],
  ];
  test.each(cases)('%s', (_name, bytes, code) => {
    expect(codeOf(() => parseNifti(bytes))).toBe(code);
  });

  const announce = (size: Triple): Uint8Array =>
    changed((view) => {
      size.forEach((n, axis) => {
        view.setInt16(42 + 2 * axis, n, true);
      });
    });

  it.each([
    [
      '200:1 behind a small header',
      gzipSync(Buffer.concat([plain, Buffer.alloc(20_000_000, 'abcdefgh')])),
      'nifti/too-long',
    ],
    [
      '1000:1 behind a small header',
      gzipSync(Buffer.concat([plain, Buffer.alloc(50_000_000)])),
      'nifti/too-long',
    ],
    ['a header that announces 60 TB', announce([32767, 32767, 32767]), 'geometry/size'],
    ['a compressed header that announces 60 TB', gzipSync(announce([32767, 32767, 32767])), 'geometry/size'],
    ['a compressed header that announces 1 GB', gzipSync(announce([1000, 1000, 500])), 'nifti/bomb'],
    ['gzip in gzip', gzipSync(gzipSync(Buffer.alloc(10_000_000))), 'nifti/not-nifti'],
  ])('a bomb: %s', (_name, bytes, code) => {
    const before = process.memoryUsage();
    expect(codeOf(() => parseNifti(bytes))).toBe(code);
    const after = process.memoryUsage();
    expect(after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed).toBeLessThan(
      64 * 2 ** 20,
    );
  });

  it('a NIfTI-2 file with dimensions of 2^62', () => {
    const second = formatNifti(scan, { gzip: false, version: 2 });
    expect(codeOf(() => parseNifti(changed((view) => view.setBigInt64(24, 2n ** 62n, true), second)))).toBe(
      'nifti/dimensions',
    );
    expect(codeOf(() => parseNifti(changed((view) => view.setBigInt64(24, 2n ** 50n, true), second)))).toBe(
      'geometry/size',
    );
    expect(codeOf(() => parseNifti(changed((view) => view.setBigInt64(168, -1n, true), second)))).toBe(
      'nifti/offset',
    );
  });
});

describe('a file without an orientation', () => {
  it('is read in RAS order only when asked', () => {
    const bytes = changed((view) => view.setInt32(252, 0));
    const volume = parseNifti(bytes, { withoutOrientation: 'assume-ras' });
    expect(orientationLetters(volume.geometry)).toBe('RAS');
    expect(parseNiftiHeader(bytes, { withoutOrientation: 'assume-ras' }).placeFrom).toBe('assumed-ras');
  });
});

describe('voxels that are not finite', () => {
  it('are counted and the first is named', () => {
    const data = new Float32Array(60);
    data[27] = Number.NaN;
    data[40] = Number.POSITIVE_INFINITY;
    const bad: Volume = { geometry, data };
    expect(findNonFinite(bad)).toEqual({ count: 2, firstVoxel: [2, 1, 1], firstValue: Number.NaN });
    expect(codeOf(() => requireFiniteVoxels(bad))).toBe('volume/non-finite');
    expect(findNonFinite(scan)).toBeNull();
  });
});

describe.skipIf(!existsSync(TCGA))('real scans (skipped where MRISCORE_SHARED has no data)', () => {
  it('are read with the size and spacing their source states', () => {
    const t1 = parseNifti(readFileSync(join(TCGA, 't1.nii.gz')));
    expect(t1.geometry.size).toEqual([256, 224, 26]);
    expect(t1.data).toBeInstanceOf(Int16Array);
    [0.8984375, 0.8984375, 5.5].forEach((mm, axis) => {
      expect(spacingMm(t1.geometry)[axis]).toBeCloseTo(mm, 4);
    });
    const raw = gunzipSync(readFileSync(join(TCGA, 't1.nii.gz')));
    expect(Buffer.from(t1.data.buffer).equals(raw.subarray(352))).toBe(true);
  });
});
