import { describe, expect, it } from 'vitest';
import { codeOf } from '../../codes.fixture.ts';
import { describePixels, nativeBytes } from './description.ts';
import { datasetOf, described } from './made-pixels.fixture.ts';

const PLAIN = { Rows: 2, Columns: 3, BitsAllocated: 16 } as const;
const of = (change: Readonly<Record<string, number | string>> = {}) =>
  describePixels(datasetOf({ ...PLAIN, ...change }));
const code = (change: Readonly<Record<string, number | string>>): string => codeOf(() => of(change));

describe('what a header says of the pixels', () => {
  it('is one unsigned grey frame with all bits in use, where it says no more', () => {
    expect(of()).toEqual(described());
  });

  it('is taken from the header where it stands there', () => {
    const said = { BitsStored: 12, HighBit: 13, PixelRepresentation: 1, NumberOfFrames: '7' };
    expect(of({ ...said, PhotometricInterpretation: 'MONOCHROME1' })).toEqual(
      described({ bitsStored: 12, highBit: 13, signed: true, frames: 7, photometric: 'MONOCHROME1' }),
    );
    expect(of({ BitsStored: 12 }).highBit).toBe(11);
  });

  it('needs rows, columns and bits', () => {
    for (const keyword of Object.keys(PLAIN)) {
      const { [keyword as keyof typeof PLAIN]: _, ...rest } = PLAIN;
      expect(codeOf(() => describePixels(datasetOf(rest)))).toBe('dicom/missing');
    }
  });

  it.each([
    [{ Rows: 0 }],
    [{ Columns: 0 }],
    [{ NumberOfFrames: '0' }],
    [{ NumberOfFrames: '65537' }],
    [{ NumberOfFrames: '1.5' }],
    [{ BitsAllocated: 12 }],
    [{ BitsAllocated: 64 }],
    [{ BitsStored: 0 }],
    [{ BitsStored: 17 }],
    [{ HighBit: 16 }],
    [{ BitsStored: 12, HighBit: 10 }],
    [{ BitsAllocated: 32, BitsStored: 33 }],
    [{ BitsAllocated: 32, HighBit: 32 }],
    [{ PixelRepresentation: 2 }],
  ])('is refused as %o', (change) => {
    expect(code(change)).toBe('dicom/pixel-description');
  });

  it.each([
    [{ Rows: 65_535, Columns: 1 }],
    [{ Columns: 65_535 }],
    [{ NumberOfFrames: '65536' }],
    [{ BitsAllocated: 32, BitsStored: 32, HighBit: 31 }],
    [{ BitsAllocated: 8 }],
    [{ BitsAllocated: 1 }],
    [{ BitsStored: 1, HighBit: 0 }],
    [{ BitsStored: 12, HighBit: 15 }],
  ])('may be %o', (change) => {
    expect(code(change)).toBe('none');
  });

  it('is refused for colour, and for a palette that is not that of a label map', () => {
    const palette = { PhotometricInterpretation: 'PALETTE COLOR' };
    expect(code({ PhotometricInterpretation: 'RGB', SamplesPerPixel: 3 })).toBe('dicom/photometric');
    expect(code({ PhotometricInterpretation: 'RGB' })).toBe('dicom/photometric');
    expect(code({ SamplesPerPixel: 3 })).toBe('dicom/photometric');
    expect(code({ PhotometricInterpretation: 'MONOCHROME3' })).toBe('dicom/photometric');
    expect(code({ PhotometricInterpretation: 'XMONOCHROME1' })).toBe('dicom/photometric');
    expect(code(palette)).toBe('dicom/photometric');
    expect(code({ ...palette, SegmentationType: 'BINARY' })).toBe('dicom/photometric');
    expect(code({ ...palette, SegmentationType: 'LABELMAP' })).toBe('none');
    expect(code({ ...palette, SegmentationType: 'LABELMAP', SamplesPerPixel: 3 })).toBe('dicom/photometric');
    expect(code({ PhotometricInterpretation: 'RGB', SegmentationType: 'LABELMAP' })).toBe(
      'dicom/photometric',
    );
  });

  it('names an odd kind of colour only where its letters are those of the standard', () => {
    const said = (photometric: string): string => {
      try {
        of({ PhotometricInterpretation: photometric });
      } catch (error) {
        return (error as Error).message;
      }
      return '';
    };
    expect(said('YBR_FULL_422')).toContain('YBR_FULL_422');
    expect(said('Doe^Jane')).not.toContain('Doe');
    expect(said('A'.repeat(17))).not.toContain('AAAA');
  });
});

describe('the bytes of all frames', () => {
  it('are counted to the whole byte, and bounded to the byte', () => {
    expect(nativeBytes(described({ frames: 5 }))).toBe(60);
    const bits = described({ bitsAllocated: 1, frames: 3 });
    expect(nativeBytes(bits)).toBe(3);
    expect(nativeBytes(bits, 3)).toBe(3);
    expect(codeOf(() => nativeBytes(bits, 2))).toBe('dicom/too-large');
    const huge = described({ rows: 65_535, columns: 65_535, frames: 2 ** 20, bitsAllocated: 32 });
    expect(codeOf(() => nativeBytes(huge, Number.POSITIVE_INFINITY))).toBe('dicom/too-large');
    expect(codeOf(() => describePixels(datasetOf(PLAIN), 11))).toBe('dicom/too-large');
    expect(codeOf(() => describePixels(datasetOf(PLAIN), 12))).toBe('none');
  });
});
