import { describe, expect, test } from 'vitest';
import { atRiskMonths, type FollowedPatient, judgeEndpoint } from './follow.ts';

/** Freireich's leukaemia trial: weeks of remission under 6-MP (call 1) and placebo (call 0). */
const SIX_MP = '6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+';
const PLACEBO = '1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23';

function parse(text: string, call: 0 | 1): readonly FollowedPatient[] {
  return text.split(' ').map((cell, index) => ({
    months: Number.parseFloat(cell),
    observed: cell.endsWith('+') ? 0 : 1,
    score: call === 1 ? 1 + index / 100 : -1 - index / 100,
    call,
  }));
}

const TRIAL = [...parse(SIX_MP, 1), ...parse(PLACEBO, 0)];

describe('judgeEndpoint', () => {
  const result = judgeEndpoint('remission', TRIAL);

  test('gives the log-rank test and the hazard ratio that the trial is known for', () => {
    // R survival 3.7: survdiff chisq 16.79; coxph (Efron) exp(coef) 0.2076, 95 % CI 0.0926-0.4659.
    expect(result.logRank.statistic).toBeCloseTo(16.79, 2);
    expect(result.logRank.p).toBeLessThan(1e-4);
    expect(result.hazardRatio.value).toBeCloseTo(0.2076, 3);
    expect(result.hazardRatio.lower).toBeCloseTo(0.0926, 3);
    expect(result.hazardRatio.upper).toBeCloseTo(0.4659, 3);
    expect(result.hazardRatio.p).toBeLessThan(0.001);
  });

  test('gives medians of both groups', () => {
    const medians = result.groups.map(({ group, median }) => [group, median.value]);
    expect(medians).toEqual([
      ['high', 23],
      ['low', 8],
    ]);
  });

  test('counts patients, events and those at risk', () => {
    expect([result.n, result.events]).toEqual([42, 30]);
    expect(result.atRiskMonths).toEqual([0, 6, 12, 18, 24, 30]);
    const [high, low] = result.groups;
    expect([high?.n, high?.events, low?.n, low?.events]).toEqual([21, 9, 21, 21]);
    expect(high?.atRisk).toEqual([21, 21, 12, 9, 5, 4]);
    expect(low?.atRisk).toEqual([21, 12, 6, 2, 0, 0]);
  });

  test('says per standard deviation of the score what a step of the score means', () => {
    expect(result.hazardRatioPerSd.value).toBeLessThan(1);
  });

  test('turns the hazard ratio around when the groups change places', () => {
    const turned = TRIAL.map((one) => ({ ...one, call: one.call === 1 ? (0 as const) : (1 as const) }));
    expect(judgeEndpoint('remission', turned).hazardRatio.value).toBeCloseTo(1 / 0.2076, 2);
  });

  test('gives null with a reason where nothing can be compared', () => {
    const one = judgeEndpoint('remission', parse(SIX_MP, 1));
    expect(one.groups.map(({ group }) => group)).toEqual(['high']);
    expect(one.hazardRatio).toMatchObject({ value: null, p: null, reason: 'All patients are in one group.' });
    expect(one.logRank).toEqual({ statistic: null, p: null, reason: 'All patients are in one group.' });
    const quiet = judgeEndpoint(
      'remission',
      TRIAL.map((patient) => ({ ...patient, observed: 0 as const })),
    );
    expect(quiet.hazardRatio).toMatchObject({ value: null, reason: 'No patient had the event.' });
    expect(quiet.logRank).toMatchObject({ p: null, reason: 'No patient had the event.' });
  });

  test('judges a single patient without a number that is none', () => {
    const text = JSON.stringify(judgeEndpoint('remission', TRIAL.slice(0, 1)), (_, value: unknown) => {
      if (typeof value === 'number' && !Number.isFinite(value))
        throw new Error('Found a number that is none.');
      return value;
    });
    expect(text).toContain('"n":1');
  });
});

test('atRiskMonths gives a handful of round numbers from 0 to the longest follow-up', () => {
  expect(atRiskMonths(5)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(atRiskMonths(40)).toEqual([0, 6, 12, 18, 24, 30, 36]);
  for (const longest of [0.1, 1, 7, 12.5, 24, 60, 121, 240, 1000, 5000]) {
    const months = atRiskMonths(longest);
    expect(months[0]).toBe(0);
    expect(months.at(-1)).toBeLessThanOrEqual(longest);
    expect(months.length).toBeLessThanOrEqual(longest > 1680 ? 30 : 8);
  }
});
