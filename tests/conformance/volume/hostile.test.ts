import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isAbsent, reference } from '../../../packages/volume/src/codes.fixture.ts';
import { parseDicom } from '../../../packages/volume/src/dicom/parse/file.ts';
import { parseDicomFolder } from '../../../packages/volume/src/dicom/series/folder.ts';
import type { DraftDataset } from '../../../packages/volume/src/dicom/write/draft.ts';
import { formatDicom } from '../../../packages/volume/src/dicom/write/format.ts';
import { attack } from './attack.ts';
import { fuzz } from './fuzz.ts';
import { readInputs } from './peers.ts';
import { makeSeeds } from './seeds.ts';
import { ENHANCED_MR_SOP_CLASS, sliceDraft } from './synthetic.ts';

const HEAD = (syntax: string): number[] => {
  const uid = syntax.length % 2 === 0 ? syntax : `${syntax}\0`;
  const text = [...new TextEncoder().encode(uid)];
  return [...new Uint8Array(128), 0x44, 0x49, 0x43, 0x4d, 2, 0, 16, 0, 0x55, 0x49, text.length, 0, ...text];
};
const EXPLICIT = HEAD('1.2.840.10008.1.2.1');
const file = (...body: number[]): Uint8Array => repeated(body, 1);

/** A head once and then the same bytes many times. */
function repeated(body: readonly number[], times: number, head: readonly number[] = []): Uint8Array {
  const bytes = new Uint8Array(EXPLICIT.length + head.length + body.length * times);
  bytes.set(EXPLICIT);
  bytes.set(head, EXPLICIT.length);
  for (let n = 0; n < times; n++) bytes.set(body, EXPLICIT.length + head.length + n * body.length);
  return bytes;
}

const SQ = [0x08, 0x00, 0x40, 0x11, 0x53, 0x51, 0, 0];
const ITEM = [0xfe, 0xff, 0x00, 0xe0];
const UNDEFINED = [0xff, 0xff, 0xff, 0xff];

/** Named nasties and the code that each must give. */
const NASTIES: readonly (readonly [name: string, bytes: () => Uint8Array, code: string])[] = [
  ['an empty file', () => new Uint8Array(0), 'dicom/not-dicom'],
  ['131 zeros', () => new Uint8Array(131), 'dicom/not-dicom'],
  [
    'a preamble alone',
    () => Uint8Array.from([...new Uint8Array(128), 0x44, 0x49, 0x43, 0x4d]),
    'dicom/transfer-syntax',
  ],
  ['a transfer syntax that is text', () => Uint8Array.from(HEAD('<script>')), 'dicom/transfer-syntax'],
  [
    'a length of 4 GiB',
    () => file(0x10, 0, 0x10, 0, 0x4f, 0x42, 0, 0, 0xfe, 0xff, 0xff, 0xff),
    'dicom/truncated',
  ],
  ['a length one too long', () => file(0x10, 0, 0x20, 0, 0x4c, 0x4f, 3, 0, 0x41, 0x42), 'dicom/truncated'],
  ['half an element', () => file(0x10, 0, 0x20), 'dicom/truncated'],
  ['a value representation of zeros', () => file(0x10, 0, 0x20, 0, 0, 0, 2, 0, 0x41, 0x42), 'dicom/vr'],
  ['a sequence that never ends', () => file(...SQ, ...UNDEFINED), 'dicom/truncated'],
  ['an item that never ends', () => file(...SQ, ...UNDEFINED, ...ITEM, ...UNDEFINED), 'dicom/truncated'],
  ['an item outside a sequence', () => file(...ITEM, 0, 0, 0, 0), 'dicom/element'],
  [
    'an item longer than its sequence',
    () => file(...SQ, 8, 0, 0, 0, ...ITEM, 0xff, 0, 0, 0),
    'dicom/truncated',
  ],
  [
    'a tag twice',
    () => file(0x10, 0, 0x20, 0, 0x4c, 0x4f, 0, 0, 0x10, 0, 0x20, 0, 0x4c, 0x4f, 0, 0),
    'dicom/element',
  ],
  [
    'ten thousand nested sequences',
    () => repeated([...SQ, ...UNDEFINED, ...ITEM, ...UNDEFINED], 10_000),
    'dicom/depth',
  ],
  [
    'two hundred thousand empty items',
    () => repeated([...ITEM, 0, 0, 0, 0], 200_000, [...SQ, ...UNDEFINED]),
    'dicom/too-many-elements',
  ],
  [
    'a deflate bomb',
    () => Uint8Array.from([...HEAD('1.2.840.10008.1.2.1.99'), ...deflateRawSync(new Uint8Array(2 ** 26))]),
    'dicom/bomb',
  ],
  ['two thousand million frames', () => draft({ NumberOfFrames: '2000000000' }), 'dicom/pixel-description'],
  ['pixels beyond 2 GiB', () => draft({ NumberOfFrames: 65_536, Rows: 9000 }), 'dicom/too-large'],
  ['sixty thousand frames without a place', () => manyFrames(60_000, () => ({})), 'series/no-position'],
  ['thousands of planes', () => manyFrames(8000, plane), 'series/spacing'],
  [
    'a gap of a thousand million slices',
    () => manyFrames(3, (n) => position([0, 0.1, 1e8][n]!)),
    'series/spacing',
  ],
  ['frames that are no number', () => draft({ NumberOfFrames: 'many' }), 'dicom/value'],
  ['frames that overflow', () => draft({ NumberOfFrames: '9e99' }), 'dicom/pixel-description'],
  ['zero rows', () => draft({ Rows: 0 }), 'dicom/pixel-description'],
  ['more pixels than bytes', () => draft({ Rows: 60_000, Columns: 60_000 }), 'dicom/too-large'],
  ['more rows than bytes', () => draft({ Rows: 500 }), 'dicom/pixel-length'],
  ['more bits stored than allocated', () => draft({ BitsStored: 17 }), 'dicom/pixel-description'],
  ['a high bit below the bits stored', () => draft({ HighBit: 3 }), 'dicom/pixel-description'],
  ['seven bits allocated', () => draft({ BitsAllocated: 7 }), 'dicom/pixel-description'],
  ['colour', () => draft({ SamplesPerPixel: 3, PhotometricInterpretation: 'RGB' }), 'dicom/photometric'],
  [
    'directions of length zero',
    () => draft({ ImageOrientationPatient: [0, 0, 0, 0, 0, 0] }),
    'series/no-position',
  ],
  ['parallel directions', () => draft({ ImageOrientationPatient: [1, 0, 0, 1, 0, 0] }), 'series/no-position'],
  ['a position of 1e300', () => draft({ ImagePositionPatient: ['1e300', '1e999', '0'] }), 'dicom/value'],
  ['a pixel spacing of zero', () => draft({ PixelSpacing: [0, 1] }), 'series/no-position'],
  ['no thickness', () => draft({ SliceThickness: [], SpacingBetweenSlices: [] }), 'series/spacing'],
  ['a rescale slope that is text', () => draft({ RescaleSlope: 'steep' }), 'dicom/value'],
  ['no series UID', () => draft({ SeriesInstanceUID: '' }), 'dicom/missing'],
];

const position = (z: number): DraftDataset => ({
  PlanePositionSequence: [{ ImagePositionPatient: [0, 0, z] }],
});

/** A plane that no other frame has. */
const plane = (n: number): DraftDataset => ({
  ...position(n),
  PlaneOrientationSequence: [{ ImageOrientationPatient: [Math.cos(n / 1e3), Math.sin(n / 1e3), 0, 0, 0, 1] }],
});

/** An enhanced file of tiny frames. */
function manyFrames(count: number, groups: (n: number) => DraftDataset): Uint8Array {
  const own = Array.from({ length: count }, (_, n) => groups(n));
  const placed = own.some((group) => Object.keys(group).length > 0);
  return formatDicom({
    ...sliceDraft(0, { SOPClassUID: ENHANCED_MR_SOP_CLASS, ImagePositionPatient: [], NumberOfFrames: count }),
    ...(placed ? { PerFrameFunctionalGroupsSequence: own } : {}),
    Rows: 1,
    Columns: 1,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelData: new Uint8Array(count),
  });
}

function draft(changes: Record<string, string | number | string[] | number[]>): Uint8Array {
  return formatDicom(sliceDraft(1, changes));
}

describe('hostile DICOM', () => {
  it.each(NASTIES)('%s is refused by its code', async (_, bytes, code) => {
    expect(await attack(bytes())).toBe(code);
  });

  it('is refused as it stands or read, for every seed', async () => {
    const seeds = await makeSeeds();
    expect(seeds.length).toBeGreaterThanOrEqual(30);
    const expected: Record<string, string> = {
      mosaic: 'series/mosaic',
      'no position': 'series/no-position',
      'MPEG-4': 'dicom/transfer-syntax',
    };
    for (const seed of seeds)
      expect([seed.name, await attack(seed.bytes)]).toEqual([seed.name, expected[seed.name] ?? 'read']);
  });

  it('an unsupported syntax is refused by its name', async () => {
    const video = (await makeSeeds()).find((seed) => seed.name === 'MPEG-4')!;
    const { openFrames } = await import('../../../packages/volume/src/dicom/pixels/frames.ts');
    await expect(openFrames(parseDicom(video.bytes))).rejects.toThrow('MPEG-4 AVC/H.264 High Profile');
  });

  it('does not disturb sound compressed files that are decoded at the same time', async () => {
    const sound = (await makeSeeds()).filter((seed) => seed.decoded === true);
    const damaged = sound.map(({ bytes }) => {
      const copy = bytes.slice();
      copy.fill(0x55, copy.length - 60, copy.length - 10);
      return copy;
    });
    const mixed = [0, 1, 2, 3].flatMap(() => sound.flatMap(({ bytes }, n) => [damaged[n]!, bytes]));
    const outcomes = await Promise.all(mixed.map((bytes) => attack(bytes)));
    expect(outcomes.filter((_, n) => n % 2 === 1)).toEqual(new Array(4 * sound.length).fill('read'));
  });

  it('is never a crash, a hang or an error without code, for thousands of damaged copies', async () => {
    const report = await fuzz({ copies: 3000, seconds: 30 }, 11);
    expect(report.faults).toEqual([]);
    expect(report.copies).toBeGreaterThan(100);
  });

  it.each([
    ['a marker without length', 0x01],
    ['a restart', 0xd0],
    ['a second start', 0xd8],
  ])(
    'a JPEG stream with %s where its tables belong is refused before a decoder searches it',
    async (_, marker) => {
      const { bytes } = (await makeSeeds()).find(({ name }) => name === 'JPEG lossless')!;
      const damaged = Uint8Array.from(bytes);
      const start = damaged.findIndex((byte, at) => byte === 0xff && damaged[at + 1] === 0xd8);
      damaged[start + 3] = marker;
      expect(await attack(damaged)).toBe('dicom/codec');
    },
  );

  it.each([
    [[0x4d, 0x5a, 0x90, 0]],
    [[0x7f, 0x45, 0x4c, 0x46]],
    [[0xcf, 0xfa, 0xed, 0xfe]],
    [[0xfe, 0xed, 0xfa, 0xce]],
    [[0xca, 0xfe, 0xba, 0xbe]],
    [[0x23, 0x21, 0x2f, 0x62]],
  ])('a preamble that begins a program (%j) is named and the file still read', (start) => {
    const bytes = draft({});
    expect(bytes.subarray(0, 128).every((byte) => byte === 0)).toBe(true);
    const polyglot = new Uint8Array(bytes);
    polyglot.set(start);
    const folder = parseDicomFolder([
      { name: 'a.dcm', bytes: polyglot },
      { name: 'b.dcm', bytes },
    ]);
    expect(folder.programs).toEqual(['a.dcm']);
    expect(folder.unreadable).toEqual([]);
  });
});

describe.skipIf(isAbsent('data/dicom'))('damaged copies of real files (needs the reference folder)', () => {
  it('every cut of a real file is refused by a code', async () => {
    const bytes = readFileSync(reference('data/dicom/seg_dcmqi/23x38x3/seg/label.seg'));
    for (let end = 0; end < bytes.length; end += 37)
      expect(await attack(bytes.subarray(0, end))).not.toBe('read');
  });

  it('every file of the reference folder is read or refused by a code', async () => {
    for (const input of readInputs(reference('data/dicom'))) {
      expect(await attack(input.bytes)).toMatch(/^(read|[a-z]+\/[a-z-]+)$/);
    }
  });
});
