import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { learningRateAt } from './schedule.ts';

describe('learningRateAt', () => {
  test('without a rise it is half a cosine', () => {
    const schedule = { peak: 0.1, steps: 100, warmUp: 0 };
    expect(learningRateAt(schedule, 0)).toBe(0.1);
    expect(learningRateAt(schedule, 50)).toBeCloseTo(0.05, 15);
    expect(learningRateAt(schedule, 25)).toBeCloseTo(0.1 * Math.cos(Math.PI / 8) ** 2, 15);
    expect(learningRateAt(schedule, 100)).toBeCloseTo(0, 15);
  });

  test('the rise is straight and ends at the peak', () => {
    const schedule = { peak: 1, steps: 100, warmUp: 0.1 };
    const rates = Array.from({ length: 11 }, (_, step) => learningRateAt(schedule, step));
    expect(rates.slice(0, 10)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    expect(rates[10]).toBe(1);
  });

  test('never leaves (0, peak] in any course, and never rises after the peak', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        (steps, warmUp) => {
          const rates = Array.from({ length: steps }, (_, step) =>
            learningRateAt({ peak: 0.3, steps, warmUp }, step),
          );
          for (const rate of rates) {
            expect(rate).toBeGreaterThan(0);
            expect(rate).toBeLessThanOrEqual(0.3);
          }
          const falling = rates.slice(Math.round(steps * warmUp));
          expect(falling).toEqual(falling.toSorted((a, b) => b - a));
        },
      ),
    );
  });
});
