/** Residuals, robust errors and the proportional-hazards test against R on twelve weighted patients with ties. */
import { expect, test } from 'vitest';
import { followUpOf } from '../follow-up/follow-up.ts';
import { coxRegression } from './fit.ts';
import { proportionalHazards } from './proportional-hazards.ts';
import { coxResiduals } from './residuals.ts';

const fitted = () =>
  coxRegression({
    followUp: followUpOf([1, 2, 2, 3, 4, 4, 5, 6, 7, 8, 9, 9], [1, 1, 0, 1, 1, 1, 0, 1, 0, 1, 1, 0]),
    covariates: [
      { name: 'x', values: [0.5, 1.2, -0.3, 2.1, 0.1, -1.4, 0.9, 0.3, -2, 1.1, -0.6, -0.2] },
      { name: 'z', values: [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8] },
    ],
    weights: [1, 2, 1, 0.5, 1, 1, 2, 1, 1, 0.5, 1, 2],
    cluster: [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5],
  });

const near = (values: ArrayLike<number>, want: readonly number[]) => {
  expect(values.length).toBe(want.length);
  want.forEach((value, i) => {
    expect(values[i]).toBeCloseTo(value, 8);
  });
};

test('coefficients, robust and model errors and the Wald test are those of coxph(cluster)', () => {
  const fit = fitted();
  near(
    fit.coefficients.map((line) => line.logHazardRatio!),
    [0.266915844835, -0.218433418537],
  );
  near(
    fit.coefficients.map((line) => line.standardError!),
    [0.285652463656, 0.261109824654],
  );
  near(
    fit.coefficients.map((line) => line.modelStandardError!),
    [0.564482625656, 0.229395053234],
  );
  near([fit.tests.wald.statistic!], [2.97240552615]);
});

test('martingale and deviance residuals are those of residuals.coxph', () => {
  const residuals = coxResiduals(fitted());
  near(
    residuals.martingale.subarray(0, 6),
    [0.920176939322, 0.527350601491, -0.164462052782, 0.233028935038, 0.662936270003, 0.905729851482],
  );
  near(
    residuals.deviance.subarray(6),
    [-1.36194232478, 0.572942304019, -0.845517135491, -0.529426724266, -0.126147241257, -1.1434860941],
  );
});

test('score residuals, dfbeta and Schoenfeld residuals are those of residuals.coxph', () => {
  const residuals = coxResiduals(fitted());
  near(residuals.score[3]!, [0.415305235863, -1.00214981608]);
  near(residuals.score[11]!, [0.128799198493, -1.76831524348]);
  near(
    residuals.dfbeta.map((row) => row[0]!).slice(0, 4),
    [-0.0476853400356, -0.000717300231954, 0.0372905392202, 0.0245418738822],
  );
  expect(residuals.eventPatients).toEqual([0, 1, 3, 4, 5, 7, 9, 10]);
  near(residuals.schoenfeld[3]!, [-0.263339943389, 1.18488341643]);
  near(residuals.schoenfeld[4]!, [-1.76333994339, 5.18488341643]);
});

test('the proportional-hazards test is that of cox.zph', () => {
  const result = proportionalHazards(fitted());
  near(
    [...result.terms.map((term) => term.test.statistic!), result.global.statistic!],
    [0.00919778657904, 0.0945561468831, 0.159180718877],
  );
});
