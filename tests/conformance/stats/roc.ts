/**
 * Reference cases of ROC curves, their areas and comparisons, and precision-recall.
 *
 * Reads a case, calls the statistic, gives the fixture's field names. Computes nothing itself.
 */
import { auc } from '../../../packages/stats/src/discrimination/auc.ts';
import { compareAucPaired } from '../../../packages/stats/src/discrimination/compare.ts';
import { compareAucUnpaired } from '../../../packages/stats/src/discrimination/compare-unpaired.ts';
import { partialAuc } from '../../../packages/stats/src/discrimination/partial-auc.ts';
import { precisionRecall } from '../../../packages/stats/src/discrimination/precision-recall.ts';
import { rocCurve } from '../../../packages/stats/src/discrimination/roc-curve.ts';
import type { Adapter } from './adapter.ts';
import { levelOf, numberOf, numbersOf } from './read-input.ts';

const rocAuc: Adapter = (input, params) => {
  const scores = numbersOf(input, 'score');
  const labels = numbersOf(input, 'label');
  const level = levelOf(params);
  const plain = auc(scores, labels, { level });
  const logit = auc(scores, labels, { level, interval: 'logit' });
  return {
    auc: plain.value,
    n_pos: plain.positives,
    n_neg: plain.negatives,
    mann_whitney_u: plain.mannWhitneyU,
    delong_var: plain.variance,
    delong_se: plain.standardError,
    ci_lower: plain.lower,
    ci_upper: plain.upper,
    ci_logit_lower: logit.lower,
    ci_logit_upper: logit.upper,
    hanley_mcneil_se: plain.hanleyMcNeilStandardError,
  };
};

const curve: Adapter = (input) => {
  const roc = rocCurve(numbersOf(input, 'score'), numbersOf(input, 'label'));
  return {
    threshold_mid: [...roc.midpoints],
    tpr: [...roc.truePositiveRate],
    fpr: [...roc.falsePositiveRate],
  };
};

const partial: Adapter = (input, params) => {
  const options = {
    focus: (params.focus ?? 'specificity') as 'specificity' | 'sensitivity',
    from: numberOf(params, 'from', 1),
    to: numberOf(params, 'to', 0.9),
  };
  const result = partialAuc(numbersOf(input, 'score'), numbersOf(input, 'label'), options);
  return { pauc: result.area, pauc_mcclish: result.corrected };
};

const precision: Adapter = (input) => {
  const result = precisionRecall(numbersOf(input, 'score'), numbersOf(input, 'label'));
  return {
    average_precision: result.averagePrecision,
    auc_integral: result.integral,
    auc_davis_goadrich: result.davisGoadrich,
    trapezoid: result.trapezoid,
    baseline_prevalence: result.prevalence,
    n_points: result.thresholds.length,
    precision: [...result.precision],
    recall: [...result.recall],
  };
};

const paired: Adapter = (input, params) => {
  const result = compareAucPaired(
    numbersOf(input, 'score1'),
    numbersOf(input, 'score2'),
    numbersOf(input, 'label'),
    { level: levelOf(params) },
  );
  return {
    auc1: result.first,
    auc2: result.second,
    diff: result.difference.value,
    var1: result.firstVariance,
    var2: result.secondVariance,
    cov: result.covariance,
    se_diff: result.standardError,
    z: result.z,
    p: result.p,
    ci_lower: result.difference.lower,
    ci_upper: result.difference.upper,
  };
};

const unpaired: Adapter = (input, params) => {
  const result = compareAucUnpaired(
    { scores: numbersOf(input, 'score1'), labels: numbersOf(input, 'label1') },
    { scores: numbersOf(input, 'score2'), labels: numbersOf(input, 'label2') },
    { level: levelOf(params) },
  );
  return {
    auc1: result.first,
    auc2: result.second,
    diff: result.difference.value,
    se_diff: result.standardError,
    d_statistic: result.z,
    df: result.degreesOfFreedom,
    p: result.pStudent,
    z: result.z,
    p_z: result.p,
  };
};

/** Adapters by fixture function. */
export const adapters: Record<string, Adapter> = {
  'roc.auc': rocAuc,
  'roc.curve': curve,
  'roc.partial': partial,
  'pr.auc': precision,
  'roc.compare_paired': paired,
  'roc.compare_unpaired': unpaired,
};
