/**
 * Reference cases of cut-offs, classification and proportions.
 *
 * Reads a case, calls the statistic, gives the fixture's field names. Computes nothing itself.
 */
import { classify } from '../../../packages/stats/src/classification/classify.ts';
import { fitCutoff } from '../../../packages/stats/src/classification/cutoff.ts';
import {
  type CutoffPoint,
  sensitivityPoint,
  specificityPoint,
  topLeftPoints,
  youdenPoints,
} from '../../../packages/stats/src/classification/cutoff-points.ts';
import type { CutoffRule } from '../../../packages/stats/src/classification/cutoff-rule.ts';
import {
  type ProportionInterval,
  proportion,
} from '../../../packages/stats/src/classification/proportion.ts';
import { rocCurve } from '../../../packages/stats/src/discrimination/roc-curve.ts';
import type { Adapter } from './adapter.ts';
import { levelOf, numberOf, numbersOf } from './read-input.ts';

const INTERVALS: readonly (readonly [string, ProportionInterval])[] = [
  ['wilson', 'wilson'],
  ['wilson_cc', 'wilson-corrected'],
  ['clopper_pearson', 'clopper-pearson'],
  ['agresti_coull', 'agresti-coull'],
  ['wald', 'wald'],
];

/** A proportion with all five intervals. */
function everyInterval(k: number, n: number, level: number): Record<string, unknown> {
  const intervals = INTERVALS.map(([name, interval]) => {
    const { lower, upper } = proportion(k, n, { level, interval });
    return [name, [lower, upper]] as const;
  });
  return { k, n, estimate: proportion(k, n).value, ...Object.fromEntries(intervals) };
}

const metrics: Adapter = (input, params) => {
  const level = levelOf(params);
  const scores = numbersOf(input, 'score');
  const labels = numbersOf(input, 'label');
  const cutoff = fitCutoff(scores, labels, { rule: { fixed: numberOf(params, 'cutoff') } });
  const result = classify(scores, labels, cutoff, { level });
  const all = (part: { k: number; n: number }) => everyInterval(part.k, part.n, level);
  return {
    tp: result.truePositives,
    fp: result.falsePositives,
    fn: result.falseNegatives,
    tn: result.trueNegatives,
    sensitivity: all(result.sensitivity),
    specificity: all(result.specificity),
    ppv: all(result.positivePredictiveValue),
    npv: all(result.negativePredictiveValue),
    accuracy: all(result.accuracy),
    f1: result.f1.value,
    balanced_accuracy: result.balancedAccuracy.value,
    mcc: result.matthews.value,
    youden_j: result.youdenIndex.value,
    lr_pos: result.positiveLikelihoodRatio.value,
    lr_neg: result.negativeLikelihoodRatio.value,
    dor: result.diagnosticOddsRatio.value,
    kappa: result.kappa.value,
    prevalence: result.prevalence.value,
  };
};

const proportionCi: Adapter = (_input, params) =>
  everyInterval(numberOf(params, 'k'), numberOf(params, 'n'), levelOf(params));

const cutoff: Adapter = (input, params) => {
  const curve = rocCurve(numbersOf(input, 'score'), numbersOf(input, 'label'));
  const youden = youdenPoints(curve);
  const topLeft = topLeftPoints(curve);
  const list = (points: readonly CutoffPoint[], key: keyof CutoffPoint) => points.map((point) => point[key]);
  const fixed = (target: number, point: CutoffPoint | null) => ({
    target,
    cutoff: point?.value ?? null,
    sensitivity: point?.sensitivity ?? null,
    specificity: point?.specificity ?? null,
  });
  return {
    youden: {
      cutoffs_all_ties: list(youden, 'value'),
      cutoffs_midpoint: list(youden, 'midpoint'),
      j: youden[0]!.sensitivity + youden[0]!.specificity - 1,
      sensitivity: list(youden, 'sensitivity'),
      specificity: list(youden, 'specificity'),
    },
    closest_topleft: {
      cutoffs: list(topLeft, 'value'),
      sensitivity: list(topLeft, 'sensitivity'),
      specificity: list(topLeft, 'specificity'),
    },
    proc_best_threshold: list(youden, 'midpoint'),
    fixed_sensitivity: targets(params, 'target_sensitivity').map((target) => {
      const point = sensitivityPoint(curve, target);
      return { ...fixed(target, point), cutoff_midpoint: point.midpoint };
    }),
    fixed_specificity: targets(params, 'target_specificity').map((target) =>
      fixed(target, specificityPoint(curve, target)),
    ),
    ...(input.test_score === undefined ? {} : { locked_on_test: lockedOnTest(input, params) }),
  };
};

/** Cut-offs fitted on the training rows and applied, unchanged, to the test rows. */
function lockedOnTest(input: Record<string, unknown>, params: Record<string, unknown>): unknown {
  const scores = numbersOf(input, 'score');
  const labels = numbersOf(input, 'label');
  const apply = (rule: CutoffRule) => {
    const cutoff = fitCutoff(scores, labels, { rule });
    const table = classify(numbersOf(input, 'test_score'), numbersOf(input, 'test_label'), cutoff);
    return {
      cutoff: cutoff.value,
      tp: table.truePositives,
      fp: table.falsePositives,
      fn: table.falseNegatives,
      tn: table.trueNegatives,
    };
  };
  return {
    youden_first: apply('youden'),
    fixed_sensitivity: targets(params, 'target_sensitivity').map((target) =>
      apply({ sensitivityAtLeast: target }),
    ),
  };
}

function targets(params: Readonly<Record<string, unknown>>, name: string): number[] {
  return params[name] === undefined ? [] : numbersOf(params, name);
}

/** Adapters by fixture function. */
export const adapters: Record<string, Adapter> = {
  'class.metrics': metrics,
  'prop.ci': proportionCi,
  'roc.cutoff': cutoff,
};
