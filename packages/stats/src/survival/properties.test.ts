/** What must hold for any patients: order, duplication, units and directions. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { survivalBrier } from './accuracy/brier.ts';
import { concordance } from './accuracy/concordance.ts';
import { timeDependentAuc } from './accuracy/time-dependent-auc.ts';
import { unoConcordance } from './accuracy/uno.ts';
import { coxRegression } from './cox/fit.ts';
import { proportionalHazards } from './cox/proportional-hazards.ts';
import { coxResiduals } from './cox/residuals.ts';
import { kaplanMeier } from './curve/kaplan-meier.ts';
import { medianFollowUp, numbersAtRisk } from './curve/length-of-follow-up.ts';
import { logRank } from './curve/log-rank.ts';
import { restrictedMean } from './curve/restricted-mean.ts';
import { CONFIDENCE_SCALES } from './follow-up/confidence.ts';
import { subsetFollowUp } from './follow-up/follow-up.ts';
import {
  covariates,
  fitted,
  followUpOfAll,
  near,
  type Patient,
  patients,
  runs,
  sameModel,
  shuffled,
  withSeed,
} from './made-up/patients.fixture.ts';

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
      sameModel(coxRegression({ followUp: b, covariates: covariates(rows) }), fitted(rows));
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
      const moved = coxRegression({
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
      const fit = coxRegression({ followUp, covariates: [{ name: 'group', values: group }] });
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
      expect(proportionalHazards(fit).global.statistic).toBeGreaterThanOrEqual(-1e-8);
    }),
    runs,
  );
});

test('survival falls, limits hold it, and numbers at risk count who is left', () => {
  fc.assert(
    fc.property(patients, (rows) => {
      const followUp = followUpOfAll(rows);
      for (const confidenceScale of CONFIDENCE_SCALES) {
        const curve = kaplanMeier(followUp, { confidenceScale });
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
