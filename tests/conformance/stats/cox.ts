/** Cox fixtures: fits with everything that follows from them, infinite coefficients, penalised fits. */
import { choleskySolve } from '../../../packages/stats/src/linear/cholesky.ts';
import { baselineHazard } from '../../../packages/stats/src/survival/cox/baseline.ts';
import { coxConcordance } from '../../../packages/stats/src/survival/cox/cox-concordance.ts';
import { firthCox } from '../../../packages/stats/src/survival/cox/firth.ts';
import {
  type CoxFit,
  type CoxOptions,
  coxRegression,
  type Ties,
} from '../../../packages/stats/src/survival/cox/fit.ts';
import { predictSurvival } from '../../../packages/stats/src/survival/cox/predict-survival.ts';
import { proportionalHazards } from '../../../packages/stats/src/survival/cox/proportional-hazards.ts';
import { coxResiduals } from '../../../packages/stats/src/survival/cox/residuals.ts';
import type { TimeTransform } from '../../../packages/stats/src/survival/cox/transformed-times.ts';
import { chiSquareP } from '../../../packages/stats/src/survival/follow-up/probability.ts';
import type { ChiSquareTest } from '../../../packages/stats/src/types.ts';
import type { Adapter } from './adapter.ts';
import {
  column,
  covariates,
  followUpFrom,
  numberParameter,
  optionalCodes,
  optionalColumn,
  wordParameter,
} from './survival-input.ts';

type Fields = Record<string, unknown>;

function optionsFrom(input: Fields, params: Fields): CoxOptions {
  const strata = optionalCodes(input, 'strata');
  const weights = optionalColumn(input, 'weights');
  const cluster = optionalCodes(input, 'cluster');
  return {
    followUp: followUpFrom(input),
    covariates: covariates(input),
    ties: wordParameter<Ties>(params, 'ties', 'efron'),
    level: numberParameter(params, 'conf_level', 0.95),
    ...(strata ? { strata } : {}),
    ...(weights ? { weights } : {}),
    ...(cluster ? { cluster } : {}),
  };
}

const chisq = (test: ChiSquareTest) => ({ chisq: test.statistic, df: test.degreesOfFreedom, p: test.p });

/**
 * R's Wald statistic. R inverts the covariance leaving out directions whose variance is below 1.8e-12 of the largest
 * one, so that covariates on scales a million apart lose a term; the library's own test does not depend on units.
 */
function waldOfR(fit: CoxFit): { chisq: number | null; df: number; p: number | null } {
  const p = fit.coefficients.length;
  const covariance = fit.covariance.map((row) => row.map((cell) => cell ?? Number.NaN));
  const beta = fit.coefficients.map((line) => line.logHazardRatio ?? Number.NaN);
  if (beta.some(Number.isNaN)) return chisq(fit.tests.wald);
  const limit = Number.EPSILON ** 0.75 * Math.max(...covariance.map((row, j) => row[j]!));
  const lower = new Float64Array(p * p);
  const diagonal = new Float64Array(p);
  const deficient: number[] = [];
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = covariance[i]![j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * p + k]! * lower[j * p + k]! * diagonal[k]!;
      if (i === j) diagonal[i] = sum < limit ? 0 : sum;
      else lower[i * p + j] = diagonal[j] === 0 ? 0 : sum / diagonal[j]!;
    }
    lower[i * p + i] = 1;
    if (diagonal[i] === 0) deficient.push(i);
  }
  const factor = { size: p, lower, diagonal, rank: p - deficient.length, deficient, negative: false };
  const statistic = choleskySolve(factor, beta).reduce((sum, value, j) => sum + value * beta[j]!, 0);
  return { chisq: statistic, df: p, p: chiSquareP(statistic, p) };
}

function coefficients(fit: CoxFit) {
  const lines = fit.coefficients;
  const bound = (side: 'lower' | 'upper') =>
    lines.map((line) => line.hazardRatio[side] ?? (line.infinite === 0 ? Number.POSITIVE_INFINITY : null));
  return {
    terms: lines.map((line) => line.name),
    coef: lines.map((line) => line.logHazardRatio),
    se: lines.map((line) => line.standardError),
    hr: lines.map(
      (line) => line.hazardRatio.value ?? (line.infinite === 0 ? Number.POSITIVE_INFINITY : null),
    ),
    z: lines.map((line) => line.z),
    p: lines.map((line) => line.p),
    hr_ci_lower: bound('lower'),
    hr_ci_upper: bound('upper'),
    vcov: fit.covariance,
  };
}

function zph(fit: CoxFit, transform: TimeTransform) {
  const result = proportionalHazards(fit, transform);
  const all = [...result.terms.map((term) => term.test), result.global];
  return {
    terms: [...result.terms.map((term) => term.name), 'GLOBAL'],
    chisq: all.map((test) => test.statistic),
    df: all.map((test) => test.degreesOfFreedom),
    p: all.map((test) => test.p),
  };
}

/** The four transforms, leaving out those that are not defined for these data. */
function allZph(fit: CoxFit) {
  const transforms: TimeTransform[] = ['km', 'identity', 'log', 'rank'];
  const zero = fit.model.design.data.followUp.months.some(
    (month, i) => month === 0 && fit.model.design.data.followUp.observed[i] === 1,
  );
  const usable = transforms.filter((transform) => !(transform === 'log' && zero));
  return Object.fromEntries(usable.map((transform) => [`zph_${transform}`, zph(fit, transform)]));
}

function residuals(fit: CoxFit) {
  const { martingale, deviance } = coxResiduals(fit);
  return {
    martingale_first5: Array.from(martingale.slice(0, 5)),
    deviance_first5: Array.from(deviance.slice(0, 5)),
    sum_abs_martingale: martingale.reduce((sum, residual) => sum + Math.abs(residual), 0),
  };
}

function predictions(fit: CoxFit, input: Fields, params: Fields) {
  const months = params.at_times as number[];
  const table = input.newdata as Fields;
  const columns = fit.coefficients.map((line) => column(table, line.name));
  const rows = (columns[0] ?? []).map((_, i) => columns.map((values) => values[i]!));
  const patients = rows.map((row) => predictSurvival(fit, row, { months }));
  const pick = (read: (cell: (typeof patients)[number][number]) => number | null) =>
    months.map((_, t) => patients.map((patient) => read(patient[t]!)));
  return {
    predicted_survival: {
      time: months,
      survival: pick((cell) => cell.survival.value),
      se_cumhaz_or_log: pick((cell) => cell.standardErrorLog),
      ci_lower: pick((cell) => cell.survival.lower),
      ci_upper: pick((cell) => cell.survival.upper),
    },
    linear_predictor_uncentered: rows.map((row) =>
      row.reduce((sum, value, j) => sum + value * fit.coefficients[j]!.logHazardRatio!, 0),
    ),
  };
}

function baseline(fit: CoxFit) {
  const [only] = baselineHazard(fit);
  return { baseline_cumhaz: { time: Array.from(only!.times), cumhaz: Array.from(only!.cumulativeHazard) } };
}

const fitAdapter: Adapter = (input, params) => {
  const options = optionsFrom(input, params);
  const fit = coxRegression(options);
  const harrell = coxConcordance(fit);
  const finite = fit.coefficients.every((line) => line.infinite === 0);
  return {
    ...coefficients(fit),
    n: fit.n,
    events: fit.events,
    loglik_null: fit.logLikelihoodNull,
    loglik: fit.logLikelihood,
    aic: fit.aic,
    lr: chisq(fit.tests.likelihoodRatio),
    wald: waldOfR(fit),
    score: chisq(fit.tests.score),
    concordance: harrell.index.value,
    concordance_se: harrell.standardError,
    ...(finite && !options.strata ? baseline(fit) : {}),
    ...(finite && options.ties !== 'exact' ? { ...allZph(fit), ...residuals(fit) } : {}),
    ...(finite && input.newdata && Array.isArray(params.at_times) && !options.strata
      ? predictions(fit, input, params)
      : {}),
  };
};

const infinite: Adapter = (input, params) => {
  const fit = coxRegression(optionsFrom(input, params));
  const runaway = fit.coefficients.filter((line) => line.infinite !== 0);
  return {
    converged_finite: runaway.length === 0,
    infinite_terms: runaway.map((line) => line.name),
    sign: runaway.map((line) => line.infinite),
    loglik_limit: fit.logLikelihood,
    lr_chisq: fit.tests.likelihoodRatio.statistic,
    score_chisq: fit.tests.score.statistic,
    score_p: fit.tests.score.p,
    firth: penalised(input, params),
  };
};

function penalised(input: Fields, params: Fields) {
  const { followUp, covariates: columns, level, strata, weights } = optionsFrom(input, params);
  const fit = firthCox({
    followUp,
    covariates: columns,
    ...(level ? { level } : {}),
    ...(strata ? { strata } : {}),
    ...(weights ? { weights } : {}),
  });
  const lines = fit.coefficients;
  const p = lines.map((line) => line.p);
  return {
    terms: lines.map((line) => line.name),
    coef: lines.map((line) => line.logHazardRatio),
    se: lines.map((line) => line.standardError),
    hr_ci_lower: lines.map((line) => line.hazardRatio.lower),
    hr_ci_upper: lines.map((line) => line.hazardRatio.upper),
    p,
    p_penalized_lr: p,
  };
}

/** Adapters of the topic cox. */
export const adapters: Record<string, Adapter> = {
  'cox.fit': fitAdapter,
  'cox.infinite': infinite,
  'cox.firth': penalised,
};
