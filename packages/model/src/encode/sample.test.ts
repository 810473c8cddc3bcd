import { expect, test } from 'vitest';
import { fillGrey } from './sample.ts';

test('a grey value becomes each channel by its own gain and offset, at the place of its image', () => {
  const images = new Float32Array(2 * 2 * 3);
  const input = { gain: [1, 2, 3], offset: [0, 10, 20] } as const;
  fillGrey(images, Float32Array.of(4, -1), { place: 1, input });
  expect([...images]).toEqual([0, 0, 0, 0, 0, 0, 4, 18, 32, -1, 8, 17]);
});
