/**
 * Reference cases of bootstrapped areas.
 *
 * Reads a case, calls the statistic, gives the fixture's field names. Computes nothing itself.
 */

import { aucOfResamples } from '../../../packages/stats/src/discrimination/area-of-draws.ts';
import { auc } from '../../../packages/stats/src/discrimination/auc.ts';
import { aucLeftOut } from '../../../packages/stats/src/discrimination/auc-left-out.ts';
import { aucBootstrap } from '../../../packages/stats/src/discrimination/bootstrap-auc.ts';
import {
  type BootstrapKind,
  bootstrapLimits,
  medianBias,
} from '../../../packages/stats/src/resampling/bootstrap-interval.ts';
import { random } from '../../../packages/stats/src/resampling/random.ts';
import {
  jackknifeAcceleration,
  summariseReplicates,
} from '../../../packages/stats/src/resampling/replicates.ts';
import type { Adapter } from './adapter.ts';
import { levelOf, matrixOf, numberOf, numbersOf } from './read-input.ts';

const fixed: Adapter = (input, params) => {
  const scores = numbersOf(input, 'score');
  const labels = numbersOf(input, 'label');
  const level = levelOf(params);
  const estimate = auc(scores, labels).value!;
  const replicates = aucOfResamples(scores, labels, matrixOf(input, 'resamples'));
  const acceleration = jackknifeAcceleration(aucLeftOut(scores, labels));
  const summary = summariseReplicates(estimate, replicates);
  const source = { estimate, replicates, level, ...(acceleration === null ? {} : { acceleration }) };
  const strict = { ...source, ties: 'strict' as const };
  const limits = (kind: BootstrapKind) => bootstrapLimits(source, kind) ?? [null, null];
  return {
    estimate,
    boot_mean: summary.mean,
    bias: summary.bias,
    se: summary.standardError,
    jackknife_acceleration: acceleration,
    z0_strict: medianBias(strict),
    z0_half_ties: medianBias(source),
    percentile_type7: limits('percentile'),
    basic_type7: limits('basic'),
    bca_type7_strict: bootstrapLimits(strict, 'bca') ?? [null, null],
    bca_type7_half_ties: limits('bca'),
    boot_normal: limits('normal'),
    boot_percent: limits('percentile-ordered'),
    boot_basic: limits('basic-ordered'),
    replicates: [...replicates],
  };
};

const monteCarlo: Adapter = (input, params) => {
  const result = aucBootstrap(numbersOf(input, 'score'), numbersOf(input, 'label'), {
    random: random(numberOf(params, 'r_seed', 1), 'bootstrap', 'auc'),
    resamples: numberOf(params, 'B', 2000),
    level: levelOf(params),
  });
  return { auc: result.value, ci_lower: result.lower, ci_upper: result.upper };
};

/** Adapters by fixture function. */
export const adapters: Record<string, Adapter> = {
  'roc.bootstrap_fixed': fixed,
  'roc.bootstrap_mc': monteCarlo,
};
