/**
 * Where to cut a score, and proof of which patients chose the place.
 *
 * Reads training scores and labels and a rule, gives a cut-off object that test patients only ever apply. Knows no test
 * data: there is no way to fit and apply in one call.
 */

import { type Numbers, requireFiniteColumn, requireLabels, requireRows } from '../columns.ts';
import { type RocCurve, rocCurve } from '../discrimination/roc-curve.ts';
import { StatsError } from '../errors.ts';
import { requireKnown } from '../options.ts';
import type { Cutoff } from '../types.ts';
import { hashRows } from './sha256.ts';

/**
 * How a cut-off is chosen.
 *
 * `youden`: largest sensitivity + specificity. `closest-topleft`: smallest distance to (0, 1). `median`: median score,
 * labels unused. `sensitivityAtLeast` / `specificityAtLeast`: the cut-off with most of the other. `fixed`: set before.
 */
export type CutoffRule =
  | 'youden'
  | 'closest-topleft'
  | 'median'
  | { readonly sensitivityAtLeast: number }
  | { readonly specificityAtLeast: number }
  | { readonly fixed: number };

/** A candidate cut-off with what it achieves on the rows it was chosen from. */
export interface CutoffPoint {
  /** The observed score to cut at: positive when score >= value. */
  readonly value: number;
  /** Midway to the next lower score; minus infinity below the lowest. */
  readonly midpoint: number;
  /** Apparent sensitivity. */
  readonly sensitivity: number;
  /** Apparent specificity. */
  readonly specificity: number;
}

function pointAt(curve: RocCurve, index: number): CutoffPoint {
  return {
    value: curve.thresholds[index]!,
    midpoint: curve.midpoints[index]!,
    sensitivity: curve.truePositiveRate[index]!,
    specificity: (curve.negatives - curve.falsePositives[index]!) / curve.negatives,
  };
}

/** Indices of observed thresholds with the smallest loss, the lowest threshold first. */
function best(curve: RocCurve, loss: (truePositives: number, falsePositives: number) => number): number[] {
  let least = Number.POSITIVE_INFINITY;
  let found: number[] = [];
  for (let i = curve.thresholds.length - 1; i >= 1; i--) {
    const value = loss(curve.truePositives[i]!, curve.falsePositives[i]!);
    if (value < least) {
      least = value;
      found = [];
    }
    if (value === least) found.push(i);
  }
  return found;
}

/**
 * Every observed cut-off with the largest Youden index, the lowest first. Ties are found in whole numbers.
 *
 * @param curve The ROC curve.
 */
export function youdenPoints(curve: RocCurve): CutoffPoint[] {
  const { positives, negatives } = curve;
  return best(curve, (tp, fp) => fp * positives - tp * negatives).map((i) => pointAt(curve, i));
}

/**
 * Every observed cut-off closest to sensitivity 1 and specificity 1, the lowest first.
 *
 * @param curve The ROC curve.
 */
export function topLeftPoints(curve: RocCurve): CutoffPoint[] {
  const { positives, negatives } = curve;
  const loss = (tp: number, fp: number) => ((positives - tp) * negatives) ** 2 + (fp * positives) ** 2;
  return best(curve, loss).map((i) => pointAt(curve, i));
}

/**
 * The highest observed cut-off that reaches a sensitivity.
 *
 * @param curve The ROC curve.
 * @param target Sensitivity in [0, 1].
 */
export function sensitivityPoint(curve: RocCurve, target: number): CutoffPoint {
  requireRate(target, 'sensitivity');
  const index = curve.truePositiveRate.findIndex((rate, i) => i > 0 && rate >= target);
  return pointAt(curve, index);
}

/**
 * The lowest observed cut-off that reaches a specificity, or null where even the highest score does not.
 *
 * @param curve The ROC curve.
 * @param target Specificity in [0, 1].
 */
export function specificityPoint(curve: RocCurve, target: number): CutoffPoint | null {
  requireRate(target, 'specificity');
  for (let i = curve.thresholds.length - 1; i >= 1; i--) {
    if ((curve.negatives - curve.falsePositives[i]!) / curve.negatives >= target) return pointAt(curve, i);
  }
  return null;
}

function requireRate(target: number, name: string): void {
  if (target >= 0 && target <= 1) return;
  throw new StatsError('classification/cutoff', {
    found: `Found ${target} as target ${name}.`,
    needed: 'Needed a number from 0 to 1.',
    remedy: 'Write 90 % as 0.9.',
  });
}

function median(values: Numbers): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : sorted[half - 1]! / 2 + sorted[half]! / 2;
}

/** The value and the words of a rule. */
function choose(scores: Numbers, labels: Numbers, rule: CutoffRule): { value: number; rule: string } {
  if (rule === 'median') return { value: median(scores), rule: 'median score' };
  if (typeof rule === 'object' && 'fixed' in rule) return { value: rule.fixed, rule: 'fixed beforehand' };
  const curve = rocCurve(scores, labels);
  if (rule === 'youden') {
    return { value: youdenPoints(curve)[0]!.value, rule: 'largest Youden index; of ties the lowest' };
  }
  if (rule === 'closest-topleft') {
    return {
      value: topLeftPoints(curve)[0]!.value,
      rule: 'closest to the top left corner; of ties the lowest',
    };
  }
  if ('sensitivityAtLeast' in rule) {
    const target = rule.sensitivityAtLeast;
    return { value: sensitivityPoint(curve, target).value, rule: `highest with sensitivity >= ${target}` };
  }
  const target = rule.specificityAtLeast;
  const point = specificityPoint(curve, target);
  if (point !== null) return { value: point.value, rule: `lowest with specificity >= ${target}` };
  throw new StatsError('classification/cutoff', {
    found: `Found no observed score with specificity >= ${target}.`,
    needed: 'Needed a negative patient below some score that reaches it.',
    remedy: 'Lower the target, or fix a cut-off above the highest score.',
  });
}

const KNOWN = Object.freeze({ rule: undefined });

/**
 * Chooses a cut-off on training or tuning patients and locks it.
 *
 * Ties of the Youden index go to the lowest cut-off, hence to the higher sensitivity. What the cut-off achieves on the
 * same patients is apparent performance and has to be labelled so.
 *
 * @param scores Length n, finite, higher is more positive.
 * @param labels Length n, 1 positive, 0 negative.
 * @param options The rule.
 * @returns The cut-off with its rule, the hash of the rows and their number; a fixed one carries no rows.
 * @throws StatsError `input/...` for unusable columns, `classification/cutoff` for a target that cannot be met.
 * @example
 * const cutoff = fitCutoff(training.scores, training.labels, { rule: 'youden' });
 * classify(test.scores, test.labels, cutoff).sensitivity;
 * @see Youden, Cancer 3 (1950) 32-35; Perkins and Schisterman, Am J Epidemiol 163 (2006) 670-675.
 */
export function fitCutoff(scores: Numbers, labels: Numbers, options: { readonly rule: CutoffRule }): Cutoff {
  requireKnown(options, KNOWN);
  const n = requireRows({ scores, labels });
  requireFiniteColumn(scores, 'scores');
  requireLabels(labels);
  const { rule } = options;
  requireRule(rule);
  const chosen = choose(scores, labels, rule);
  const isFixed = typeof rule === 'object' && 'fixed' in rule;
  const cutoff: Cutoff = {
    value: chosen.value,
    side: '>=',
    rule: chosen.rule,
    fittedOn: hashRows(isFixed ? [] : [scores, labels]),
    n: isFixed ? 0 : n,
  };
  requireCutoff(cutoff.value);
  return cutoff;
}

const RULE_NAMES: readonly string[] = ['youden', 'closest-topleft', 'median'];
const RULE_KEYS: readonly string[] = ['sensitivityAtLeast', 'specificityAtLeast', 'fixed'];

function requireRule(rule: CutoffRule): void {
  const isKnown =
    typeof rule === 'string'
      ? RULE_NAMES.includes(rule)
      : typeof rule === 'object' &&
        rule !== null &&
        Object.keys(rule).length === 1 &&
        RULE_KEYS.includes(Object.keys(rule)[0]!);
  if (isKnown) return;
  throw new StatsError('classification/cutoff', {
    found: `Found the rule ${JSON.stringify(rule)}.`,
    needed: `Needed one of ${RULE_NAMES.join(', ')} or an object with one of ${RULE_KEYS.join(', ')}.`,
    remedy: 'Correct the rule.',
  });
}

/**
 * Refuses a cut-off that is not a finite number.
 *
 * @param value The threshold.
 * @throws StatsError `classification/cutoff`.
 */
export function requireCutoff(value: number): void {
  if (Number.isFinite(value)) return;
  throw new StatsError('classification/cutoff', {
    found: `Found ${value} as cut-off.`,
    needed: 'Needed a finite number in the unit of the score.',
    remedy: 'Fit a cut-off on training patients or fix one.',
  });
}
