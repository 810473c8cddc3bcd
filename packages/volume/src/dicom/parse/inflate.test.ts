import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../codes.fixture.ts';
import { inflateRaw, MAXIMUM_INFLATED_BYTES } from './inflate.ts';

/** Zeros that deflate to so many bytes that the bound on what comes out is just what comes out. */
function justAllowed(): { readonly stream: Uint8Array; readonly bound: number } {
  for (let packed = 1500; packed < 3000; packed++) {
    const bound = 2 ** 20 + 500 * packed;
    const stream = deflateRawSync(new Uint8Array(bound));
    if (stream.length === packed) return { stream, bound };
  }
  throw new Error('no such length');
}

describe('raw deflate', () => {
  it('may grow by 1 MiB and 500 bytes for each that goes in, and by no byte more', () => {
    const { stream, bound } = justAllowed();
    expect(inflateRaw(stream).length).toBe(bound);
    const longer = deflateRawSync(new Uint8Array(bound + 1));
    expect(longer.length).toBe(stream.length);
    expect(codeOf(() => inflateRaw(longer))).toBe('dicom/bomb');
  });

  it('may grow to 512 MiB, or to what the caller allows', () => {
    expect(MAXIMUM_INFLATED_BYTES).toBe(512 * 1024 ** 2);
    const stream = deflateRawSync(new Uint8Array(1000));
    expect(inflateRaw(stream, 1000).length).toBe(1000);
    expect(codeOf(() => inflateRaw(stream, 999))).toBe('dicom/bomb');
  });
});
