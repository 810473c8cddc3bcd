import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EngineError } from '../errors.ts';
import type { State } from '../program/state.ts';
import { configDigest, formatCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { formatTensors, parseTensors } from './tensors.ts';

const state: State = new Map([
  ['conv1.weight', { shape: [2, 3, 1, 1], data: Float32Array.of(1, 2, 3, 4, 5, 6) }],
  ['optimiser.step', { shape: [], data: Float32Array.of(9) }],
]);
const bytes = formatCheckpoint(state, { epoch: 3, configSha256: configDigest({ a: 1 }) });

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as EngineError).code;
  }
  return 'none';
}

function fileOf(header: unknown, body: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + body);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  return file;
}

describe('a checkpoint', () => {
  it('comes back as it was written', () => {
    const { state: after, metadata } = parseCheckpoint(bytes);
    expect([...after]).toEqual([...state]);
    expect(metadata).toEqual({ epoch: 3, configSha256: configDigest({ a: 1 }) });
  });

  it('begins its numbers at a multiple of eight bytes, as safetensors readers expect', () => {
    expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
  });

  it('is refused wherever it is cut', () => {
    for (let length = 0; length < bytes.length; length++)
      expect(codeOf(() => parseCheckpoint(bytes.subarray(0, length)))).toMatch(
        /^checkpoint\/(truncated|malformed)$/,
      );
  });

  it('is refused wherever a bit flips, or reads the same', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(7), (at, bit) => {
        const damaged = bytes.slice();
        damaged[at]! ^= 1 << bit;
        const code = codeOf(() => parseCheckpoint(damaged));
        expect(code).toMatch(/^checkpoint\//);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('never claims memory that the file does not have', () => {
    const huge = { x: { dtype: 'F32', shape: [2 ** 40], data_offsets: [0, 2 ** 42] } };
    expect(codeOf(() => parseTensors(fileOf(huge, 16)))).toBe('checkpoint/truncated');
    const header = new Uint8Array(16).fill(255);
    expect(codeOf(() => parseTensors(header))).toBe('checkpoint/malformed');
  });

  it('is refused when tensors overlap, leave gaps or misstate their size', () => {
    const entry = (shape: number[], start: number, end: number) => ({
      dtype: 'F32',
      shape,
      data_offsets: [start, end],
    });
    for (const header of [
      { a: entry([1], 0, 4), b: entry([1], 0, 4) },
      { a: entry([1], 0, 4), b: entry([1], 8, 12) },
      { a: entry([2], 0, 4) },
      { a: entry([1], 0, 4) },
      { a: { dtype: 'F99', shape: [1], data_offsets: [0, 4] } },
      { a: null },
      { __metadata__: { x: 1 } },
      [],
      'x',
    ])
      expect(codeOf(() => parseTensors(fileOf(header, 12)))).toBe('checkpoint/malformed');
  });

  it('is not mistaken for bare weights', () => {
    expect(codeOf(() => parseCheckpoint(formatTensors(state, {})))).toBe('checkpoint/malformed');
  });
});

describe('half precision', () => {
  it('becomes single precision, whichever of its forms', () => {
    const header = {
      h: { dtype: 'F16', shape: [4], data_offsets: [0, 8] },
      b: { dtype: 'BF16', shape: [1], data_offsets: [8, 10] },
    };
    const file = fileOf(header, 10);
    const view = new DataView(file.buffer, file.length - 10);
    [0x3c00, 0xc000, 0x0001, 0x7c00].forEach((word, index) => {
      view.setUint16(2 * index, word, true);
    });
    view.setUint16(8, 0x3fc0, true);
    const { state: parsed } = parseTensors(file);
    expect([...parsed.get('h')!.data]).toEqual([1, -2, 2 ** -24, Number.POSITIVE_INFINITY]);
    expect([...parsed.get('b')!.data]).toEqual([1.5]);
  });
});

describe('the digest of a configuration', () => {
  it('does not depend on the order of keys', () => {
    expect(configDigest({ a: 1, b: [1, { c: null, d: 'x' }] })).toBe(
      configDigest({ b: [1, { d: 'x', c: null }], a: 1 }),
    );
    expect(configDigest({ a: 1 })).not.toBe(configDigest({ a: 2 }));
  });
});
