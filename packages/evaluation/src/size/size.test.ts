import { StatsError } from '@mriscore/stats';
import { describe, expect, test } from 'vitest';
import { planSize } from './size.ts';

describe('without an argument the sheet is that of a PD-L1 study', () => {
  const sheet = planSize();

  test('development: shrinkage .9, Nagelkerke .3, prevalence .43', () => {
    const byShrinkage = sheet.development.map(({ parameters, criteria }) => [
      parameters,
      criteria.find(({ criterion }) => criterion === 'shrinkage')?.patients,
    ]);
    expect(byShrinkage).toEqual([
      [5, 176],
      [10, 351],
      [20, 701],
      [50, 1752],
    ]);
    for (const { patients, criteria } of sheet.development) {
      expect(patients).toBe(Math.max(...criteria.map((one) => one.patients)));
    }
  });

  test('validation at AUC .80: interval of AUC, observed/expected and slope', () => {
    const rows = sheet.validation.map(({ prevalence, aucWidth, observedExpected, slope }) => [
      prevalence,
      aucWidth,
      observedExpected,
      ...slope.map(({ patients }) => patients),
    ]);
    expect(rows[0]).toEqual([0.43, 328, 103, 490, 218]);
    expect(rows[1]?.slice(2)).toEqual([78, 483, 215]);
    expect(rows[2]?.slice(0, 3)).toEqual([0.85, 404, 14]);
  });

  test('half the width of the interval of an AUC, Hanley and McNeil', () => {
    const rows = sheet.precision.map(({ auc, halfWidths }) => [
      auc,
      ...halfWidths.map(({ halfWidth }) => Number(halfWidth.toFixed(3))),
    ]);
    expect(rows).toEqual([
      [0.803, 0.112, 0.087, 0.071, 0.061, 0.05],
      [0.86, 0.096, 0.074, 0.06, 0.052, 0.043],
      [0.739, 0.126, 0.097, 0.079, 0.069, 0.056],
    ]);
  });

  test('events for a hazard ratio, equal groups and 30 to 70', () => {
    const rows = sheet.events.map(({ hazardRatio, groups }) => [
      hazardRatio,
      ...groups.map(({ events }) => events),
    ]);
    expect(rows).toEqual([
      [0.5, 66, 78],
      [0.6, 121, 144],
      [0.7, 247, 294],
    ]);
  });
});

test('the share of patients with the event turns events into patients', () => {
  const [row] = planSize({ hazardRatio: [0.6], groupShare: [0.5], eventShare: 0.5 }).events;
  expect(row?.groups[0]).toMatchObject({ events: 121, patients: 241 });
});

test('an assumption that cannot hold is refused', () => {
  expect(() => planSize({ auc: 0.4 })).toThrow(StatsError);
});
