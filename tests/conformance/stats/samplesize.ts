/** Sample-size fixtures: development, log-rank events, AUC, proportions. */

import { binaryDevelopmentSize } from '../../../packages/stats/src/samplesize/binary-development.ts';
import type { DevelopmentSize } from '../../../packages/stats/src/samplesize/development.ts';
import {
  aucTestSize,
  logRankEvents,
  proportionPrecisionSize,
  twoProportionsSize,
} from '../../../packages/stats/src/samplesize/index.ts';
import { survivalDevelopmentSize } from '../../../packages/stats/src/samplesize/survival-development.ts';
import type { Adapter } from './adapter.ts';
import { readNumber } from './read.ts';

const round = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits;

/** The table as pmsampsize prints it, rounded as there. */
function developmentFields(size: DevelopmentSize, parameters: number) {
  const last = {
    patients: size.patients,
    shrinkage: size.shrinkage,
    eventsPerParameter: size.eventsPerParameter,
  };
  const rows = [...size.criteria, last].map((row) => [
    row.patients,
    round(row.shrinkage, 3),
    parameters,
    round(size.rSquared, 4),
    round(size.maximumRSquared, 3),
    round(size.nagelkerke, 3),
    round(row.eventsPerParameter, 2),
  ]);
  return {
    n: size.patients,
    events: size.events,
    epp: round(size.eventsPerParameter, 2),
    n_by_criterion: size.criteria.map((criterion) => criterion.patients),
    shrinkage_by_criterion: size.criteria.map((criterion) => round(criterion.shrinkage, 3)),
    r2_max: round(size.maximumRSquared, 3),
    results_columns: ['Samp_size', 'Shrinkage', 'Parameter', 'CS_Rsq', 'Max_Rsq', 'Nag_Rsq', 'EPP'],
    results: rows,
  };
}

function fitOf(params: Record<string, unknown>) {
  return {
    ...(typeof params.csrsquared === 'number' ? { rSquared: params.csrsquared } : {}),
    ...(typeof params.nagrsquared === 'number' ? { nagelkerke: params.nagrsquared } : {}),
  };
}

const binary: Adapter = (_, params) => {
  const parameters = readNumber(params, 'parameters');
  const size = binaryDevelopmentSize({
    parameters,
    prevalence: readNumber(params, 'prevalence'),
    shrinkage: readNumber(params, 'shrinkage', 0.9),
    ...fitOf(params),
    ...(typeof params.cstatistic === 'number' ? { cStatistic: params.cstatistic } : {}),
  });
  return developmentFields(size, parameters);
};

const survival: Adapter = (_, params) => {
  const parameters = readNumber(params, 'parameters');
  const size = survivalDevelopmentSize({
    parameters,
    rate: readNumber(params, 'rate'),
    timepoint: readNumber(params, 'timepoint'),
    meanFollowUp: readNumber(params, 'meanfup'),
    shrinkage: readNumber(params, 'shrinkage', 0.9),
    ...fitOf(params),
  });
  return developmentFields(size, parameters);
};

function ratesOf(params: Record<string, unknown>) {
  return { power: readNumber(params, 'power', 0.8), alpha: readNumber(params, 'alpha', 0.05) };
}

const logRank: Adapter = (_, params) => {
  const plan = {
    hazardRatio: readNumber(params, 'hr'),
    ratio: readNumber(params, 'ratio', 1),
    ...ratesOf(params),
  };
  const { schoenfeld, freedman } = logRankEvents(plan);
  return {
    schoenfeld_events: schoenfeld,
    schoenfeld_ceiling: Math.ceil(schoenfeld),
    freedman_events: freedman,
    freedman_ceiling: Math.ceil(freedman),
  };
};

const aucSize: Adapter = (_, params) => {
  const plan = { auc: readNumber(params, 'auc'), ratio: readNumber(params, 'kappa', 1), ...ratesOf(params) };
  const { positives, negatives } = aucTestSize(plan);
  return { ncases: positives, ncontrols: negatives };
};

const twoProportions: Adapter = (_, params) => {
  const plan = { first: readNumber(params, 'p1'), second: readNumber(params, 'p2'), ...ratesOf(params) };
  return { n_per_group: twoProportionsSize(plan) };
};

const precision: Adapter = (_, params) => {
  const plan = {
    proportion: readNumber(params, 'p'),
    halfWidth: readNumber(params, 'half_width'),
    level: 1 - readNumber(params, 'alpha', 0.05),
  };
  return { n_wald: proportionPrecisionSize(plan) };
};

/** Adapters of the topic samplesize. */
export const adapters: Record<string, Adapter> = {
  'size.pmsampsize_binary': binary,
  'size.pmsampsize_survival': survival,
  'size.logrank_events': logRank,
  'size.auc': aucSize,
  'size.two_proportions': twoProportions,
  'size.precision_proportion': precision,
};
