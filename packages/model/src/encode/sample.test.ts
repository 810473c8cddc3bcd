import { expect, test } from 'vitest';
import { fillGrey, slicesOf } from './sample.ts';

test('a grey value becomes each channel by its own gain and offset, at the place of its image', () => {
  const images = new Float32Array(2 * 2 * 3);
  const input = { gain: [1, 2, 3], offset: [0, 10, 20] } as const;
  fillGrey(images, Float32Array.of(4, -1), { place: 1, input });
  expect([...images]).toEqual([0, 0, 0, 0, 0, 0, 4, 18, 32, -1, 8, 17]);
});

test('a crop falls into slices that keep their order and their pixels', () => {
  const pixels = Float32Array.from({ length: 2 * 4 }, (_, index) => index);
  expect(slicesOf('P1', pixels, 2)).toEqual([
    { patient: 'P1', slice: 0, pixels: Float32Array.of(0, 1, 2, 3) },
    { patient: 'P1', slice: 1, pixels: Float32Array.of(4, 5, 6, 7) },
  ]);
});
