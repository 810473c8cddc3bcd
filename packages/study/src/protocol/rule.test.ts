import { numberOf } from '@mriscore/evaluation/table';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fulfils, isNumeric, matches } from './rule.ts';

describe('fulfils', () => {
  test('an empty or missing cell fulfils no condition', () => {
    for (const condition of ['', 0, false, ['', 0], {}, { atLeast: -1 }]) {
      expect(fulfils('', condition)).toBe(false);
      expect(fulfils(undefined, condition)).toBe(false);
    }
  });

  test('a number is compared as a number and a text as a text', () => {
    expect(fulfils('2.0', 2)).toBe(true);
    expect(fulfils('2.0', '2')).toBe(false);
    expect(fulfils('true', true)).toBe(true);
    expect(fulfils('B', ['A', 'B'])).toBe(true);
    expect(fulfils('02', [1, 2])).toBe(true);
  });

  test('limits that are named "at" belong to the range and the others do not', () => {
    expect(fulfils('20', { atLeast: 20 })).toBe(true);
    expect(fulfils('20', { above: 20 })).toBe(false);
    expect(fulfils('20', { atMost: 20 })).toBe(true);
    expect(fulfils('20', { below: 20 })).toBe(false);
    expect(fulfils('high', { atLeast: 20 })).toBe(false);
  });

  test('a number is either at least a limit or below it', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (value, limit) =>
          fulfils(String(value), { atLeast: limit }) !== fulfils(String(value), { below: limit }),
      ),
    );
  });
});

describe('matches', () => {
  test('all conditions have to hold, and no condition is fulfilled by every row', () => {
    const row = { site: 'A', cps: '30' };
    expect(matches(row, { site: 'A', cps: { atLeast: 20 } })).toBe(true);
    expect(matches(row, { site: 'A', cps: { below: 20 } })).toBe(false);
    expect(matches(row, { stage: 'II' })).toBe(false);
    expect(matches(row, {})).toBe(true);
  });
});

test('isNumeric is true of conditions that need a numeric column', () => {
  expect([2, { above: 1 }].map(isNumeric)).toEqual([true, true]);
  expect(['2', true, [1, 2]].map(isNumeric)).toEqual([false, false, false]);
});

test('numberOf gives null where a cell holds no finite number', () => {
  expect(['', 'x', 'Infinity', '1,5', undefined].map(numberOf)).toEqual([null, null, null, null, null]);
  expect(numberOf('-1.5e2')).toBe(-150);
});
