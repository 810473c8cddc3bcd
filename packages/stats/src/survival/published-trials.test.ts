/** Hazard ratios, medians and log-rank statistics of published trials and cohorts against R's answers. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { coxConcordance } from './cox/cox-concordance.ts';
import { coxRegression, type Ties } from './cox/fit.ts';
import { proportionalHazards } from './cox/proportional-hazards.ts';
import { kaplanMeier } from './curve/kaplan-meier.ts';
import { logRank } from './curve/log-rank.ts';
import { survivalAt } from './curve/survival-at.ts';
import { followUpOf, subsetFollowUp } from './follow-up/follow-up.ts';

const folder = join(process.env.MRISCORE_SHARED ?? '../shared', 'data', 'survival');
const absent = !existsSync(folder);
const why = absent ? ` (skipped: no folder ${folder}; set MRISCORE_SHARED)` : '';

type Row = Record<string, string>;

function parseCsv(text: string): Row[] {
  const [head, ...lines] = text
    .trim()
    .split(/\r?\n/)
    .map((line) =>
      Array.from(line.matchAll(/("([^"]*)"|[^,]*)(,|$)/g), (cell) => cell[2] ?? cell[1]!).slice(
        0,
        line.split(',').length,
      ),
    );
  return lines.map((cells) => Object.fromEntries(head!.map((name, i) => [name, cells[i] ?? ''])));
}

const read = (name: string) => readFileSync(join(folder, name));
const relative = (got: number, want: number) => Math.abs(got - want) / Math.abs(want);

interface RCox {
  readonly coef: Record<string, number>;
  readonly se: Record<string, number>;
  readonly lo: Record<string, number>;
  readonly hi: Record<string, number>;
  readonly loglik: readonly [number, number];
  readonly lr: number;
  readonly score: number;
  readonly cindex: number;
  readonly cindex_se: number;
  readonly zph_global_p: number;
}

function expectCox(
  rows: Row[],
  columns: Record<string, (row: Row) => number>,
  want: { r: RCox; ties: Ties; time: string; event: string },
): void {
  const followUp = followUpOf(
    rows.map((row) => Number(row[want.time])),
    rows.map((row) => Number(row[want.event])),
  );
  const covariates = Object.entries(columns).map(([name, value]) => ({ name, values: rows.map(value) }));
  const fit = coxRegression({ followUp, covariates, ties: want.ties });
  for (const line of fit.coefficients) {
    expect(relative(line.logHazardRatio!, want.r.coef[line.name]!)).toBeLessThan(1e-6);
    expect(relative(line.standardError!, want.r.se[line.name]!)).toBeLessThan(1e-6);
    expect(relative(line.hazardRatio.lower!, want.r.lo[line.name]!)).toBeLessThan(1e-6);
    expect(relative(line.hazardRatio.upper!, want.r.hi[line.name]!)).toBeLessThan(1e-6);
  }
  expect(relative(fit.logLikelihoodNull, want.r.loglik[0])).toBeLessThan(1e-9);
  expect(relative(fit.logLikelihood, want.r.loglik[1])).toBeLessThan(1e-9);
  expect(relative(fit.tests.likelihoodRatio.statistic!, want.r.lr)).toBeLessThan(1e-6);
  expect(relative(fit.tests.score.statistic!, want.r.score)).toBeLessThan(1e-6);
  const index = coxConcordance(fit);
  expect(relative(index.index.value!, want.r.cindex)).toBeLessThan(1e-9);
  expect(relative(index.standardError, want.r.cindex_se)).toBeLessThan(1e-6);
  expect(relative(proportionalHazards(fit).global.p!, want.r.zph_global_p)).toBeLessThan(1e-6);
}

test.skipIf(absent)(
  `forty published trials give R's hazard ratios, medians and log-rank statistics${why}`,
  () => {
    const patients = Map.groupBy(
      parseCsv(gunzipSync(read('kmdata_ipd.csv.gz')).toString()),
      (row) => row.name!,
    );
    const trials = parseCsv(read('kmdata_r_reference.csv').toString());
    expect(trials.length).toBeGreaterThanOrEqual(40);
    for (const trial of trials) {
      const rows = patients
        .get(trial.name!)!
        .filter((row) => row.arm === trial.ref_arm || row.arm === trial.test_arm);
      const followUp = followUpOf(
        rows.map((row) => Number(row.time)),
        rows.map((row) => Number(row.event)),
      );
      const arm = Int32Array.from(rows, (row) => (row.arm === trial.test_arm ? 1 : 0));
      expect(rows.length, trial.name).toBe(Number(trial.n));
      const [line] = coxRegression({ followUp, covariates: [{ name: 'arm', values: arm }] }).coefficients;
      expect(relative(line!.hazardRatio.value!, Number(trial.hr)), trial.name).toBeLessThan(1e-6);
      expect(relative(line!.hazardRatio.lower!, Number(trial.lo)), trial.name).toBeLessThan(1e-6);
      expect(relative(line!.hazardRatio.upper!, Number(trial.hi)), trial.name).toBeLessThan(1e-6);
      expect(
        relative(logRank(followUp, arm).statistic!, Number(trial.logrank_chisq)),
        trial.name,
      ).toBeLessThan(1e-6);
      for (const [code, column] of [
        [0, 'median_ref'],
        [1, 'median_test'],
      ] as const) {
        const chosen = Array.from(arm.keys()).filter((patient) => arm[patient] === code);
        const { median } = kaplanMeier(subsetFollowUp(followUp, chosen));
        const want = trial[column] === '' || trial[column] === 'NA' ? null : Number(trial[column]);
        if (want === null) expect(median.value, trial.name).toBeNull();
        else expect(relative(median.value!, want), trial.name).toBeLessThan(1e-6);
      }
    }
  },
);

test.skipIf(absent)(`the TCGA head-and-neck cohort gives R's curve, test and model${why}`, () => {
  const reference = JSON.parse(read('r_reference.json').toString()).tcga_hnsc;
  const known = (value: string | undefined) =>
    value !== undefined && value !== '' && Number.isFinite(Number(value));
  const rows = parseCsv(read('tcga_hnsc_cdr.csv').toString()).filter(
    (row) => known(row.OS) && known(row['OS.time']) && known(row.age),
  );
  expect(rows.length).toBe(reference.n);
  const followUp = followUpOf(
    rows.map((row) => Number(row['OS.time'])),
    rows.map((row) => Number(row.OS)),
  );
  const curve = kaplanMeier(followUp, { confidenceScale: 'log' });
  expect([curve.median.value, curve.median.lower, curve.median.upper]).toEqual([
    reference.km.median,
    reference.km.median_lo,
    reference.km.median_hi,
  ]);
  survivalAt(curve, reference.km.times).forEach((at, t) => {
    expect(at.atRisk).toBe(reference.km.n_risk[t]);
    expect(relative(at.survival.value!, reference.km.surv[t])).toBeLessThan(1e-9);
    expect(relative(at.survival.lower!, reference.km.lower[t])).toBeLessThan(1e-9);
    expect(relative(at.survival.upper!, reference.km.upper[t])).toBeLessThan(1e-9);
  });
  const male = Int32Array.from(rows, (row) => (row.gender === 'MALE' ? 1 : 0));
  expect(relative(logRank(followUp, male).statistic!, reference.logrank_gender)).toBeLessThan(1e-9);
  const columns = {
    age: (row: Row) => Number(row.age),
    genderMALE: (row: Row) => (row.gender === 'MALE' ? 1 : 0),
  };
  expectCox(rows, columns, { r: reference.cox, ties: 'efron', time: 'OS.time', event: 'OS' });
});

test.skipIf(absent)(
  `ninety men with larynx cancer give R's model under both treatments of ties${why}`,
  () => {
    const reference = JSON.parse(read('r_reference.json').toString()).larynx;
    const rows = parseCsv(read('lifelines_larynx.csv').toString());
    const columns = Object.fromEntries(
      ['age', 'Stage_II', 'Stage_III', 'Stage_IV'].map((name) => [name, (row: Row) => Number(row[name])]),
    );
    for (const ties of ['breslow', 'efron'] as const)
      expectCox(rows, columns, { r: reference[ties], ties, time: 'time', event: 'death' });
  },
);
