import { describe, expect, it } from 'vitest';
import { codeOf } from '../../codes.fixture.ts';
import { text, zip, zip64 } from './zip.fixture.ts';
import { parseZip, ZIP_LIMITS } from './zip.ts';

/** An end record alone, which says how many entries there are. */
function announcing(entries: number): Uint8Array {
  const bytes = new Uint8Array(22);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(8, entries, true);
  view.setUint16(10, entries, true);
  return bytes;
}

/** A stored entry whose 64-bit record claims another size than it has. */
function claiming(bytes: bigint): Uint8Array {
  const archive = zip64('a', text('hello hello hello'));
  const view = new DataView(archive.buffer);
  const directory = 30 + 1 + 17;
  view.setBigUint64(directory + 46 + 1 + 4, bytes, true);
  return archive;
}

describe('the bounds on a zip archive', () => {
  it('are 50000 entries and 4 GiB unless the caller says otherwise', () => {
    expect(ZIP_LIMITS).toEqual({ maximumEntries: 50_000, maximumBytes: 4 * 1024 ** 3 });
    expect(Object.isFrozen(ZIP_LIMITS)).toBe(true);
    expect(codeOf(() => parseZip(announcing(50_001)))).toBe('zip/too-many-entries');
    expect(codeOf(() => parseZip(announcing(50_000)))).toBe('zip/damaged');
    expect(codeOf(() => parseZip(claiming(2n ** 32n + 1n)))).toBe('zip/bomb');
    expect(codeOf(() => parseZip(claiming(2n ** 32n)))).toBe('zip/damaged');
    expect(codeOf(() => parseZip(claiming(17n)))).toBe('none');
  });

  it('hold all entries together, to the byte', () => {
    const entries = [1, 2, 3].map((n) => ({ name: `e${n}`, bytes: text('xxxx') }));
    const code = (limits: object): string => codeOf(() => parseZip(zip(entries), limits));
    expect(code({ maximumBytes: 12 })).toBe('none');
    expect(code({ maximumBytes: 11 })).toBe('zip/bomb');
    expect(code({ maximumEntries: 3 })).toBe('none');
    expect(code({ maximumEntries: 2 })).toBe('zip/too-many-entries');
  });
});
