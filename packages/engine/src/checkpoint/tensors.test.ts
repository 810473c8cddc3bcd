import { describe, expect, it } from 'vitest';
import { formatTensors, parseTensors } from './tensors.ts';

const STATE = new Map([
  ['a', { shape: [2], data: Float32Array.of(1, 2) }],
  ['b', { shape: [1, 3], data: Float32Array.of(3, 4, 5) }],
]);

describe('named tensors as bytes', () => {
  it('come back with their own numbers', () => {
    const { state, texts } = parseTensors(formatTensors(STATE, { note: 'x' }));
    expect([...state]).toEqual([...STATE]);
    expect(texts).toEqual({ note: 'x' });
  });

  it('come back from a Buffer as the file system gives it, whose slices are views', () => {
    const { state } = parseTensors(Buffer.from(formatTensors(STATE, {})));
    expect([...state]).toEqual([...STATE]);
  });

  it('do not share memory with the bytes they came from', () => {
    const bytes = Buffer.from(formatTensors(STATE, {}));
    const { state } = parseTensors(bytes);
    bytes.fill(0);
    expect(state.get('b')?.data).toEqual(Float32Array.of(3, 4, 5));
  });
});
