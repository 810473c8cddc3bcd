import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../codes.fixture.ts';
import { HIGHEST_RATIO, PADDING_BYTES, RATIO_MATTERS_BYTES, unpackBody } from './body.ts';

const CODES = {
  truncated: 'nrrd/truncated',
  damaged: 'nrrd/damaged',
  bomb: 'nrrd/bomb',
  tooLarge: 'nrrd/too-large',
} as const;

interface Body {
  readonly bytes: Uint8Array;
  readonly expectedBytes: number;
  readonly stream?: 'gzip' | 'zlib' | 'plain';
  readonly maximumBytes?: number;
}

function codeFor({ bytes, expectedBytes, stream = 'gzip', maximumBytes = 2 ** 31 }: Body): string {
  return codeOf(() => unpackBody(bytes, { stream, expectedBytes, maximumBytes, codes: CODES }));
}

describe('the voxels of a compressed file', () => {
  it('are as many as the header says, and 64 KiB of padding at most', () => {
    expect(PADDING_BYTES).toBe(64 * 1024);
    for (const [stream, pack] of [
      ['gzip', gzipSync],
      ['zlib', deflateSync],
    ] as const) {
      const code = (length: number): string =>
        codeFor({ bytes: pack(new Uint8Array(length)), expectedBytes: 1000, stream });
      expect(code(999)).toBe('nrrd/truncated');
      expect(code(1000)).toBe('none');
      expect(code(1000 + 65_536)).toBe('none');
      expect(code(1000 + 65_537)).toBe('nrrd/bomb');
    }
  });

  it('above 16 MiB are at most 1000 times the file, before anything is unpacked', () => {
    expect([HIGHEST_RATIO, RATIO_MATTERS_BYTES]).toEqual([1000, 16 * 1024 ** 2]);
    const packed = (length: number): Uint8Array => new Uint8Array(length).fill(0x1f);
    const least = 2 ** 24 + 1;
    expect(codeFor({ bytes: packed(16_777), expectedBytes: least })).toBe('nrrd/bomb');
    expect(codeFor({ bytes: packed(16_777), expectedBytes: least - 1 })).toBe('nrrd/damaged');
    expect(codeFor({ bytes: packed(20_000), expectedBytes: 20_000_000 })).toBe('nrrd/damaged');
    expect(codeFor({ bytes: packed(20_000), expectedBytes: 20_000_001 })).toBe('nrrd/bomb');
    expect(codeFor({ bytes: packed(20_000), expectedBytes: 20_000_001, stream: 'plain' })).toBe(
      'nrrd/truncated',
    );
  });

  it('are at most as many as the caller allows', () => {
    const bytes = gzipSync(new Uint8Array(1000));
    expect(codeFor({ bytes, expectedBytes: 1000, maximumBytes: 1000 })).toBe('none');
    expect(codeFor({ bytes, expectedBytes: 1000, maximumBytes: 999 })).toBe('nrrd/too-large');
    expect(codeFor({ bytes, expectedBytes: Number.NaN })).toBe('nrrd/too-large');
  });
});
