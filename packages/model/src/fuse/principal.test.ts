import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitPrincipal, project } from './principal.ts';

const row = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 3 });
const table = fc
  .array(row, { minLength: 4, maxLength: 12 })
  .map((rows) => rows.map((values) => Float32Array.from(values)));

describe('principal components', () => {
  test('of points on a line are that line', () => {
    const rows = [-2, -1, 0, 1, 2].map((t) => Float32Array.of(3 * t + 1, 4 * t - 1));
    const fitted = fitPrincipal(rows, 1);
    expect(Math.abs(fitted.axes[0]!)).toBeCloseTo(0.6, 6);
    expect(Math.abs(fitted.axes[1]!)).toBeCloseTo(0.8, 6);
    expect(fitted.scale).toBeCloseTo(5 * Math.SQRT2, 5);
  });

  test('of as many as there are features keep every distance', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const fitted = fitPrincipal(rows, 3);
        const distance = (a: Float32Array, b: Float32Array) =>
          Math.hypot(...a.map((value, at) => value - b[at]!));
        const [a, b] = [rows[0]!, rows[1]!];
        const projected = distance(project(fitted, a), project(fitted, b)) * fitted.scale;
        expect(projected).toBeCloseTo(distance(a, b), 2);
      }),
    );
  });

  test('that do not exist are 0 and not noise', () => {
    const fitted = fitPrincipal([Float32Array.of(1, 2), Float32Array.of(1, 2)], 2);
    expect([...project(fitted, Float32Array.of(5, 5))]).toEqual([0, 0]);
  });
});
