import { expect, test } from 'vitest';
import { linear, logarithmic, roundTicks, sheet, words } from './drawing.ts';
import { identify } from './identifier.ts';
import { fitWidth, wordWidth, wrapWords } from './word-width.ts';

test('a scale maps its domain to its range', () => {
  expect(linear([0, 10], [100, 200])(5)).toBe(150);
  expect(linear([3, 3], [100, 200])(3)).toBe(100);
  expect(logarithmic([0.1, 10], [0, 100])(1)).toBeCloseTo(50, 10);
});

test('ticks are round and lie inside the domain', () => {
  expect(roundTicks([0, 1])).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(roundTicks([-0.1, 0.47])).toEqual([0, 0.2, 0.4]);
  expect(roundTicks([2, 2])).toEqual([2]);
});

test('words that do not fit are shortened and kept whole in the tooltip', () => {
  const drawn = words(0, 0, 'a very long name of a cohort', { fit: 60 }).markup;
  expect(drawn).toContain('\u2026');
  expect(drawn).toContain('<title>a very long name of a cohort</title>');
  expect(wordWidth(fitWidth('mmmmmmmmmmmm', 50, 12), 12)).toBeLessThanOrEqual(62);
});

test('a long text is broken into lines, Chinese between any two characters', () => {
  expect(wrapWords('one two three', 60, 12)).toEqual(['one two', 'three']);
  expect(wrapWords('没有未治疗的患者', 50, 12).length).toBeGreaterThan(1);
});

test('names of figures are unique by their places and hold no odd character', () => {
  expect(identify('calibration', [2, 'training, tuning part'])).toBe('calibration-2-training-tuning-part');
  expect(identify('km', [1, '../../x'], [2, '生存'])).toBe('km-1-x-2');
});

test('a drawing says what it shows to those who cannot see it', () => {
  expect(sheet(10, 'ROC "curves"').markup).toContain('role="img" aria-label="ROC &quot;curves&quot;"');
});
