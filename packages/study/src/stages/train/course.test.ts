import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planCourse } from './course.ts';

describe('the counts of a training', () => {
  test('are of whole steps of whole batches', () => {
    expect(planCourse(50, { batch: 8, accumulate: 3, epochs: 10 })).toEqual({
      batch: 8,
      accumulate: 3,
      stepsAnEpoch: 2,
      batchesAnEpoch: 6,
      steps: 20,
      batches: 60,
    });
  });

  test('are those of one batch a step when nothing is said', () => {
    expect(planCourse(50, { batch: 8, epochs: 2 })).toEqual(
      planCourse(50, { batch: 8, epochs: 2, accumulate: 1 }),
    );
    expect(planCourse(50, { batch: 8, epochs: 2 })).toMatchObject({ steps: 12, batches: 12 });
  });

  test('never ask for more crops than there are, and every epoch has a step', () => {
    const crops = fc.integer({ min: 1, max: 400 });
    const [batch, accumulate] = [fc.integer({ min: 1, max: 256 }), fc.integer({ min: 1, max: 64 })];
    fc.assert(
      fc.property(crops, batch, accumulate, (count, most, several) => {
        const course = planCourse(count, { batch: most, accumulate: several, epochs: 3 });
        expect(course.stepsAnEpoch).toBeGreaterThanOrEqual(1);
        expect(course.accumulate).toBeLessThanOrEqual(several);
        expect(course.batchesAnEpoch * course.batch).toBeLessThanOrEqual(count);
        expect(course.batches).toBe(course.steps * course.accumulate);
      }),
    );
  });
});
