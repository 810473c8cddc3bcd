import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHeld, getTensor, releaseState, type StateSpec, toHeld, withoutMemory } from './state.ts';

const extents = fc.integer({ min: 1, max: 4 });

const specOf = (shape: readonly number[], layout: StateSpec['layout']): StateSpec => ({
  name: 'conv.weight',
  shape,
  layout,
  held: shape,
  role: 'parameter',
  updated: true,
  overwritable: false,
});

describe('convolution weights as a program holds them', () => {
  test('have taps before channels, and filters last', () => {
    // [2 filters, 2 channels, 1, 2]: the number says filter, channel and tap.
    const data = Float32Array.of(0, 1, 10, 11, 100, 101, 110, 111);
    expect([...toHeld(specOf([2, 2, 1, 2], 'taps'), data)]).toEqual([0, 100, 10, 110, 1, 101, 11, 111]);
  });

  test('come back in the order of PyTorch', () => {
    fc.assert(
      fc.property(fc.tuple(extents, extents, extents, extents), (shape) => {
        const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, index) => index);
        const spec = specOf(shape, 'taps');
        expect(fromHeld(spec, toHeld(spec, data))).toEqual(data);
      }),
    );
  });
});

describe('a state', () => {
  const state = new Map([
    ['fc.weight', { shape: [1, 2], data: Float32Array.of(1, 2) }],
    ['bn.running_mean', { shape: [1], data: Float32Array.of(3) }],
    ['optimiser.momentum.fc.weight', { shape: [1, 2], data: Float32Array.of(4, 5) }],
  ]);

  test('keeps parameters and statistics when its memory is left out', () => {
    expect([...withoutMemory(state).keys()]).toEqual(['fc.weight', 'bn.running_mean']);
  });

  test('says which tensor is missing, and which has another shape', () => {
    expect(() => getTensor(state, 'fc.bias', [1])).toThrow(
      expect.objectContaining({ code: 'weights/missing', message: expect.stringContaining('fc.bias') }),
    );
    expect(() => getTensor(state, 'fc.weight', [2, 1])).toThrow(
      expect.objectContaining({ code: 'weights/shape', message: expect.stringContaining('[2, 1]') }),
    );
    expect(getTensor(state, 'fc.weight', [1, 2]).data).toEqual(Float32Array.of(1, 2));
  });

  test('is empty once its memory was given back, also where tensors share a buffer', () => {
    const whole = new Float32Array(4);
    const shared = new Map([
      ['a', { shape: [2], data: whole.subarray(0, 2) }],
      ['b', { shape: [2], data: whole.subarray(2) }],
    ]);
    releaseState(shared);
    expect([...shared.values()].map(({ data }) => data.length)).toEqual([0, 0]);
  });
});
