import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawRows, groupRows } from './draw.ts';
import { random } from './random.ts';

describe('drawRows', () => {
  test('keeps the size of strata and draws all rows of a patient together', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 20 }),
        fc.integer(),
        (scans, seed) => {
          const patients = scans.flatMap((count, p) => new Array<number>(count).fill(p));
          const strata = patients.map((p) => p % 2);
          const rows = drawRows(groupRows({ n: patients.length, strata, patients }), random(seed, 'draw'));
          const counts = new Map<number, number>();
          for (const row of rows) counts.set(row, (counts.get(row) ?? 0) + 1);
          patients.forEach((p, row) => {
            const mates = patients.flatMap((q, other) => (q === p ? [counts.get(other) ?? 0] : []));
            expect(new Set(mates).size).toBe(1);
            expect(mates[0]).toBe(counts.get(row) ?? 0);
          });
          const drawn = [0, 1].map((s) =>
            [...rows].reduce((sum, row) => sum + (strata[row] === s ? 1 / scans[patients[row]!]! : 0), 0),
          );
          expect(drawn[0]).toBeCloseTo(Math.ceil(scans.length / 2), 8);
          expect(drawn[1]).toBeCloseTo(Math.floor(scans.length / 2), 8);
        },
      ),
    );
  });

  test('a patient in two strata is refused', () => {
    expect(() => groupRows({ n: 2, strata: [0, 1], patients: ['P', 'P'] })).toThrow(/two strata/);
  });
});
