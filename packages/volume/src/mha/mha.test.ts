import { deflateSync } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';
import { codeOf } from '../codes.fixture.ts';
import { compareGeometry } from '../geometry/compare.ts';
import { createGeometry } from '../geometry/geometry.ts';
import { formatMha } from './format.ts';
import { parseMha } from './parse.ts';

/** A file as ITK writes it, with changed or added fields (an empty value takes a field out). */
function file(
  changes: Record<string, string> = {},
  body: Uint8Array = new Uint8Array(Int16Array.from({ length: 24 }, (_, at) => at).buffer),
): Uint8Array {
  const fields: Record<string, string> = {
    ObjectType: 'Image',
    NDims: '3',
    BinaryData: 'True',
    BinaryDataByteOrderMSB: 'False',
    CompressedData: 'False',
    TransformMatrix: '0.96 0.28 0 -0.28 0.96 0 0 0 1',
    Offset: '7 -8 9.5',
    CenterOfRotation: '0 0 0',
    AnatomicalOrientation: 'RAI',
    ElementSpacing: '0.9 1.1 5',
    DimSize: '4 3 2',
    ElementType: 'MET_SHORT',
    ...changes,
    ElementDataFile: changes.ElementDataFile ?? 'LOCAL',
  };
  const head = Object.entries(fields)
    .flatMap(([name, value]) => (value === '' ? [] : [`${name} = ${value}\n`]))
    .join('');
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

describe('an MHA file', () => {
  it('has its voxels and its place in LPS', () => {
    const scan = parseMha(file());
    expect(scan.data).toEqual(Int16Array.from({ length: 24 }, (_, at) => at));
    const place = createGeometry({
      size: [4, 3, 2],
      spacingMm: [0.9, 1.1, 5],
      originLpsMm: [7, -8, 9.5],
      directions: [
        [0.96, 0.28, 0],
        [-0.28, 0.96, 0],
        [0, 0, 1],
      ],
    });
    expect(compareGeometry(place, scan.geometry, 1e-9)).toBeNull();
  });

  it('is read when compressed and when big-endian', () => {
    const values = Int16Array.from({ length: 24 }, (_, at) => at);
    expect(
      parseMha(file({ CompressedData: 'True' }, deflateSync(new Uint8Array(values.buffer)))).data,
    ).toEqual(values);
    const turned = Buffer.from(values.buffer.slice(0)).swap16();
    expect(parseMha(file({ BinaryDataByteOrderMSB: 'True' }, turned)).data).toEqual(values);
  });

  test.each<[name: string, bytes: Uint8Array, code: string]>([
    ['no bytes', new Uint8Array(0), 'mha/not-mha'],
    ['text', Buffer.from('hello = 3\nworld\n'), 'mha/not-mha'],
    ['no data file', Buffer.from('ObjectType = Image\nNDims = 3\n'), 'mha/header'],
    ['a separate file', file({ ElementDataFile: '/etc/passwd' }), 'mha/unsupported'],
    ['colours', file({ ElementNumberOfChannels: '3' }), 'mha/unsupported'],
    ['an unknown type', file({ ElementType: 'MET_BIT' }), 'mha/unsupported'],
    ['two dimensions', file({ NDims: '2' }), 'mha/unsupported'],
    ['no matrix', file({ TransformMatrix: '' }), 'mha/header'],
    ['a spacing of NaN', file({ ElementSpacing: '1 nan 1' }), 'mha/header'],
    ['a spacing of 0', file({ ElementSpacing: '1 0 1' }), 'geometry/affine'],
    ['a size of 0', file({ DimSize: '4 0 2' }), 'geometry/size'],
    ['voxels missing', file({}, new Uint8Array(47)), 'mha/truncated'],
    ['a size of 8 GB', file({ DimSize: '2000 2000 1000' }), 'geometry/size'],
    [
      'a compressed size of 1 GB',
      file({ DimSize: '1000 1000 500', CompressedData: 'True' }, deflateSync(new Uint8Array(48))),
      'mha/bomb',
    ],
    ['compressed voxels that are none', file({ CompressedData: 'True' }), 'mha/damaged'],
  ])('is refused by name: %s', (_name, bytes, code) => {
    expect(codeOf(() => parseMha(bytes))).toBe(code);
  });
});

describe('a written MHA file', () => {
  const geometry = createGeometry({
    size: [4, 3, 2],
    spacingMm: [0.9, 1.1, 5],
    originLpsMm: [7, -8, 9.5],
    directions: [
      [0.96, 0.28, 0],
      [-0.28, 0.96, 0],
      [0, 0, 1],
    ],
  });

  test.each([
    Uint8Array,
    Int8Array,
    Uint16Array,
    Int16Array,
    Uint32Array,
    Int32Array,
    Float32Array,
    Float64Array,
  ])('gives back voxels, type and place of %o', (Kind) => {
    const data = new Kind(Array.from({ length: 24 }, (_, at) => at * 3));
    for (const compress of [true, false]) {
      const again = parseMha(formatMha({ geometry, data }, { compress }));
      expect(again.data).toEqual(data);
      expect(compareGeometry(geometry, again.geometry, 1e-9)).toBeNull();
    }
  });

  it('says whether its voxels are compressed, and into how many bytes', () => {
    const volume = { geometry, data: new Uint8Array(24) };
    const split = (compress: boolean): readonly [string, number] => {
      const bytes = formatMha(volume, { compress });
      const text = new TextDecoder('latin1').decode(bytes);
      const mark = 'ElementDataFile = LOCAL\n';
      const body = text.indexOf(mark) + mark.length;
      return [text.slice(0, body), bytes.length - body];
    };
    const [plainHead, plainBytes] = split(false);
    expect(plainHead).toContain('CompressedData = False\n');
    expect(plainHead).not.toContain('CompressedDataSize');
    expect(plainBytes).toBe(24);
    const [packedHead, packedBytes] = split(true);
    expect(packedHead).toContain(`CompressedData = True\nCompressedDataSize = ${packedBytes}\n`);
  });

  it('is the same for the same volume and names the side its axes come from', () => {
    const volume = { geometry, data: new Uint8Array(24) };
    expect(formatMha(volume)).toEqual(formatMha(volume));
    expect(new TextDecoder('latin1').decode(formatMha(volume))).toContain('AnatomicalOrientation = RAI\n');
  });
});
