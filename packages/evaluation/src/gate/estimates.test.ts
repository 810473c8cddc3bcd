import { expect, test } from 'vitest';
import { estimateViolations, pOfLimits, ratioViolations, UNIT } from './estimates.ts';

const about = { level: 0.95, method: 'Cox' };

test('an estimate inside its limits and range passes', () => {
  expect(estimateViolations('AUC', { value: 0.8, lower: 0.7, upper: 0.9, ...about }, UNIT)).toEqual([]);
});

test('a value outside of its limits is found', () => {
  expect(estimateViolations('AUC', { value: 0.6, lower: 0.7, upper: 0.9, ...about }, UNIT)).toEqual([
    'AUC is 0.6, below its lower limit 0.7.',
  ]);
  expect(estimateViolations('AUC', { value: 0.95, lower: 0.7, upper: 0.9, ...about }, UNIT)).toHaveLength(1);
});

test('an area above 1 and a value that is no number are found', () => {
  expect(estimateViolations('AUC', { value: 1.01, lower: null, upper: null, ...about }, UNIT)).toHaveLength(
    1,
  );
  expect(estimateViolations('AUC', { value: Number.NaN, lower: null, upper: null, ...about }, UNIT)).toEqual([
    'AUC is not a finite number.',
  ]);
});

test('a missing value needs a reason', () => {
  expect(estimateViolations('AUC', { value: null, lower: null, upper: null, ...about }, UNIT)).toEqual([
    'AUC is not defined and no reason is given.',
  ]);
});

test('the P of a ratio follows from its limits', () => {
  expect(pOfLimits({ value: 0.491, lower: 0.27, upper: 0.892, ...about })).toBeCloseTo(0.0196, 3);
  expect(pOfLimits({ value: 1, lower: 0, upper: 2, ...about })).toBeNull();
});

test('a published ratio whose P does not belong to its interval is found, one that fits passes', () => {
  const first = { value: 0.491, lower: 0.27, upper: 0.892, p: 0.005, ...about };
  expect(ratioViolations('HR', first, 3)).toEqual([
    'HR is 0.491 [0.27, 0.892], which stands for P = 0.0196, but P = 0.005 is given.',
  ]);
  expect(ratioViolations('HR', { ...first, p: 0.02 }, 3)).toEqual([]);
});

test('an interval that leaves out 1 with a P above 0.05 is found', () => {
  const found = ratioViolations('HR', { value: 0.5, lower: 0.3, upper: 0.8, p: 0.2, ...about });
  expect(found).toContain('HR: the interval leaves out 1, but P = 0.2.');
});
