import { expect, test } from 'vitest';
import { mix, normalTable, smoothNoise, TABLE_SIZE } from './fast-noise.ts';

const moments = (values: readonly number[]) => {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return [mean, Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length)] as const;
};

test('numbers taken from the table by hashed counters are standard normal and uncorrelated', () => {
  const table = normalTable();
  const first = Array.from({ length: 200_000 }, (_, n) => table[mix(n + 77) & (TABLE_SIZE - 1)]!);
  const second = Array.from({ length: 200_000 }, (_, n) => table[mix(n + 77) >>> 20]!);
  for (const values of [first, second]) {
    const [mean, deviation] = moments(values);
    expect(Math.abs(mean)).toBeLessThan(0.01);
    expect(Math.abs(deviation - 1)).toBeLessThan(0.01);
  }
  const [product] = moments(first.map((v, n) => v * second[n]!));
  const [neighbour] = moments(first.slice(1).map((v, n) => v * first[n]!));
  expect(Math.abs(product)).toBeLessThan(0.01);
  expect(Math.abs(neighbour)).toBeLessThan(0.01);
});

test('smooth noise has about unit spread, no jumps, and forgets itself after a cell', () => {
  const noise = smoothNoise(5, 12345, normalTable());
  const values: number[] = [];
  let steepest = 0;
  let kept = 0;
  for (let n = 0; n < 20_000; n++) {
    const [x, y, z] = [(n % 27) * 2.9, (Math.floor(n / 27) % 27) * 2.9, Math.floor(n / 729) * 2.9];
    const value = noise(x, y, z);
    values.push(value);
    steepest = Math.max(steepest, Math.abs(noise(x + 0.01, y, z) - value));
    kept += (value * noise(x + 12, y, z)) / 20_000;
  }
  const [mean, deviation] = moments(values);
  expect(Math.abs(mean)).toBeLessThan(0.1);
  expect(Math.abs(deviation - 1)).toBeLessThan(0.12);
  expect(steepest).toBeLessThan(0.05);
  expect(Math.abs(kept)).toBeLessThan(0.12);
});
