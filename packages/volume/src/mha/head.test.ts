import { describe, expect, it } from 'vitest';
import { codeOf } from '../codes.fixture.ts';
import type { Volume } from '../volume.ts';
import { parseMha } from './parse.ts';

const FIELDS: Readonly<Record<string, string>> = {
  ObjectType: 'Image',
  NDims: '3',
  TransformMatrix: '0 1 0 -1 0 0 0 0 1',
  Offset: '10 20 30',
  ElementSpacing: '0.5 2 4',
  DimSize: '2 1 1',
  ElementType: 'MET_USHORT',
};

/** A file of the values 1 and 2, little endian, with fields changed, added or left out (undefined). */
function file(change: Readonly<Record<string, string | undefined>> = {}, end = '\n'): Uint8Array {
  const fields = Object.entries({ ...FIELDS, ElementDataFile: 'LOCAL', ...change });
  const last = fields.filter(([name]) => name === 'ElementDataFile');
  const all = [...fields.filter(([name]) => name !== 'ElementDataFile'), ...last];
  const lines = all
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} = ${value}${end}`);
  return Uint8Array.from([...new TextEncoder().encode(lines.join('')), 1, 0, 2, 0]);
}

const read = (change: Readonly<Record<string, string | undefined>> = {}, end = '\n'): Volume =>
  parseMha(file(change, end));
const code = (change: Readonly<Record<string, string | undefined>>): string => codeOf(() => read(change));
const PLACE = [0, -2, 0, 10, 0.5, 0, 0, 20, 0, 0, 4, 30];

describe('the head of an MHA file', () => {
  it('says where the voxels lie: axis after axis, each as long as its spacing', () => {
    const { geometry, data } = read();
    expect(Array.from(geometry.indexToLpsMm, (v) => v + 0)).toEqual(PLACE);
    expect([geometry.size, Array.from(data)]).toEqual([
      [2, 1, 1],
      [1, 2],
    ]);
  });

  it('may name its fields as older writers did, end its lines as on Windows, and have no spaces', () => {
    const older = {
      TransformMatrix: undefined,
      Offset: undefined,
      ElementSpacing: undefined,
      Orientation: FIELDS.TransformMatrix,
      Origin: FIELDS.Offset,
      ElementSize: FIELDS.ElementSpacing,
    };
    expect(Array.from(read(older, '\r\n').geometry.indexToLpsMm, (v) => v + 0)).toEqual(PLACE);
    const oldest = {
      ...older,
      Orientation: undefined,
      Origin: undefined,
      Rotation: FIELDS.TransformMatrix,
      Position: FIELDS.Offset,
    };
    expect(Array.from(read(oldest).geometry.indexToLpsMm, (v) => v + 0)).toEqual(PLACE);
    const dense = new TextDecoder('latin1').decode(file()).replaceAll(' = ', '=');
    expect(Array.from(parseMha(Uint8Array.from(dense, (c) => c.charCodeAt(0))).data)).toEqual([1, 2]);
  });

  it('tells the byte order by either name', () => {
    expect(Array.from(read({ BinaryDataByteOrderMSB: 'True' }).data)).toEqual([256, 512]);
    expect(Array.from(read({ ElementByteOrderMSB: 'true' }).data)).toEqual([256, 512]);
    expect(Array.from(read({ BinaryDataByteOrderMSB: 'False', ElementByteOrderMSB: 'True' }).data)).toEqual([
      1, 2,
    ]);
  });

  it('may say that the voxels are binary, plain and of one channel', () => {
    const said = { BinaryData: 'true', CompressedData: 'False', ElementNumberOfChannels: '1' };
    expect(code(said)).toBe('none');
  });

  it.each([
    ['mha/unsupported', { NDims: undefined }],
    ['mha/unsupported', { NDims: '2' }],
    ['mha/unsupported', { ElementType: undefined }],
    ['mha/unsupported', { ElementType: 'MET_ASCII_CHAR' }],
    ['mha/unsupported', { ElementNumberOfChannels: '3' }],
    ['mha/unsupported', { BinaryData: 'False' }],
    ['mha/unsupported', { ElementDataFile: 'a.raw' }],
    ['mha/header', { DimSize: '2 1' }],
    ['mha/header', { DimSize: undefined }],
    ['mha/header', { ElementSpacing: '1 1 x' }],
    ['mha/header', { ElementSpacing: undefined }],
    ['mha/header', { Offset: '0 0 0 0' }],
    ['mha/header', { Offset: undefined }],
    ['mha/header', { TransformMatrix: '1 0 0 0 1 0' }],
    ['mha/header', { TransformMatrix: undefined }],
    ['mha/header', { ElementDataFile: undefined }],
    ['mha/header', { ElementDataFile: undefined, NDims: undefined }],
    ['mha/header', { ElementDataFile: undefined, ObjectType: undefined }],
    ['mha/not-mha', { ElementDataFile: undefined, ObjectType: undefined, NDims: undefined }],
    ['mha/damaged', { CompressedData: 'True' }],
    ['mha/truncated', { DimSize: '3 1 1' }],
  ] as const)('is refused as %s with %o', (expected, change) => {
    expect(code(change)).toBe(expected);
  });

  it('has each field once, and ends within 64 KiB', () => {
    const twice = Uint8Array.from([...new TextEncoder().encode('NDims = 3\n'), ...file()]);
    expect(codeOf(() => parseMha(twice))).toBe('mha/header');
    expect(code({ Comment: 'x'.repeat(65_536) })).toBe('mha/header');
    expect(code({ Comment: 'x'.repeat(60_000) })).toBe('none');
  });

  it('may announce as many bytes as are allowed, and not one more', () => {
    expect(codeOf(() => parseMha(file(), { maximumBytes: 4 }))).toBe('none');
    expect(codeOf(() => parseMha(file(), { maximumBytes: 3 }))).toBe('mha/too-large');
  });
});
