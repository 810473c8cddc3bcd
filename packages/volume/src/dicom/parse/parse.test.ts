import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../codes.fixture.ts';
import type { DraftDataset } from '../write/draft.ts';
import { formatDecimal } from '../write/encode.ts';
import { formatDicom } from '../write/format.ts';
import { uidFrom } from '../write/uid.ts';
import { parseDicom } from './file.ts';
import { inflateRaw } from './inflate.ts';
import { attribute } from './tags.ts';
import { decodeText } from './text.ts';
import { findItems, findNumbers, findText, findTexts, findWholeText } from './value.ts';

/** Outside the package: the seeds of attacks name attributes too. */
const CONFORMANCE = join(import.meta.dirname, '../../../../../tests/conformance/volume');

const SOP = { SOPClassUID: '1.2.840.10008.5.1.4.1.1.4', SOPInstanceUID: '1.2.3' };
const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...part].map((c) => c.charCodeAt(0)) : part)),
  );

describe('a written data set', () => {
  const draft: DraftDataset = {
    ...SOP,
    PatientName: 'Hämatom^Jürgen',
    ImageType: ['ORIGINAL', 'PRIMARY'],
    Rows: 7,
    PixelSpacing: [0.5, 1 / 3],
    DiffusionBValue: 800.25,
    ReferencedImageSequence: [{ ReferencedSOPInstanceUID: '1.2' }, { ReferencedSOPInstanceUID: '1.3' }],
    SegmentDescription: 'a \\ b',
    DimensionIndexPointer: [0x00200032],
  };

  it.each([true, false])('is read back with the same values (explicit: %s)', (explicit) => {
    const { dataset } = parseDicom(formatDicom(draft, { explicit }));
    expect(findText(dataset, 'PatientName')).toBe('Hämatom^Jürgen');
    expect(findTexts(dataset, 'ImageType')).toEqual(['ORIGINAL', 'PRIMARY']);
    expect(findNumbers(dataset, 'Rows')).toEqual([7]);
    expect(findNumbers(dataset, 'PixelSpacing')[1]).toBeCloseTo(1 / 3, 13);
    expect(findNumbers(dataset, 'DiffusionBValue')).toEqual([800.25]);
    expect(
      findItems(dataset, 'ReferencedImageSequence').map((i) => findText(i, 'ReferencedSOPInstanceUID')),
    ).toEqual(['1.2', '1.3']);
    expect(findWholeText(dataset, 'SegmentDescription')).toBe('a \\ b');
  });

  it('is refused when a value does not fit its type', () => {
    const write = (changes: DraftDataset): string => codeOf(() => formatDicom({ ...SOP, ...changes }));
    expect(write({ Rows: 70_000 })).toBe('dicom/not-writable');
    expect(write({ SegmentLabel: 'x'.repeat(65) })).toBe('dicom/not-writable');
    expect(write({ SegmentLabel: 'a\\b' })).toBe('dicom/not-writable');
    expect(write({ ContourData: new Array<number>(20_000).fill(-123.456) })).toBe('dicom/not-writable');
  });

  it('keeps any number as a decimal string of 16 characters to 9 digits', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), (value) => {
        const text = formatDecimal(value);
        expect(text.length).toBeLessThanOrEqual(16);
        expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(1e-8 * Math.max(1, Math.abs(value)));
      }),
    );
  });
});

describe('character sets', () => {
  it('decode the names of the standard', () => {
    const ESC = [0x1b];
    expect(decodeText(bytes('M', [0xfc], 'ller'), ['ISO_IR 100'])).toBe('Müller');
    expect(decodeText(bytes([0xd0, 0xd1]), ['ISO_IR 144'])).toBe('ал'.replace('л', 'б'));
    expect(decodeText(new TextEncoder().encode('王^小东'), ['ISO_IR 192'])).toBe('王^小东');
    expect(decodeText(bytes([0xcd, 0xf5], '^', [0xd0, 0xa1, 0xb6, 0xab]), ['GB18030'])).toBe('王^小东');
    const yamada = bytes('Yamada^Tarou=', ESC, '$B;3ED', ESC, '(B^', ESC, '$BB@O:', ESC, '(B');
    expect(decodeText(yamada, ['', 'ISO 2022 IR 87'])).toBe('Yamada^Tarou=山田^太郎');
    const hong = bytes('Hong^Gildong=', ESC, '$)C', [0xfb, 0xf3], '^', ESC, '$)C', [0xd1, 0xce, 0xd4, 0xd7]);
    expect(decodeText(hong, ['', 'ISO 2022 IR 149'])).toBe('Hong^Gildong=洪^吉洞');
  });

  it('show what they do not explain as U+FFFD', () => {
    expect(decodeText(bytes('M', [0xfc], 'ller'), [])).toBe('M\ufffdller');
    expect(decodeText(bytes('M', [0xfc], 'ller'), ['ISO_IR 999'])).toBe('M\ufffdller');
  });
});

describe('inflating', () => {
  it('gives back what was deflated, and ignores padding', () => {
    const data = Uint8Array.from({ length: 5000 }, (_, n) => (n * 7) & 255);
    expect(inflateRaw(Uint8Array.from([...deflateRawSync(data), 0]))).toEqual(data);
  });

  it('refuses bombs and damage by code', () => {
    expect(codeOf(() => inflateRaw(deflateRawSync(new Uint8Array(2 ** 25))))).toBe('dicom/bomb');
    expect(codeOf(() => inflateRaw(Uint8Array.of(7, 7, 7)))).toBe('dicom/damaged-deflate');
  });
});

describe('made UIDs', () => {
  it('follow from their parts, differ when the parts differ, and are valid', () => {
    const uids = Array.from({ length: 2000 }, (_, n) => uidFrom('test', String(n)));
    expect(new Set(uids).size).toBe(2000);
    expect(uidFrom('test', '1')).toBe(uids[1]);
    for (const uid of uids) expect(uid).toMatch(/^2\.25\.(0|[1-9]\d{0,38})$/);
    expect(uidFrom('a', 'bc')).not.toBe(uidFrom('ab', 'c'));
  });
});

describe('the dictionary', () => {
  it('knows every keyword that the sources use', () => {
    const folders = [
      ...['dicom', 'mask', 'convert'].map((name) => join(import.meta.dirname, '../..', name)),
      CONFORMANCE,
    ];
    const files = folders.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
        .map((name) => join(folder, name)),
    );
    const pattern = /(?:find|get|scope)\w*\([\w.!\][ ]+, '([A-Z]\w+)'/g;
    const used = new Set(
      files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(pattern)].map((m) => m[1]!)),
    );
    expect(used.size).toBeGreaterThan(60);
    for (const keyword of used) expect(() => attribute(keyword)).not.toThrow();
  });
});
