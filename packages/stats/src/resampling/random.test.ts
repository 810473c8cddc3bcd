import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { philox4x32 } from './philox.ts';
import { random, shuffle } from './random.ts';

/** Pearson's chi-square of counts against equal expectation. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, c) => sum + c, 0) / counts.length;
  return counts.reduce((sum, c) => sum + (c - expected) ** 2 / expected, 0);
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (v: readonly number[]) => v.reduce((s, x) => s + x, 0) / v.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((x, i) => {
    ab += (x - ma) * (b[i]! - mb);
    aa += (x - ma) ** 2;
    bb += (b[i]! - mb) ** 2;
  });
  return ab / Math.sqrt(aa * bb);
}

describe('philox4x32', () => {
  test('gives the published known answers', () => {
    const into = new Uint32Array(4);
    philox4x32(new Uint32Array(4), new Uint32Array(2), into);
    expect([...into]).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
    philox4x32(new Uint32Array(4).fill(0xffffffff), new Uint32Array(2).fill(0xffffffff), into);
    expect([...into]).toEqual([0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]);
    const counter = Uint32Array.of(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344);
    philox4x32(counter, Uint32Array.of(0xa4093822, 0x299f31d0), into);
    expect([...into]).toEqual([0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]);
  });
});

describe('random', () => {
  test('the same name gives the same numbers, whatever else is drawn in between', () => {
    const a = random(7, 'folds', 'P1', 3);
    const b = random(7, 'folds', 'P1', 3);
    const other = random(7, 'folds', 'P1', 4);
    const first = Array.from({ length: 20 }, () => a.uniform());
    const second = Array.from({ length: 20 }, () => {
      other.normal();
      return b.uniform();
    });
    expect(second).toEqual(first);
  });

  test('numbers are fixed for all time', () => {
    const draw = random(2026, 'bootstrap', 'auc', 17);
    expect([draw.uniform(), draw.integer(6), draw.normal()]).toMatchInlineSnapshot(`
      [
        0.3709881331940903,
        1,
        -2.812218625736092,
      ]
    `);
  });

  test('uniform numbers fill a thousand bins evenly', () => {
    const draw = random(1, 'uniformity');
    const counts = new Array<number>(1000).fill(0);
    for (let i = 0; i < 1e6; i++) counts[Math.floor(draw.uniform() * 1000)]!++;
    const excess = (chiSquare(counts) - 999) / Math.sqrt(2 * 999);
    expect(Math.abs(excess)).toBeLessThan(4);
  });

  test('small whole numbers are equally likely', () => {
    const draw = random(1, 'die');
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 7e4; i++) counts[draw.integer(7)]!++;
    expect(chiSquare(counts)).toBeLessThan(22.46);
  });

  test('streams that differ in one id, one letter or one seed are uncorrelated', () => {
    const take = (name: Parameters<typeof random>) => {
      const draw = random(...name);
      return Array.from({ length: 20000 }, () => draw.uniform());
    };
    const streams = [
      take([1, 'a', 0]),
      take([1, 'a', 1]),
      take([1, 'b', 0]),
      take([2, 'a', 0]),
      take([1, 'a', '0']),
      take([1, 'a', 0, 0]),
    ];
    for (let i = 0; i < streams.length; i++) {
      for (let j = 0; j < i; j++) expect(Math.abs(correlation(streams[i]!, streams[j]!))).toBeLessThan(0.03);
    }
    const first = Array.from({ length: 20000 }, (_, id) => random(1, 'first', id).uniform());
    expect(Math.abs(correlation(first.slice(1), first.slice(0, -1)))).toBeLessThan(0.03);
    const counts = new Array<number>(100).fill(0);
    for (const value of first) counts[Math.floor(value * 100)]!++;
    expect(chiSquare(counts)).toBeLessThan(160);
  });

  test('normal numbers have mean 0, variance 1, kurtosis 3', () => {
    const draw = random(3, 'normal');
    const values = Array.from({ length: 200000 }, () => draw.normal());
    const moment = (k: number) => values.reduce((sum, v) => sum + v ** k, 0) / values.length;
    expect(Math.abs(moment(1))).toBeLessThan(0.01);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.015);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.12);
  });

  test('whole numbers stay below their limit and uniform numbers below 1', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (seed, n) => {
        const draw = random(seed, 'limits');
        const value = draw.integer(n);
        const u = draw.uniform();
        return Number.isInteger(value) && value >= 0 && value < n && u >= 0 && u < 1;
      }),
    );
  });

  test('a seed that is not finite and an empty range are refused', () => {
    expect(() => random(Number.NaN, 'x')).toThrow(/finite/);
    expect(() => random(1, 'x').integer(0)).toThrow(/whole number/);
  });
});

describe('shuffle', () => {
  test('keeps every item and leaves its argument', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const before = items.slice();
        const after = shuffle(items, random(seed, 'shuffle'));
        expect(items).toEqual(before);
        expect(after.toSorted((a, b) => a - b)).toEqual(before.toSorted((a, b) => a - b));
      }),
    );
  });

  test('every order of three is equally likely', () => {
    const counts = new Map<string, number>();
    for (let id = 0; id < 12000; id++) {
      const order = shuffle(['a', 'b', 'c'], random(5, 'orders', id)).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    expect(chiSquare([...counts.values()])).toBeLessThan(20.5);
  });
});
