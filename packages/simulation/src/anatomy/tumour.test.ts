import { random } from '@mriscore/stats';
import { describe, expect, test } from 'vitest';
import { normalTable } from '../fast-noise.ts';
import { depthMm, drawTumour, tumourTissue } from './tumour.ts';

const tumourOf = (imaging: number) =>
  drawTumour(random(1, 'test'), { subsite: 'larynx', imaging, table: normalTable() });

describe('depthMm', () => {
  test('is largest near the middle and negative well outside', () => {
    const tumour = tumourOf(0);
    const [x, y, height] = tumour.centreMm;
    expect(depthMm(tumour, [x, y, height])).toBeGreaterThan(5);
    expect(depthMm(tumour, [x + 40, y, height])).toBeLessThan(0);
  });
});

describe('tumourTissue', () => {
  const at = (imaging: number, depth: number) => tumourTissue(tumourOf(imaging), { depth, lump: 0 }, 0);

  test('with severity the rim takes up more and the core less', () => {
    for (const [low, high] of [
      [-2, -1],
      [-1, 0],
      [0, 1],
      [1, 2],
    ] as const) {
      expect(at(high, 0.5).uptakeMm).toBeGreaterThan(at(low, 0.5).uptakeMm);
      expect(at(high, 9).uptakeMm).toBeLessThan(at(low, 9).uptakeMm);
      expect(at(high, 9).t2Ms).toBeGreaterThan(at(low, 9).t2Ms);
    }
  });

  test('with severity the core becomes lumpier', () => {
    const spread = (imaging: number) => {
      const tumour = tumourOf(imaging);
      const of = (lump: number) => tumourTissue(tumour, { depth: 9, lump }, 0).uptakeMm;
      return (of(1) - of(-1)) / of(0);
    };
    expect(spread(1)).toBeGreaterThan(2 * spread(-1));
  });

  test('beyond 2.5 standard deviations nothing changes any more', () => {
    expect(at(4, 0.5)).toEqual(at(2.5, 0.5));
  });
});
