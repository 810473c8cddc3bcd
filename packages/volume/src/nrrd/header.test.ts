import { describe, expect, it } from 'vitest';
import { codeOf } from '../codes.fixture.ts';
import { parseNrrdHeader } from './header.ts';

const FIELDS: Readonly<Record<string, string>> = {
  type: 'short',
  dimension: '3',
  space: 'left-posterior-superior',
  sizes: '4 3 2',
  'space directions': '(1,0,0) (0,1,0) (0,0,1)',
  endian: 'little',
  encoding: 'raw',
  'space origin': '(0,0,0)',
};

/** The bytes of a head with fields changed, left out (undefined) or added, and lines after them. */
function head(
  change: Readonly<Record<string, string | undefined>> = {},
  {
    lines = [],
    end = '\n',
    first = 'NRRD0005',
  }: { lines?: readonly string[]; end?: string; first?: string } = {},
): Uint8Array {
  const fields = Object.entries({ ...FIELDS, ...change }).filter(([, value]) => value !== undefined);
  const text = [first, ...fields.map(([name, value]) => `${name}: ${value}`), ...lines, '', 'body'].join(end);
  return new TextEncoder().encode(text);
}

const code = (...given: Parameters<typeof head>): string => codeOf(() => parseNrrdHeader(head(...given)));

describe('the head of an NRRD file', () => {
  it('says what the file holds, and where its body begins', () => {
    const bytes = head();
    const header = parseNrrdHeader(bytes);
    expect(header).toMatchObject({
      type: 'int16',
      sizes: [4, 3, 2],
      encoding: 'raw',
      littleEndian: true,
      spaceSigns: [1, 1, 1],
    });
    expect(header.directions).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
    expect(new TextDecoder().decode(bytes.subarray(header.bodyOffset))).toBe('body');
  });

  it('may have lines that end as on Windows, comments, and fields in other letters or with spaces', () => {
    const bytes = head(
      { type: undefined, space: undefined },
      { end: '\r\n', lines: ['# made: by hand', 'Type : SHORT', 'SPACE: LPS'] },
    );
    const header = parseNrrdHeader(bytes);
    expect(header.type).toBe('int16');
    expect(new TextDecoder().decode(bytes.subarray(header.bodyOffset))).toBe('body');
  });

  it('keeps the pairs of the file by their own names, apart from fields of the same name', () => {
    const { pairs } = parseNrrdHeader(head({}, { lines: ['Segment0_Name:= Tumour: left ', 'type:=x'] }));
    expect([...pairs]).toEqual([
      ['Segment0_Name', 'Tumour: left'],
      ['type', 'x'],
    ]);
  });

  it('may have a list on any axis', () => {
    const list = { dimension: '4', sizes: '2 4 3 2', 'space directions': 'none (1,0,0) (0,1,0) (0,0,1)' };
    expect(parseNrrdHeader(head(list)).directions[0]).toBeNull();
  });

  it('names types as the format does, in several words', () => {
    const typeOf = (type: string): string => parseNrrdHeader(head({ type })).type;
    expect(
      [
        'uchar',
        'Int8',
        'unsigned short int',
        'int32_t',
        'uint',
        'long long',
        'uint64',
        'float',
        'double',
      ].map(typeOf),
    ).toEqual(['uint8', 'int8', 'uint16', 'int32', 'uint32', 'int64', 'uint64', 'float32', 'float64']);
  });

  it('needs no byte order for single bytes', () => {
    expect(parseNrrdHeader(head({ type: 'uchar', endian: undefined })).littleEndian).toBe(true);
    expect(parseNrrdHeader(head({ type: 'int8', endian: undefined })).littleEndian).toBe(true);
    expect(parseNrrdHeader(head({ endian: 'BIG' })).littleEndian).toBe(false);
  });

  it('may say that nothing is skipped, and name gzip in short', () => {
    expect(parseNrrdHeader(head({ 'byte skip': '0', lineskip: '0', encoding: 'GZ' })).encoding).toBe('gzip');
  });

  it.each([
    ['nrrd/unsupported', { type: undefined }],
    ['nrrd/unsupported', { type: 'block' }],
    ['nrrd/unsupported', { encoding: undefined }],
    ['nrrd/unsupported', { encoding: 'ascii' }],
    ['nrrd/unsupported', { 'data file': 'a.raw' }],
    ['nrrd/unsupported', { datafile: 'a.raw' }],
    ['nrrd/unsupported', { 'line skip': '1' }],
    ['nrrd/unsupported', { lineskip: '1' }],
    ['nrrd/unsupported', { 'byte skip': '-1' }],
    ['nrrd/unsupported', { byteskip: '8' }],
    ['nrrd/dimensions', { dimension: undefined }],
    ['nrrd/dimensions', { dimension: '2', sizes: '4 3' }],
    ['nrrd/dimensions', { dimension: '5', sizes: '1 1 4 3 2' }],
    ['nrrd/dimensions', { sizes: undefined }],
    ['nrrd/dimensions', { sizes: '4 3' }],
    ['nrrd/dimensions', { sizes: '4 3 0' }],
    ['nrrd/dimensions', { sizes: '4 3 1.5' }],
    ['nrrd/header', { endian: undefined }],
    ['nrrd/header', { endian: 'middle' }],
    ['nrrd/header', { space: undefined }],
    ['nrrd/header', { space: 'scanner-xyz' }],
    ['nrrd/header', { 'space directions': undefined }],
    ['nrrd/header', { 'space directions': '(1,0,0) (0,1,0)' }],
    ['nrrd/header', { 'space directions': '(1,0,0) none (0,0,1)' }],
    ['nrrd/header', { 'space directions': '(1,0,0) (0,1,0) (0,0)' }],
    ['nrrd/header', { 'space directions': '(1,0,0) (0,1,0) (0,0,x)' }],
    ['nrrd/header', { 'space origin': undefined }],
    ['nrrd/header', { 'space origin': 'none' }],
    ['nrrd/header', { 'space origin': '(0,0)' }],
    ['nrrd/header', { 'space origin': '(0,0,inf)' }],
  ] as const)('is refused as %s with %o', (expected, change) => {
    expect(code(change)).toBe(expected);
  });

  it('is refused with a line that is no field, and with a field or a pair twice', () => {
    expect(code({}, { lines: ['no field'] })).toBe('nrrd/header');
    expect(code({}, { lines: [': value'] })).toBe('nrrd/header');
    expect(code({}, { lines: ['TYPE: short'] })).toBe('nrrd/header');
    expect(code({}, { lines: ['a:=1', 'a:=2'] })).toBe('nrrd/header');
    expect(code({}, { lines: ['a:=1', 'A:=2'] })).toBe('none');
  });

  it('begins with its word and ends within a mebibyte', () => {
    expect(code({}, { first: 'NRRDX005' })).toBe('nrrd/not-nrrd');
    expect(code({}, { first: ' NRRD0005' })).toBe('nrrd/not-nrrd');
    expect(code({}, { lines: [`# ${'x'.repeat(2 ** 20)}`] })).toBe('nrrd/header');
    expect(code({}, { lines: [`# ${'x'.repeat(2 ** 19)}`] })).toBe('none');
  });
});
