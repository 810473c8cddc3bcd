/**
 * What a locked cut-off gets right and wrong.
 *
 * Reads scores, labels and a cut-off, gives the confusion matrix and every measure made from it, so that all of them
 * agree with the matrix. Knows nothing of how the cut-off was chosen beyond what it remembers.
 */
import { type Numbers, requireFiniteColumn, requireLabels, requireRows } from '../columns.ts';
import { checkOptions } from '../options.ts';
import type { Cutoff, Estimate } from '../types.ts';
import { requireCutoff } from './cutoff.ts';
import { type ProportionEstimate, type ProportionOptions, proportion } from './proportion.ts';
import { hashRows } from './sha256.ts';

/** A confusion matrix. */
export interface Confusion {
  /** Positive patients called positive. */
  readonly truePositives: number;
  /** Negative patients called positive. */
  readonly falsePositives: number;
  /** Positive patients called negative. */
  readonly falseNegatives: number;
  /** Negative patients called negative. */
  readonly trueNegatives: number;
}

/** Performance at a cut-off. */
export interface Classification extends Confusion {
  /** The cut-off that was applied. */
  readonly cutoff: Cutoff;
  /** True when these rows are the ones the cut-off was fitted on: the figures are then optimistic. */
  readonly isApparent: boolean;
  /** Patients. */
  readonly n: number;
  /** Positives found, of positives. */
  readonly sensitivity: ProportionEstimate;
  /** Negatives found, of negatives. */
  readonly specificity: ProportionEstimate;
  /** Positives among those called positive; holds for this prevalence only. */
  readonly positivePredictiveValue: ProportionEstimate;
  /** Negatives among those called negative; holds for this prevalence only. */
  readonly negativePredictiveValue: ProportionEstimate;
  /** Right calls, of all. */
  readonly accuracy: ProportionEstimate;
  /** Positives, of all. */
  readonly prevalence: ProportionEstimate;
  /** Harmonic mean of sensitivity and positive predictive value. */
  readonly f1: Estimate;
  /** Mean of sensitivity and specificity. */
  readonly balancedAccuracy: Estimate;
  /** Matthews correlation coefficient, from -1 to 1. */
  readonly matthews: Estimate;
  /** Sensitivity + specificity - 1. */
  readonly youdenIndex: Estimate;
  /** Sensitivity over 1 - specificity; infinite without a false positive (`null` in JSON), with that as the reason. */
  readonly positiveLikelihoodRatio: Estimate;
  /** 1 - sensitivity over specificity; infinite without a true negative. */
  readonly negativeLikelihoodRatio: Estimate;
  /** Odds of a positive call in positives over those in negatives; infinite without an error of one kind. */
  readonly diagnosticOddsRatio: Estimate;
  /** Cohen's kappa of call and label. */
  readonly kappa: Estimate;
}

/**
 * Counts calls against labels. Positive when score >= cut-off.
 *
 * @param scores Length n, finite.
 * @param labels Length n, 1 positive, 0 negative.
 * @param cutoff Threshold, finite.
 * @throws StatsError `input/...`, `classification/cutoff`.
 */
export function confusion(scores: Numbers, labels: Numbers, cutoff: number): Confusion {
  const n = requireRows({ scores, labels });
  requireFiniteColumn(scores, 'scores');
  const positives = requireLabels(labels);
  requireCutoff(cutoff);
  let truePositives = 0;
  let falsePositives = 0;
  for (let i = 0; i < n; i++) {
    if (scores[i]! < cutoff) continue;
    if (labels[i] === 1) truePositives++;
    else falsePositives++;
  }
  const falseNegatives = positives - truePositives;
  return { truePositives, falsePositives, falseNegatives, trueNegatives: n - positives - falsePositives };
}

/** a / b; infinite for b = 0 and null for 0 / 0, each with a reason. */
function ratio(above: number, below: number, method: string): Estimate {
  const bare = { lower: null, upper: null, level: 0.95, method };
  if (above === 0 && below === 0) return { ...bare, value: null, reason: `${method} is 0 / 0 here.` };
  if (below === 0) return { ...bare, value: Number.POSITIVE_INFINITY, reason: `${method} is x / 0 here.` };
  return { ...bare, value: above / below };
}

function plain(value: number | null, method: string): Estimate {
  const bare = { value, lower: null, upper: null, level: 0.95, method };
  return value === null ? { ...bare, reason: `${method} is 0 / 0 here.` } : bare;
}

function matthews(table: Confusion): number | null {
  const { truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn } = table;
  const below = Math.sqrt(tp + fp) * Math.sqrt(tp + fn) * Math.sqrt(tn + fp) * Math.sqrt(tn + fn);
  return below === 0 ? null : (tp * tn - fp * fn) / below;
}

function kappa(table: Confusion): number | null {
  const { truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn } = table;
  const n = tp + fp + fn + tn;
  const byChance = (tp + fp) * (tp + fn) + (fn + tn) * (fp + tn);
  return byChance === n * n ? null : ((tp + tn) * n - byChance) / (n * n - byChance);
}

/** Measures without a closed interval here; bootstrap the patients where one is needed. */
function summaries(table: Confusion) {
  const { truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn } = table;
  const positives = tp + fn;
  const negatives = fp + tn;
  const hasBoth = positives > 0 && negatives > 0;
  const sum = hasBoth ? tp / positives + tn / negatives : null;
  return {
    f1: ratio(2 * tp, 2 * tp + fp + fn, 'F1'),
    balancedAccuracy: plain(sum === null ? null : sum / 2, 'Balanced accuracy'),
    matthews: plain(matthews(table), 'Matthews correlation'),
    youdenIndex: plain(sum === null ? null : sum - 1, 'Youden index'),
    positiveLikelihoodRatio: ratio(tp * negatives, fp * positives, 'Positive likelihood ratio'),
    negativeLikelihoodRatio: ratio(fn * negatives, tn * positives, 'Negative likelihood ratio'),
    diagnosticOddsRatio: ratio(tp * tn, fp * fn, 'Diagnostic odds ratio'),
    kappa: plain(kappa(table), 'Kappa'),
  };
}

const DEFAULTS = Object.freeze({ level: 0.95, interval: 'wilson' });

/**
 * Applies a locked cut-off and measures it.
 *
 * @param scores Length n, finite, higher is more positive.
 * @param labels Length n, 1 positive, 0 negative. One class is allowed: what needs the other is then null.
 * @param cutoff The cut-off, never changed here.
 * @param options Level and interval of the proportions. Default 95 %, Wilson.
 * @throws StatsError `input/...`, `classification/cutoff`.
 * @example
 * classify(test.scores, test.labels, fitCutoff(train.scores, train.labels, { rule: 'youden' })).accuracy.value;
 * @see Trevethan, Front Public Health 5 (2017) 307. R: epiR::epi.tests.
 */
export function classify(
  scores: Numbers,
  labels: Numbers,
  cutoff: Cutoff,
  options: Partial<ProportionOptions> = {},
): Classification {
  const chosen = checkOptions(options, DEFAULTS);
  const table = confusion(scores, labels, cutoff.value);
  const { truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn } = table;
  const n = scores.length;
  return {
    ...table,
    cutoff,
    isApparent: cutoff.n === n && cutoff.fittedOn === hashRows([scores, labels]),
    n,
    sensitivity: proportion(tp, tp + fn, chosen),
    specificity: proportion(tn, tn + fp, chosen),
    positivePredictiveValue: proportion(tp, tp + fp, chosen),
    negativePredictiveValue: proportion(tn, tn + fn, chosen),
    accuracy: proportion(tp + tn, n, chosen),
    prevalence: proportion(tp + fn, n, chosen),
    ...summaries(table),
  };
}
