import type { Headlines, SetHeadline } from '@mriscore/study';
import { describe, expect, test } from 'vitest';
import { formatHeadlines, formatInterval } from './headlines.ts';

function estimate(value: number | null, lower: number | null, upper: number | null) {
  return { value, lower, upper, level: 0.95, method: 'test' };
}

function set(name: string, split: SetHeadline['split'], more: Partial<SetHeadline> = {}): SetHeadline {
  const auc = estimate(0.86, 0.8012, 0.9188);
  return {
    name,
    cohort: name,
    role: 'external',
    split,
    n: 110,
    auc,
    hazardRatios: {},
    response: null,
    ...more,
  };
}

describe('formatInterval', () => {
  test('gives value and limits with the digits asked for', () => {
    expect(formatInterval(estimate(0.86, 0.8, 0.92), 2)).toBe('0.86 (0.80-0.92)');
  });

  test('gives a dash for what is not defined, and no limits where there are none', () => {
    expect(formatInterval(estimate(null, null, null), 2)).toBe('-');
    expect(formatInterval(estimate(1, null, null), 1)).toBe('1.0');
  });
});

describe('formatHeadlines', () => {
  const headlines: Headlines = {
    report: 'demo/8-report/report.html',
    sets: [
      set('training', 'training'),
      set('external', 'test', { hazardRatios: { PFS: { ...estimate(0.617, 0.391, 0.973), p: 0.04 } } }),
      set('ici', 'test', {
        response: {
          name: 'benefit',
          n: 60,
          responders: 9,
          notEvaluable: 1,
          roc: null,
          auc: estimate(0.739, 0.6, 0.87),
        },
      }),
    ],
  };
  const lines = formatHeadlines(headlines);

  test('has one line a set, with what the set is', () => {
    expect(lines.find((line) => line.startsWith('training'))).toMatch(
      /110 +0\.860 \(0\.801-0\.919\).*apparent$/,
    );
    expect(lines.find((line) => line.startsWith('external'))).toContain('PFS 0.62 (0.39-0.97)');
  });

  test('gives the response by itself, then the report, then what the numbers are for', () => {
    expect(lines).toContain('benefit (ici, n = 60): AUC 0.739 (0.600-0.870)');
    expect(lines.slice(-2)).toEqual([
      'Report: demo/8-report/report.html',
      'Research use only, not for diagnosis.',
    ]);
  });
});
