import { describe, expect, it } from 'vitest';
import { codeOf } from '../../codes.fixture.ts';
import { DICOM_LIMITS, type DicomDataset, type DicomLimits } from './dataset.ts';
import { parseElements } from './elements.ts';
import { attribute } from './tags.ts';

const u16 = (n: number): number[] => [n & 255, (n >>> 8) & 255];
const u32 = (n: number): number[] => [...u16(n & 0xffff), ...u16(n >>> 16)];
const tagOf = (tag: number): number[] => [...u16(tag >>> 16), ...u16(tag & 0xffff)];
const OPEN = 0xffffffff;
const ITEM = 0xfffee000;
const ITEM_END = [...tagOf(0xfffee00d), ...u32(0)];
const SEQUENCE_END = [...tagOf(0xfffee0dd), ...u32(0)];
const ROWS = attribute('Rows').tag;
const SEQUENCE = attribute('ReferencedImageSequence').tag;
const PIXELS = attribute('PixelData').tag;

/** A value that says another length than it has. */
interface Said {
  readonly value: readonly number[];
  readonly length: number;
}
type Content = readonly number[] | Said;

/** A value without a length, which ends with a mark, or with another than it has. */
const said = (value: readonly number[], length = OPEN): Said => ({ value, length });

/** An element with its type written: two bytes of length, or four behind two that say nothing. */
function explicit(tag: number, vr: string, content: Content): number[] {
  const { value, length } = 'value' in content ? content : { value: content, length: content.length };
  const long = ['OB', 'OW', 'SQ', 'UN', 'UT'].includes(vr);
  const type = [vr.charCodeAt(0), vr.charCodeAt(1)];
  return [...tagOf(tag), ...type, ...(long ? [0, 0, ...u32(length)] : u16(length)), ...value];
}

const implicit = (tag: number, value: readonly number[], length = value.length): number[] => [
  ...tagOf(tag),
  ...u32(length),
  ...value,
];
const item = (value: readonly number[], length = value.length): number[] => implicit(ITEM, value, length);
const rows = (n: number): number[] => explicit(ROWS, 'US', u16(n));

function parse(
  content: readonly number[],
  { isExplicit = true, ...limits }: Partial<DicomLimits> & { isExplicit?: boolean } = {},
): DicomDataset {
  const bytes = Uint8Array.from(content);
  const encoded = { bytes, start: 0, end: bytes.length, explicit: isExplicit, littleEndian: true };
  return parseElements(encoded, { ...DICOM_LIMITS, ...limits });
}

const code = (...given: Parameters<typeof parse>): string => codeOf(() => parse(...given));
const bytesIn = (dataset: DicomDataset | undefined, tag = ROWS): number[] =>
  Array.from(dataset?.elements.get(tag)?.value ?? []);

describe('a sequence', () => {
  it.each<[string, number[]]>([
    ['of known lengths', explicit(SEQUENCE, 'SQ', [...item(rows(1)), ...item(rows(2))])],
    [
      'of items that end with a mark',
      explicit(SEQUENCE, 'SQ', [...item([...rows(1), ...ITEM_END], OPEN), ...item(rows(2))]),
    ],
    [
      'that ends with a mark',
      explicit(SEQUENCE, 'SQ', said([...item(rows(1)), ...item(rows(2)), ...SEQUENCE_END])),
    ],
    [
      'of marks alone',
      explicit(
        SEQUENCE,
        'SQ',
        said([
          ...item([...rows(1), ...ITEM_END], OPEN),
          ...item([...rows(2), ...ITEM_END], OPEN),
          ...SEQUENCE_END,
        ]),
      ),
    ],
  ])('%s holds its items, and what is behind it follows', (_, bytes) => {
    const dataset = parse([...bytes, ...explicit(PIXELS, 'OW', [7, 8])]);
    expect(dataset.elements.get(SEQUENCE)?.items?.map((one) => bytesIn(one))).toEqual([
      [1, 0],
      [2, 0],
    ]);
    expect(bytesIn(dataset, PIXELS)).toEqual([7, 8]);
  });

  it('of unknown type without a length is nested in implicit form', () => {
    const bytes = explicit(0x00091001, 'UN', said([...item(implicit(ROWS, u16(5))), ...SEQUENCE_END]));
    const element = parse([...bytes, ...rows(3)]).elements.get(0x00091001);
    expect([element?.vr, bytesIn(element?.items?.[0])]).toEqual(['SQ', [5, 0]]);
  });

  it('is read in implicit form by the dictionary', () => {
    const bytes = implicit(SEQUENCE, item(implicit(ROWS, u16(5))));
    expect(bytesIn(parse(bytes, { isExplicit: false }).elements.get(SEQUENCE)?.items?.[0])).toEqual([5, 0]);
  });

  it('may be as deep as the bound, and not one level deeper', () => {
    let nested: number[] = [];
    for (let depth = 0; depth < 3; depth++) nested = explicit(SEQUENCE, 'SQ', item(nested));
    expect(code(nested, { maximumDepth: 3 })).toBe('none');
    expect(code(nested, { maximumDepth: 2 })).toBe('dicom/depth');
  });
});

describe('an element', () => {
  it('in implicit form has the type of the dictionary, of group lengths, of private creators, or none', () => {
    const vrOf = (tag: number): string | undefined =>
      parse(implicit(tag, [1, 2, 3, 4]), { isExplicit: false }).elements.get(tag)?.vr;
    expect(
      [ROWS, 0x00280000, 0x00090010, 0x000900ff, 0x00090100, 0x00291010, 0x00081199 + 0x5000].map(vrOf),
    ).toEqual(['US', 'UL', 'LO', 'LO', 'UN', 'UN', 'UN']);
  });

  it('may be the last but for zeros, which some writers pad with, and for nothing else', () => {
    expect(bytesIn(parse([...rows(1), ...new Array<number>(20).fill(0)]))).toEqual([1, 0]);
    expect(bytesIn(parse([...rows(1), 0]))).toEqual([1, 0]);
    expect(code([...rows(1), 0, 0, 0, 1])).toBe('dicom/truncated');
    expect(code([...rows(1), 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])).not.toBe('none');
  });

  it('counts with the items and fragments against the bound', () => {
    const bytes = [...explicit(SEQUENCE, 'SQ', item(rows(1))), ...rows(2)];
    expect(code(bytes, { maximumElements: 4 })).toBe('none');
    expect(code(bytes, { maximumElements: 3 })).toBe('dicom/too-many-elements');
    const fragments = explicit(PIXELS, 'OB', said([...item([]), ...item([1, 2]), ...SEQUENCE_END]));
    expect(
      parse(fragments, { maximumElements: 3 })
        .elements.get(PIXELS)
        ?.fragments?.map((f) => Array.from(f)),
    ).toEqual([[], [1, 2]]);
    expect(code(fragments, { maximumElements: 2 })).toBe('dicom/too-many-elements');
  });

  it.each<[string, number[], string]>([
    ['a head that is cut', rows(1).slice(0, 7), 'dicom/truncated'],
    ['a value that is cut', rows(1).slice(0, 9), 'dicom/truncated'],
    ['a long head that is cut', explicit(PIXELS, 'OW', []).slice(0, 11), 'dicom/truncated'],
    ['a type that there is not', explicit(ROWS, 'XX', [1, 2]), 'dicom/vr'],
    ['the same tag twice', [...rows(1), ...rows(2)], 'dicom/element'],
    ['an item outside a sequence', item(rows(1)), 'dicom/element'],
    ['the end of a sequence that none began', SEQUENCE_END, 'dicom/element'],
    ['the end of an item that none began', ITEM_END, 'dicom/element'],
    ['an element between items', explicit(SEQUENCE, 'SQ', rows(1)), 'dicom/element'],
    ['the end mark of a sequence that has a length', explicit(SEQUENCE, 'SQ', SEQUENCE_END), 'dicom/element'],
    [
      'a sequence longer than the file',
      explicit(SEQUENCE, 'SQ', said(item(rows(1)), 100)),
      'dicom/truncated',
    ],
    [
      'an item longer than its sequence',
      [...explicit(SEQUENCE, 'SQ', item([], 10)), ...rows(1)],
      'dicom/truncated',
    ],
    ['a sequence that does not end', explicit(SEQUENCE, 'SQ', said(item(rows(1)))), 'dicom/truncated'],
    ['no length in a type that has one', explicit(0x00091001, 'UT', said([])), 'dicom/element'],
    ['no length in other bytes than pixels', explicit(0x00091001, 'OB', said([])), 'dicom/element'],
    [
      'another tag between fragments',
      explicit(PIXELS, 'OB', said([...item([]), ...rows(1)])),
      'dicom/element',
    ],
    ['a fragment longer than the file', explicit(PIXELS, 'OW', said(item([1], 2))), 'dicom/truncated'],
    ['fragments that do not end', explicit(PIXELS, 'OW', said(item([1, 2]))), 'dicom/truncated'],
  ])('is refused with %s', (_, bytes, expected) => {
    expect(code(bytes)).toBe(expected);
  });

  it('is in the character sets of its data set, or of the one around it', () => {
    const sets = (text: string): number[] =>
      explicit(
        0x00080005,
        'CS',
        [...text].map((c) => c.charCodeAt(0)),
      );
    const inner = explicit(SEQUENCE, 'SQ', [...item(rows(1)), ...item(sets('ISO_IR 144'))]);
    const dataset = parse([...sets('ISO_IR 100\\ISO 2022 IR 87 \0'), ...inner]);
    expect(dataset.characterSets).toEqual(['ISO_IR 100', 'ISO 2022 IR 87']);
    expect(dataset.elements.get(SEQUENCE)?.items?.map(({ characterSets }) => characterSets)).toEqual([
      ['ISO_IR 100', 'ISO 2022 IR 87'],
      ['ISO_IR 144'],
    ]);
    expect(parse(rows(1)).characterSets).toEqual([]);
  });
});
