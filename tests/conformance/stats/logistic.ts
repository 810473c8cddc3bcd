/** Logistic fixtures: maximum likelihood, Firth, and whether covariates separate the outcomes. */
import { auc } from '../../../packages/stats/src/discrimination/index.ts';
import { StatsError } from '../../../packages/stats/src/errors.ts';
import { firthLogistic } from '../../../packages/stats/src/logistic/firth.ts';
import {
  type LogisticFit,
  type LogisticInput,
  logisticRegression,
} from '../../../packages/stats/src/logistic/regression.ts';
import type { Adapter } from './adapter.ts';
import { readColumn, readColumns, readNumber, readOptionalColumn } from './read.ts';

function inputOf(input: Record<string, unknown>): LogisticInput {
  const weights = readOptionalColumn(input, 'weights');
  const offset = readOptionalColumn(input, 'offset');
  return {
    outcome: readColumn(input, 'y'),
    covariates: readColumns(input, 'X'),
    ...(weights ? { weights } : {}),
    ...(offset ? { offset } : {}),
  };
}

function refuseSeparated(fit: LogisticFit): void {
  if (!fit.separation.separated) return;
  throw new StatsError('logistic/separated', {
    found: 'Found covariates that separate the outcomes.',
    needed: 'Needed overlap for a finite estimate.',
    remedy: 'Use firthLogistic().',
  });
}

function coefficientFields(fit: LogisticFit) {
  return {
    terms: fit.terms.map((t) => t.name),
    coef: fit.terms.map((t) => t.estimate),
    se: fit.terms.map((t) => t.standardError),
    z: fit.terms.map((t) => t.z),
    p: fit.terms.map((t) => t.p),
    or: fit.terms.map((t) => t.oddsRatio.value),
    or_ci_wald_lower: fit.terms.map((t) => t.oddsRatio.lower),
    or_ci_wald_upper: fit.terms.map((t) => t.oddsRatio.upper),
    ci_profile_lower: fit.terms.map((t) => t.profile.lower),
    ci_profile_upper: fit.terms.map((t) => t.profile.upper),
    vcov: fit.covariance,
  };
}

const logisticGlm: Adapter = (input, params) => {
  const data = inputOf(input);
  const fit = logisticRegression(data, {
    level: readNumber(params, 'conf_level', 0.95),
    profile: 'interpolated',
  });
  refuseSeparated(fit);
  return {
    ...coefficientFields(fit),
    n: fit.n,
    loglik: fit.logLikelihood,
    null_deviance: fit.nullDeviance,
    deviance: fit.deviance,
    aic: fit.aic,
    bic: fit.bic,
    lr_chisq: fit.likelihoodRatio?.statistic ?? null,
    lr_df: fit.likelihoodRatio?.degreesOfFreedom ?? null,
    lr_p: fit.likelihoodRatio?.p ?? null,
    score_chisq: fit.score?.statistic ?? null,
    fitted: fit.fitted,
    fitted_first5: fit.fitted.slice(0, 5),
    c_index: auc(fit.fitted, data.outcome).value,
  };
};

const logisticFirth: Adapter = (input, params) => {
  const fit = firthLogistic(inputOf(input), { level: readNumber(params, 'conf_level', 0.95) });
  const coef = fit.terms.map((t) => t.estimate);
  return {
    terms: fit.terms.map((t) => t.name),
    coef,
    brglm2_coef: coef,
    se: fit.terms.map((t) => t.standardError),
    logistf_se: fit.terms.map((t) => t.augmentedStandardError),
    p_penalized_lr: fit.terms.map((t) => t.p),
    ci_profile_lower: fit.terms.map((t) => t.profile.lower),
    ci_profile_upper: fit.terms.map((t) => t.profile.upper),
    penalized_loglik: fit.penalisedLogLikelihood,
  };
};

const logisticSeparation: Adapter = (input) => {
  const { separated } = logisticRegression(inputOf(input), { profile: 'none' }).separation;
  return { separated, finite_mle: !separated };
};

/** Adapters of the topic logistic. */
export const adapters: Record<string, Adapter> = {
  'logistic.glm': logisticGlm,
  'logistic.firth': logisticFirth,
  'logistic.separation': logisticSeparation,
};
