import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EncoderUse, encoderMetadata, findEncoderUse } from './use.ts';

const numbers = fc.double({ noNaN: true, noDefaultInfinity: true });
const triples = fc.tuple(numbers, numbers, numbers);
const uses: fc.Arbitrary<EncoderUse> = fc.record({
  spec: fc.record({
    depth: fc.constantFrom(18, 34, 50, 101, 152),
    classes: fc.integer({ min: 1, max: 9 }),
    inputChannels: fc.constant(3 as const),
    stride: fc.constantFrom('torchvision', 'keras'),
  }),
  grey: fc.record({ gain: triples, offset: triples }),
});

describe('what a file of weights says of its use', () => {
  test('comes back from JSON as it was', () => {
    fc.assert(
      fc.property(uses, (use) => {
        const metadata: unknown = JSON.parse(JSON.stringify(encoderMetadata(use)));
        // JSON has no negative zero.
        expect(findEncoderUse(metadata)).toEqual(JSON.parse(JSON.stringify(use)));
      }),
    );
  });

  test('is not guessed where any part of it is missing or of another kind', () => {
    const whole = encoderMetadata({
      spec: { depth: 50, classes: 1, inputChannels: 3, stride: 'keras' },
      grey: { gain: [1, 1, 1], offset: [0, 0, 0] },
    });
    for (const metadata of [
      undefined,
      null,
      'x',
      {},
      { ...whole, network: undefined },
      { ...whole, network: { ...whole.network, depth: 51 } },
      { ...whole, network: { ...whole.network, stride: 'caffe' } },
      { ...whole, network: { ...whole.network, inputChannels: 1 } },
      { ...whole, network: { ...whole.network, classes: 0.5 } },
      { ...whole, grey: { gain: [1, 1], offset: [0, 0, 0] } },
      { ...whole, grey: { gain: [1, 1, '1'], offset: [0, 0, 0] } },
      { ...whole, grey: { gain: [1, 1, 1] } },
    ])
      expect(findEncoderUse(metadata)).toBeUndefined();
  });
});
