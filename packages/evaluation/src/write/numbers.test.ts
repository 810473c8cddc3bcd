import { expect, test } from 'vitest';
import { Notes } from './notes.ts';
import { estimate, fixed, printEstimate, printP, printPWithName } from './numbers.ts';
import { reasonText } from './reasons.ts';

const about = { level: 0.95, method: 'DeLong' };

test('a limit is never rounded to the value of no effect unless it is that value', () => {
  expect(fixed(0.9996, 3, 1)).toBe('0.9996');
  expect(fixed(1.0004, 3, 1)).toBe('1.0004');
  expect(fixed(1, 3, 1)).toBe('1.000');
  expect(fixed(0.9996, 3)).toBe('1.000');
});

test('a P value near 0.05 shows on which side it lies', () => {
  expect(printP(0.0496)).toBe('0.0496');
  expect(printP(0.05)).toBe('0.050');
  expect(printP(0.0004)).toBe('< 0.001');
  expect(printPWithName(0.0004)).toBe('P < 0.001');
  expect(printPWithName(null)).toBe('P = -');
});

test('a negative number has a true minus sign, a rounded zero has none', () => {
  expect(fixed(-0.25, 2)).toBe('\u22120.25');
  expect(fixed(-0.0001, 2)).toBe('0.00');
});

test('an estimate that is not defined is a hyphen, with its reason as a footnote', () => {
  const notes = new Notes();
  const none = { value: null, lower: null, upper: null, ...about, reason: 'No patient.' };
  expect(printEstimate(none)).toBe('-');
  expect(estimate(none, notes).markup).toBe('-<sup>a</sup>');
  expect(notes.list().markup).toContain('No patient.');
  expect(notes.list().markup).toContain('没有患者。');
});

test('a median that was not reached keeps the limit that is known', () => {
  expect(printEstimate({ value: null, lower: 13.2, upper: null, ...about }, { digits: 1 })).toBe(
    '- [13.2, -]',
  );
});

test('a printed number carries its unrounded value', () => {
  const found = estimate({ value: 0.85349, lower: 0.78, upper: 0.92601, ...about }, null);
  expect(found.markup).toContain('<data value="0.85349">0.853</data>');
});

test('a reason with a number is translated with its number, an unknown one is shown as it is', () => {
  expect(reasonText('Not reached: survival stays above 50 %.').zh).toBe('未达到：生存率保持在 50 % 以上。');
  expect(reasonText('Something new.').zh).toBe('Something new.');
});
