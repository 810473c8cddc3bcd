import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Triple } from '../volume.ts';
import { fillHolesInSlices, findComponents, largestComponent } from './components.ts';
import { squaredDistanceMm2 } from './distance.ts';

/** A slice drawn with `#` for inside. */
const slice = (...rows: string[]): Uint8Array =>
  Uint8Array.from([...rows.join('')].map((c) => (c === '#' ? 1 : 0)));

describe('connected parts', () => {
  it('touch by faces, not by corners', () => {
    expect(findComponents(slice('##..', '..#.', '#...'), [4, 3, 1]).voxels).toEqual([2, 1, 1]);
  });

  it('connect across slices', () => {
    expect(findComponents(Uint8Array.of(1, 0, 1, 0, 0, 1), [2, 1, 3]).voxels).toEqual([2, 1]);
  });

  it('leave the largest, and nothing of nothing', () => {
    expect(largestComponent(slice('#.##', '#.##'), [4, 2, 1])).toEqual(slice('..##', '..##'));
    expect(largestComponent(new Uint8Array(8), [4, 2, 1])).toEqual(new Uint8Array(8));
  });
});

describe('holes', () => {
  it('are filled when the slice encloses them, and stay when they reach its border', () => {
    const ring = slice('.....', '.###.', '.#.#.', '.###.', '.....');
    expect(fillHolesInSlices(ring, [5, 5, 1])).toEqual(slice('.....', '.###.', '.###.', '.###.', '.....'));
    const open = slice('.....', '.###.', '.#.#.', '.#.#.', '.#.#.');
    expect(fillHolesInSlices(open, [5, 5, 1])).toEqual(open);
  });
});

describe('the distance to a region', () => {
  it('is the one found by trying every voxel, on unequal spacing', () => {
    const size: Triple = [5, 4, 3];
    const spacing: Triple = [0.7, 1.3, 4];
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 60, maxLength: 60, max: 1 }), (inside) => {
        const ours = squaredDistanceMm2(inside, size, spacing);
        const place = (at: number): Triple => [
          (at % 5) * 0.7,
          (Math.floor(at / 5) % 4) * 1.3,
          Math.floor(at / 20) * 4,
        ];
        for (let at = 0; at < 60; at++) {
          let best = 1e20;
          for (let other = 0; other < 60; other++) {
            if (inside[other] === 0) continue;
            const [a, b] = [place(at), place(other)];
            best = Math.min(best, (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2);
          }
          expect(Math.abs(ours[at]! - best)).toBeLessThan(1e-9);
        }
      }),
    );
  });
});
