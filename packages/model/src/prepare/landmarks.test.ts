import { createVolume } from '@mriscore/volume';
import { expect, test } from 'vitest';
import { landmarkSettings, landmarksOf } from './landmarks.ts';
import type { PreparationSettings } from './settings.ts';

const SETTINGS: PreparationSettings = {
  normalise: { method: 'nyul', region: 'image' },
  crop: { sizePx: 32, marginMm: 2, slices: [0] },
};
const GEOMETRY = {
  size: [16, 16, 4] as const,
  indexToLpsMm: Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0),
};
const scan = (gain: number, offset: number) =>
  createVolume(
    GEOMETRY,
    Float32Array.from({ length: 1024 }, (_, index) => ((index * 37) % 1024) * gain + offset),
  );

test('landmarks rise, and move with the scale of the scanner', () => {
  const settings = landmarkSettings(SETTINGS)!;
  const [plain, scaled] = [landmarksOf(scan(1, 0), settings), landmarksOf(scan(3, 50), settings)];
  plain.forEach((value, index) => {
    if (index > 0) expect(value).toBeGreaterThan(plain[index - 1]!);
    expect(scaled[index]).toBeCloseTo(3 * value + 50, 2);
  });
});

test('nobody needs landmarks unless the scale is learnt', () => {
  expect(landmarkSettings({ ...SETTINGS, normalise: { method: 'z-score', region: 'body' } })).toBeNull();
});
