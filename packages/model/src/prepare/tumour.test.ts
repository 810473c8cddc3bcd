import { expect, test } from 'vitest';
import { tumourMask } from './tumour.ts';

const geometry = {
  size: [5, 1, 1] as const,
  indexToLpsMm: Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0),
};
const drawn = { geometry, data: Int16Array.of(0, 1, 2, 2, -1) };

test('every voxel above 0 is tumour unless a label is named', () => {
  expect(tumourMask(drawn)).toEqual({
    geometry,
    data: Uint8Array.of(0, 1, 1, 1, 0),
    labels: [{ value: 1, name: 'tumour' }],
    voxels: 3,
  });
  expect(tumourMask(drawn, 2)).toMatchObject({ data: Uint8Array.of(0, 0, 1, 1, 0), voxels: 2 });
  expect(tumourMask(drawn, 7).voxels).toBe(0);
});
