/**
 * Where to cut a score, and proof of which patients chose the place.
 *
 * Reads training scores and labels and a rule, gives a cut-off object that test patients only ever apply. Knows no test
 * data: there is no way to fit and apply in one call.
 */
import { type Numbers, requireFiniteColumn, requireLabels, requireRows } from '../columns.ts';
import { rocCurve } from '../discrimination/roc-curve.ts';
import { StatsError } from '../errors.ts';
import { requireKnown } from '../options.ts';
import type { Cutoff } from '../types.ts';
import { sensitivityPoint, specificityPoint, topLeftPoints, youdenPoints } from './cutoff-points.ts';
import { type CutoffRule, requireRule } from './cutoff-rule.ts';
import { hashRows } from './sha256.ts';

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
