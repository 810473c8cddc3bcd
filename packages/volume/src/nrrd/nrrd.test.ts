import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { codeOf, isAbsent, reference } from '../codes.fixture.ts';
import { compareGeometry } from '../geometry/compare.ts';
import { createGeometry } from '../geometry/geometry.ts';
import { formatNrrd } from './format.ts';
import { parseNrrd } from './parse.ts';

const geometry = createGeometry({
  size: [4, 3, 2],
  spacingMm: [0.9, 1.1, 5],
  originLpsMm: [7, -8, 9.5],
  directions: [
    [0.96, 0.28, 0],
    [-0.28, 0.96, 0],
    [0, 0, -1],
  ],
});
const scan = { geometry, data: Int16Array.from({ length: 24 }, (_, at) => at * 11 - 50) };
const latin = new TextDecoder('latin1');
const plain = formatNrrd(scan, { gzip: false });

/** The plain file with a piece of its head replaced. */
function headed(from: RegExp | string, to: string, file: Uint8Array = plain): Uint8Array {
  const text = latin.decode(file);
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  return Uint8Array.from([...changed].map((c) => c.charCodeAt(0)));
}

describe('a scan written as NRRD and read back', () => {
  it('has the same voxels, type and place, compressed or not', () => {
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
    fc.assert(
      fc.property(arrays, fc.boolean(), (Kind, gzip) => {
        const data = new Kind(24).map((_: number, at: number) => at * 3);
        const back = parseNrrd(formatNrrd({ geometry, data }, { gzip }));
        expect(back.data).toEqual(data);
        expect(compareGeometry(geometry, back.geometry, 1e-9)).toBeNull();
      }),
    );
  });

  it('in RAS or LAS lies where it says', () => {
    const ras = parseNrrd(headed('left-posterior-superior', 'right-anterior-superior')).geometry.indexToLpsMm;
    expect(Array.from(ras)).toEqual(Array.from(geometry.indexToLpsMm, (v, at) => (at < 8 ? -v : v)));
    const las = parseNrrd(headed('left-posterior-superior', 'LAS')).geometry.indexToLpsMm;
    expect(Array.from(las)).toEqual(
      Array.from(geometry.indexToLpsMm, (v, at) => (at >= 4 && at < 8 ? -v : v)),
    );
  });
});

describe('a hostile or damaged NRRD file is refused by name:', () => {
  const zipped = formatNrrd(scan);
  const cases: [name: string, bytes: Uint8Array, code: string][] = [
    ['no bytes', new Uint8Array(0), 'nrrd/not-nrrd'],
    ['a head without an end', plain.slice(0, 60), 'nrrd/header'],
    ['a voxel missing', plain.slice(0, plain.length - 1), 'nrrd/truncated'],
    ['compressed voxels cut short', zipped.slice(0, zipped.length - 10), 'nrrd/truncated'],
    ['another encoding', headed('encoding: raw', 'encoding: bzip2'), 'nrrd/unsupported'],
    ['blocks as voxels', headed('type: short', 'type: block'), 'nrrd/unsupported'],
    ['no byte order', headed('endian: little\n', ''), 'nrrd/header'],
    ['no space', headed('space: left-posterior-superior\n', ''), 'nrrd/header'],
    ['a space without sides', headed('left-posterior-superior', '3D-right-handed'), 'nrrd/header'],
    [
      'a separate data file',
      headed('encoding: raw', 'encoding: raw\ndata file: ../../etc/passwd'),
      'nrrd/unsupported',
    ],
    ['a byte skip', headed('encoding: raw', 'encoding: raw\nbyte skip: -1'), 'nrrd/unsupported'],
    ['a negative size', headed('sizes: 4', 'sizes: -4'), 'nrrd/dimensions'],
    ['sizes of 1e15', headed('sizes: 4', 'sizes: 1000000000000000'), 'geometry/size'],
    ['more voxels than there are', headed('sizes: 4', 'sizes: 400'), 'nrrd/truncated'],
    ['two dimensions', headed('dimension: 3', 'dimension: 2'), 'nrrd/dimensions'],
    ['directions of NaN', headed(/space directions: \([^,]*/, 'space directions: (nan'), 'nrrd/header'],
    ['a field twice', headed('endian: little', 'endian: little\nendian: big'), 'nrrd/header'],
    ['a line that is no field', headed('endian: little', 'endian: little\nhello'), 'nrrd/header'],
  ];
  test.each(cases)('%s', (_name, bytes, code) => {
    expect(codeOf(() => parseNrrd(bytes))).toBe(code);
  });

  it('a compressed head that announces a gigabyte', () => {
    const text = latin.decode(zipped);
    const bytes = Uint8Array.from(
      [...text.replace('sizes: 4 3 2', 'sizes: 1000 1000 500')].map((c) => c.charCodeAt(0)),
    );
    expect(codeOf(() => parseNrrd(bytes))).toBe('nrrd/bomb');
  });
});

const FOLDER = 'data/pyradiomics';
describe.skipIf(isAbsent(FOLDER))(
  'a real NRRD scan and its label (skipped where MRISCORE_SHARED has no data)',
  () => {
    it('has the size and the voxel count its source states', () => {
      const label = parseNrrd(readFileSync(reference(`${FOLDER}/brain1_label.nrrd`)));
      expect(label.geometry.size).toEqual([256, 256, 25]);
      expect(label.data.filter((v) => v === 1).length).toBe(4137);
    });
  },
);
