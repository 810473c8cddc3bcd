/** What must hold for any patients with competing events. */
import fc from 'fast-check';
import { test } from 'vitest';
import { kaplanMeier } from '../curve/kaplan-meier.ts';
import {
  covariates,
  fitted,
  followUpOfAll,
  near,
  type Patient,
  patients,
  runs,
  shuffled,
  withSeed,
} from '../made-up/patients.fixture.ts';
import { fineGray } from './fine-gray.ts';
import { grayTest } from './gray.ts';
import { cumulativeIncidence } from './incidence.ts';

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
