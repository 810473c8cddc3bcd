/** What must hold for any patients: order, duplication, units and directions. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FollowUp } from '../types.ts';
import { survivalBrier } from './brier.ts';
import { fineGray } from './competing/fineGray.ts';
import { grayTest } from './competing/gray.ts';
import { cumulativeIncidence } from './competing/incidence.ts';
import { concordance } from './concordance.ts';
import { CONF_TYPES } from './confidence.ts';
import { type CoxFit, type CoxOptions, coxph } from './cox/fit.ts';
import { coxZph } from './cox/proportional.ts';
import { coxResiduals } from './cox/residuals.ts';
import { subsetFollowUp } from './followUp.ts';
import { kaplanMeier, medianFollowUp, numbersAtRisk } from './kaplanMeier.ts';
import { logRank } from './logRank.ts';
import { restrictedMean } from './restrictedMean.ts';
import { timeDependentAuc } from './timeDependentAuc.ts';
import { unoConcordance } from './uno.ts';

interface Patient {
  readonly months: number;
  readonly cause: number;
  readonly risk: number;
  readonly z: number;
  readonly group: number;
}

/** Many ties in time and risk, and always two patients of each kind who differ, so that models can be fitted. */
const patients = fc
  .array(
    fc.record({
      months: fc.integer({ min: 1, max: 15 }),
      cause: fc.integer({ min: 0, max: 2 }),
      risk: fc.integer({ min: -3, max: 3 }),
      z: fc.integer({ min: -20, max: 20 }),
      group: fc.integer({ min: 0, max: 1 }),
    }),
    { minLength: 12, maxLength: 40 },
  )
  .map((rows): Patient[] => [
    ...rows,
    { months: 3, cause: 1, risk: 2, z: -3, group: 0 },
    { months: 3, cause: 1, risk: -2, z: 5, group: 1 },
    { months: 4, cause: 2, risk: 0, z: 0, group: 0 },
    { months: 5, cause: 1, risk: -1, z: 2, group: 1 },
    { months: 6, cause: 1, risk: 3, z: 1, group: 0 },
    { months: 7, cause: 1, risk: 1, z: -6, group: 1 },
    { months: 16, cause: 0, risk: 0, z: 4, group: 0 },
    { months: 16, cause: 0, risk: -3, z: -1, group: 1 },
  ]);

const withSeed = fc.tuple(patients, fc.integer({ min: 0, max: 1_000_000 }));
const runs = { numRuns: 60 };

function followUpOfAll(rows: readonly Patient[], scale = 1): FollowUp {
  return {
    months: Float64Array.from(rows, (row) => row.months * scale),
    observed: Uint8Array.from(rows, (row) => (row.cause > 0 ? 1 : 0)),
  };
}

function shuffled<T>(rows: readonly T[], seed: number): T[] {
  const keyed = rows.map((row, i) => ({ row, key: Math.imul(i + 1, 2654435761 ^ seed) >>> 0 }));
  return keyed.toSorted((a, b) => a.key - b.key).map((one) => one.row);
}

const covariates = (rows: readonly Patient[]) => [
  { name: 'risk', values: rows.map((row) => row.risk) },
  { name: 'z', values: rows.map((row) => row.z) },
];

function fitted(rows: readonly Patient[], more: Partial<CoxOptions> = {}): CoxFit {
  return coxph({ followUp: followUpOfAll(rows), covariates: covariates(rows), ...more });
}

function near(got: number | null, want: number | null, tolerance = 1e-8): void {
  if (got === null || want === null) expect(got).toBe(want);
  else expect(Math.abs(got - want)).toBeLessThanOrEqual(tolerance * (1 + Math.abs(want)));
}

function sameModel(a: CoxFit, b: CoxFit, tolerance = 1e-7): void {
  a.coefficients.forEach((line, j) => {
    const other = b.coefficients[j]!;
    expect(line.infinite).toBe(other.infinite);
    near(line.logHazardRatio, other.logHazardRatio, tolerance);
    near(line.standardError, other.standardError, tolerance);
  });
  near(a.logLikelihood, b.logLikelihood, 1e-8);
}

test('the order of patients changes no curve, test, model or index', () => {
  fc.assert(
    fc.property(withSeed, ([rows, seed]) => {
      const other = shuffled(rows, seed);
      const [a, b] = [followUpOfAll(rows), followUpOfAll(other)];
      expect(kaplanMeier(b)).toEqual(kaplanMeier(a));
      near(
        logRank(
          b,
          other.map((r) => r.group),
        ).statistic,
        logRank(
          a,
          rows.map((r) => r.group),
        ).statistic,
      );
      for (const ties of ['efron', 'breslow', 'exact'] as const)
        sameModel(fitted(other, { ties }), fitted(rows, { ties }));
      const [first, second] = [
        concordance(
          rows.map((r) => r.risk),
          a,
        ),
        concordance(
          other.map((r) => r.risk),
          b,
        ),
      ];
      near(second.index.value, first.index.value);
      near(second.standardError, first.standardError);
      const options = { months: [5, 9] };
      timeDependentAuc(
        other.map((r) => r.risk),
        b,
        options,
      ).forEach((at, t) => {
        const want = timeDependentAuc(
          rows.map((r) => r.risk),
          a,
          options,
        )[t]!;
        near(at.auc.value, want.auc.value);
        near(at.standardError, want.standardError);
      });
    }),
    runs,
  );
});

test('a weight of two is the same as two such patients', () => {
  fc.assert(
    fc.property(patients, (rows) => {
      const weights = rows.map((_, i) => (i % 3 === 0 ? 2 : 1));
      const doubled = rows.flatMap((row, i) => (i % 3 === 0 ? [row, row] : [row]));
      const weighted = kaplanMeier(followUpOfAll(rows), { weights });
      const plain = kaplanMeier(followUpOfAll(doubled));
      weighted.survival.forEach((share, i) => {
        near(share, plain.survival[i]!);
        near(weighted.lower[i]!, plain.lower[i]!);
      });
      sameModel(fitted(rows, { weights, ties: 'breslow' }), fitted(doubled, { ties: 'breslow' }));
      const risk = (all: readonly Patient[]) => all.map((row) => row.risk);
      const [a, b] = [
        concordance(risk(rows), followUpOfAll(rows), { weights }),
        concordance(risk(doubled), followUpOfAll(doubled)),
      ];
      near(a.concordant, b.concordant);
      near(a.discordant, b.discordant);
      near(a.tiedRisk, b.tiedRisk);
    }),
    runs,
  );
});

test('the unit of time scales times and changes nothing else', () => {
  fc.assert(
    fc.property(patients, fc.double({ min: 0.01, max: 400, noNaN: true }), (rows, scale) => {
      const [a, b] = [followUpOfAll(rows), followUpOfAll(rows, scale)];
      const [plain, scaled] = [kaplanMeier(a), kaplanMeier(b)];
      expect(scaled.survival).toEqual(plain.survival);
      near(scaled.median.value, plain.median.value === null ? null : plain.median.value * scale);
      near(
        medianFollowUp(b).value,
        medianFollowUp(a).value === null ? null : medianFollowUp(a).value! * scale,
      );
      sameModel(coxph({ followUp: b, covariates: covariates(rows) }), fitted(rows));
      near(
        logRank(
          b,
          rows.map((r) => r.group),
        ).statistic,
        logRank(
          a,
          rows.map((r) => r.group),
        ).statistic,
      );
      near(
        restrictedMean(b, { horizonMonths: 8 * scale }).mean.value,
        restrictedMean(a, { horizonMonths: 8 }).mean.value! * scale,
      );
    }),
    runs,
  );
});

test('a monotone transform of risk leaves concordance and AUC alone, and turning it round gives one minus', () => {
  fc.assert(
    fc.property(patients, (rows) => {
      const followUp = followUpOfAll(rows);
      const risk = rows.map((row) => row.risk);
      const stretched = risk.map((value) => Math.exp(value / 2) - 100);
      const turned = risk.map((value) => -value);
      for (const index of [concordance, unoConcordance]) {
        const plain = index(risk, followUp);
        near(index(stretched, followUp).index.value, plain.index.value);
        near(index(turned, followUp).index.value, 1 - plain.index.value!);
        near(index(turned, followUp).standardError, plain.standardError);
      }
      const [at] = timeDependentAuc(risk, followUp, { months: [7] });
      near(timeDependentAuc(stretched, followUp, { months: [7] })[0]!.auc.value, at!.auc.value);
      near(timeDependentAuc(turned, followUp, { months: [7] })[0]!.auc.value, 1 - at!.auc.value!);
    }),
    runs,
  );
});

test('units and offsets of a covariate rescale its coefficient and nothing else', () => {
  fc.assert(
    fc.property(patients, (rows) => {
      const plain = fitted(rows);
      const moved = coxph({
        followUp: followUpOfAll(rows),
        covariates: [
          { name: 'risk', values: rows.map((row) => row.risk * 1e6 + 1e9) },
          { name: 'z', values: rows.map((row) => row.z * 1e-6) },
        ],
      });
      near(moved.logLikelihood, plain.logLikelihood);
      near(moved.tests.wald.statistic, plain.tests.wald.statistic, 1e-5);
      const log = plain.coefficients[0]!.logHazardRatio;
      near(moved.coefficients[0]!.logHazardRatio, log === null ? null : log / 1e6, 1e-9);
    }),
    runs,
  );
});

test('without ties the three treatments of ties agree', () => {
  fc.assert(
    fc.property(patients, (rows) => {
      const apart = rows.map((row, i) => ({ ...row, months: i + 1 }));
      const [efron, breslow, exact] = (['efron', 'breslow', 'exact'] as const).map((ties) =>
        fitted(apart, { ties }),
      );
      sameModel(breslow!, efron!);
      sameModel(exact!, efron!);
    }),
    runs,
  );
});

test('the score test of one binary covariate without ties is the log-rank test', () => {
  fc.assert(
    fc.property(patients, (rows) => {
      const followUp = followUpOfAll(rows.map((row, i) => ({ ...row, months: i + 1 })));
      const group = rows.map((row) => row.group);
      const fit = coxph({ followUp, covariates: [{ name: 'group', values: group }] });
      near(fit.tests.score.statistic, logRank(followUp, group).statistic);
    }),
    runs,
  );
});

test('one stratum for everyone is no stratum, and clusters of one give the same coefficients', () => {
  fc.assert(
    fc.property(patients, (rows) => {
      const plain = fitted(rows);
      sameModel(fitted(rows, { strata: rows.map(() => 7) }), plain);
      const clustered = fitted(rows, { cluster: rows.map((_, i) => i) });
      clustered.coefficients.forEach((line, j) => {
        near(line.logHazardRatio, plain.coefficients[j]!.logHazardRatio);
      });
    }),
    runs,
  );
});

test('martingale residuals add up to zero and score residuals to the score', () => {
  fc.assert(
    fc.property(patients, (rows) => {
      const fit = fitted(rows);
      fc.pre(fit.coefficients.every((line) => line.infinite === 0));
      const { martingale, score } = coxResiduals(fit);
      near(
        martingale.reduce((sum, value) => sum + value, 0),
        0,
        1e-7,
      );
      for (let j = 0; j < 2; j++)
        near(
          score.reduce((sum, row) => sum + row[j]!, 0),
          0,
          1e-4,
        );
      expect(coxZph(fit).global.statistic).toBeGreaterThanOrEqual(-1e-8);
    }),
    runs,
  );
});

test('survival falls, limits hold it, and numbers at risk count who is left', () => {
  fc.assert(
    fc.property(patients, (rows) => {
      const followUp = followUpOfAll(rows);
      for (const confType of CONF_TYPES) {
        const curve = kaplanMeier(followUp, { confType });
        curve.survival.forEach((share, i) => {
          if (i > 0) expect(share).toBeLessThanOrEqual(curve.survival[i - 1]!);
          if (curve.lower[i] !== null) {
            expect(curve.lower[i]!).toBeLessThanOrEqual(share + 1e-12);
            expect(curve.upper[i]!).toBeGreaterThanOrEqual(share - 1e-12);
          }
        });
      }
      const times = [0, 4, 9.5, 100];
      const counted = times.map((time) => rows.filter((row) => row.months >= time).length);
      expect(numbersAtRisk(followUp, times)).toEqual(counted);
    }),
    runs,
  );
});

test('a stratified log-rank statistic of doubled strata counts each stratum on its own', () => {
  fc.assert(
    fc.property(patients, (rows) => {
      const all = [...rows, ...rows];
      const strata = all.map((_, i) => (i < rows.length ? 0 : 1));
      const test1 = logRank(
        followUpOfAll(rows),
        rows.map((r) => r.group),
      );
      const test2 = logRank(
        followUpOfAll(all),
        all.map((r) => r.group),
        { strata },
      );
      fc.pre(test1.statistic !== null);
      near(test2.statistic, 2 * test1.statistic!);
    }),
    runs,
  );
});

test('incidences of all causes and the event-free share add up to one', () => {
  fc.assert(
    fc.property(withSeed, ([rows, seed]) => {
      const competing = (all: readonly Patient[]) => ({
        months: Float64Array.from(all, (row) => row.months),
        cause: Uint8Array.from(all, (row) => row.cause),
      });
      const curve = cumulativeIncidence(competing(rows));
      curve.eventFree.forEach((free, i) => {
        near(free + curve.causes.reduce((sum, one) => sum + one.incidence[i]!, 0), 1);
      });
      const other = shuffled(rows, seed);
      const options = { cause: 1 };
      near(
        grayTest(
          competing(other),
          other.map((r) => r.group),
          options,
        ).statistic,
        grayTest(
          competing(rows),
          rows.map((r) => r.group),
          options,
        ).statistic,
      );
      const [a, b] = [rows, other].map((all) =>
        fineGray({ followUp: competing(all), cause: 1, covariates: covariates(all) }),
      );
      a!.coefficients.forEach((line, j) => {
        near(b!.coefficients[j]!.logHazardRatio, line.logHazardRatio, 1e-6);
        near(b!.coefficients[j]!.standardError, line.standardError, 1e-6);
      });
    }),
    runs,
  );
});

test('without competing events incidence is one minus Kaplan-Meier and Fine-Gray is Cox with Breslow ties', () => {
  fc.assert(
    fc.property(patients, (rows) => {
      const followUp = followUpOfAll(rows);
      const competing = { months: followUp.months, cause: followUp.observed };
      const curve = cumulativeIncidence(competing);
      kaplanMeier(followUp).survival.forEach((share, i) => {
        near(curve.causes[0]!.incidence[i]!, 1 - share);
      });
      const cox = fitted(rows, { ties: 'breslow' });
      const fit = fineGray({ followUp: competing, cause: 1, covariates: covariates(rows) });
      fit.coefficients.forEach((line, j) => {
        near(line.logHazardRatio, cox.coefficients[j]!.logHazardRatio, 1e-6);
        near(line.modelStandardError, cox.coefficients[j]!.standardError, 1e-6);
      });
    }),
    runs,
  );
});

test('the Kaplan-Meier curve as everyone s prediction scores as the reference', () => {
  fc.assert(
    fc.property(patients, (rows) => {
      const followUp = followUpOfAll(rows);
      const months = [4, 8, 12];
      const curve = kaplanMeier(followUp);
      const shares = months.map(
        (month) => curve.survival[curve.times.findLastIndex((time) => time <= month)] ?? 1,
      );
      const result = survivalBrier(
        rows.map(() => shares),
        followUp,
        { months },
      );
      for (const at of result.times) near(at.scaled, 0, 1e-9);
      near(result.integrated, result.integratedReference);
    }),
    runs,
  );
});

test('leaving out patients and giving their follow-up on its own is the same', () => {
  fc.assert(
    fc.property(patients, (rows) => {
      const kept = rows.map((_, i) => i).filter((i) => i % 2 === 0);
      const chosen = subsetFollowUp(followUpOfAll(rows), kept);
      expect(kaplanMeier(chosen)).toEqual(kaplanMeier(followUpOfAll(kept.map((i) => rows[i]!))));
    }),
    runs,
  );
});
