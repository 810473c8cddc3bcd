import { describe, expect, it } from 'vitest';
import { codeOf } from '../../codes.fixture.ts';
import { attribute } from '../parse/tags.ts';
import { splitFrames } from './encapsulated.ts';
import { encapsulated } from './made-pixels.fixture.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const JPEG = [0xff, 0xd8, 0xff];
const JPEG_2000 = [0xff, 0x4f];
const [A, B, C] = [bytes(1, 2), bytes(3, 4, 5, 6), bytes(7, 8)];
const split = (fragments: readonly Uint8Array[], frames: number, offsets: readonly number[] = []) =>
  splitFrames(encapsulated(fragments, offsets), frames).map((frame) => Array.from(frame));
const code = (fragments: readonly Uint8Array[], frames: number, offsets: readonly number[] = []): string =>
  codeOf(() => splitFrames(encapsulated(fragments, offsets), frames));

describe('the frames of encapsulated pixel data', () => {
  it('are its fragments where there are as many, whatever the table says', () => {
    expect(split([A, B, C], 3, [5, 5, 5])).toEqual([
      [1, 2],
      [3, 4, 5, 6],
      [7, 8],
    ]);
  });

  it('are all fragments together where there is one frame', () => {
    expect(split([A, B, C], 1)).toEqual([[1, 2, 3, 4, 5, 6, 7, 8]]);
  });

  it('begin where the table of offsets says, counting the 8 bytes before each fragment', () => {
    expect(split([A, B, C], 2, [0, 10])).toEqual([
      [1, 2],
      [3, 4, 5, 6, 7, 8],
    ]);
    expect(split([A, B, C], 2, [0, 22])).toEqual([
      [1, 2, 3, 4, 5, 6],
      [7, 8],
    ]);
  });

  it('begin where the extended table says, which is asked first', () => {
    const dataset = encapsulated([A, B, C], [0, 10]);
    const { tag, vr } = attribute('ExtendedOffsetTable');
    const value = new Uint8Array(BigUint64Array.of(0n, 22n).buffer);
    const elements = new Map([...dataset.elements, [tag, { tag, vr, value }]]);
    expect(splitFrames({ ...dataset, elements }, 2).map(({ length }) => length)).toEqual([6, 2]);
  });

  it('begin with the marker of a stream where there is no table', () => {
    expect(split([bytes(...JPEG, 1), A, bytes(...JPEG, 2)], 2)).toEqual([
      [...JPEG, 1, 1, 2],
      [...JPEG, 2],
    ]);
    expect(split([bytes(...JPEG_2000, 1), bytes(...JPEG_2000, 2), A], 2)).toEqual([
      [...JPEG_2000, 1],
      [...JPEG_2000, 2, 1, 2],
    ]);
  });

  it.each<[string, string]>([
    ['offsets where no fragment begins', code([A, B, C], 2, [0, 11])],
    ['offsets that do not begin with the first fragment', code([A, B, C], 2, [10, 22])],
    ['offsets that do not rise', code([A, B, C], 2, [0, 0])],
    ['offsets that fall', code([A, B, C], 2, [22, 0])],
    ['fewer fragments than frames', code([A], 2)],
    ['no fragment', code([], 1)],
    ['more fragments than frames and no word where they begin', code([A, B, C], 2)],
    ['a stream that does not begin with the first fragment', code([A, bytes(...JPEG), bytes(...JPEG)], 2)],
    ['more streams than frames', code([bytes(...JPEG), bytes(...JPEG), bytes(...JPEG)], 2)],
    ['half a marker', code([bytes(0xff, 0xd8, 0), A, bytes(0xff, 0xd8, 0)], 2)],
    ['the second half of a marker alone', code([bytes(0, 0x4f), A, bytes(0, 0x4f)], 2)],
  ])('are refused with %s', (_, found) => {
    expect(found).toBe('dicom/frames');
  });
});
