import { describe, expect, it } from 'vitest';
import { seriesInputs } from '../../../../../tests/conformance/volume/synthetic.ts';
import { codeOf } from '../../codes.fixture.ts';
import { parseDicomFolder } from '../series/folder.ts';
import { text, zip, zip64 } from './zip.fixture.ts';
import { looksLikeZip, parseZip } from './zip.ts';

describe('a zip archive', () => {
  it('of a series is the series', () => {
    const archive = zip(seriesInputs(4));
    expect(looksLikeZip(archive)).toBe(true);
    expect(parseDicomFolder(parseZip(archive)).stacks[0]!.geometry!.size[2]).toBe(4);
  });

  it('gives stored and deflated entries and leaves folders out', () => {
    const entries = [
      { name: 'a/', bytes: text(''), method: 0 },
      { name: 'a/b', bytes: text('hello'), method: 0 },
      { name: 'c', bytes: text('world') },
    ];
    expect(parseZip(zip(entries)).map((e) => [e.name, new TextDecoder().decode(e.bytes)])).toEqual([
      ['a/b', 'hello'],
      ['c', 'world'],
    ]);
  });

  it('with climbing names stays in memory under those names', () => {
    expect(parseZip(zip([{ name: '../../etc/passwd', bytes: text('x') }]))[0]!.name).toBe('../../etc/passwd');
  });

  it.each<[string, () => Uint8Array, string]>([
    ['links', () => zip([{ name: 'l', bytes: text('/etc'), mode: 0xa1ff }]), 'zip/unsupported'],
    ['encryption', () => zip([{ name: 'e', bytes: text('x'), flags: 1 }]), 'zip/unsupported'],
    ['an exotic method', () => zip([{ name: 'e', bytes: text('x'), method: 14 }]), 'zip/unsupported'],
    ['a wrong size', () => zip([{ name: 'e', bytes: text('xyz'), claimed: 2 }]), 'zip/damaged'],
    ['a bomb', () => zip([{ name: 'e', bytes: new Uint8Array(2 ** 25) }]), 'dicom/bomb'],
    [
      'entries that share bytes',
      () =>
        zip(
          [1, 2, 3].map((n) => ({ name: `e${n}`, bytes: text('x') })),
          true,
        ),
      'zip/bomb',
    ],
    ['no end record', () => text('PK\u0003\u0004 and then nothing of the kind'), 'zip/not-zip'],
    ['a cut end', () => zip([{ name: 'e', bytes: text('xyz') }]).subarray(10), 'zip/damaged'],
  ])('with %s is refused by its code', (_, bytes, code) => {
    expect(codeOf(() => parseZip(bytes()))).toBe(code);
  });

  it('with too many or too large entries is refused', () => {
    const entries = [1, 2, 3].map((n) => ({ name: `e${n}`, bytes: text('xxxx') }));
    expect(codeOf(() => parseZip(zip(entries), { maximumEntries: 2 }))).toBe('zip/too-many-entries');
    expect(codeOf(() => parseZip(zip(entries), { maximumBytes: 10 }))).toBe('zip/bomb');
  });

  it('in 64-bit form gives its entries, and is refused when its records are cut or lie', () => {
    const archive = zip64('a', text('hello hello hello'));
    const [entry] = parseZip(archive);
    expect(new TextDecoder().decode(entry!.bytes)).toBe('hello hello hello');
    for (let at = 0; at < archive.length; at++) {
      const damaged = archive.slice();
      damaged[at]! ^= 0xff;
      expect(codeOf(() => parseZip(damaged))).toMatch(/^(none|(zip|dicom)\/[a-z-]+)$/);
      expect(codeOf(() => parseZip(archive.slice(at)))).toMatch(/^(none|(zip|dicom)\/[a-z-]+)$/);
    }
  });

  it('damaged in any one byte is read rightly or refused by a code', () => {
    const archive = zip([{ name: 'a', bytes: text('hello hello hello') }]);
    for (let at = 0; at < archive.length; at++) {
      const damaged = archive.slice();
      damaged[at]! ^= 0xff;
      expect(codeOf(() => parseZip(damaged))).toMatch(/^(none|(zip|dicom)\/[a-z-]+)$/);
    }
  });
});
