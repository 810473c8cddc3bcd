import { PLAIN_GREY } from '@mriscore/engine';
import { random } from '@mriscore/stats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encoderBatch, shuffledOrder } from './samples.ts';

describe('shuffledOrder', () => {
  test('holds every index once, and the same epoch gives the same order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.nat(), (length, epoch) => {
        const order = shuffledOrder(length, random(1, 'order', 'T1', epoch));
        expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length }, (_, index) => index));
        expect(shuffledOrder(length, random(1, 'order', 'T1', epoch))).toEqual(order);
      }),
    );
  });

  test('epochs and sequences have orders of their own', () => {
    const orders = [
      shuffledOrder(20, random(1, 'order', 'T1', 0)),
      shuffledOrder(20, random(1, 'order', 'T1', 1)),
      shuffledOrder(20, random(1, 'order', 'T2', 0)),
    ].map(String);
    expect(new Set(orders).size).toBe(3);
  });

  test('every place is as likely for every index', () => {
    const counts = new Array<number>(4).fill(0);
    for (let epoch = 0; epoch < 4000; epoch += 1) {
      const place = shuffledOrder(4, random(3, 'order', epoch)).indexOf(0);
      counts[place] = (counts[place] ?? 0) + 1;
    }
    // Five standard deviations of a count of 4,000 at 1/4.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(137);
  });
});

test('encoderBatch gives each grey value to the three channels, and each sample its target', () => {
  const samples = [
    { patient: 'P1', slice: 0, target: 1 as const, pixels: Float32Array.of(1, 2, 3, 4) },
    { patient: 'P2', slice: 0, target: 0 as const, pixels: Float32Array.of(5, 6, 7, 8) },
  ];
  const pixelsOf = ({ pixels }: { pixels: Float32Array }) => pixels.map((value) => value * 10);
  const batch = encoderBatch(samples, { pixelsOf, input: PLAIN_GREY }, 0.5);
  expect([...(batch.images ?? [])].slice(0, 6)).toEqual([10, 10, 10, 20, 20, 20]);
  expect(batch.images).toHaveLength(24);
  expect([...(batch.images ?? [])].at(-1)).toBe(80);
  expect([...(batch.labels ?? [])]).toEqual([1, 0]);
  expect([...(batch.sampleWeights ?? [])]).toEqual([1, 1]);
  expect([...(batch.learningRate ?? [])]).toEqual([0.5]);
});
