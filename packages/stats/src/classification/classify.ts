/**
 * What a locked cut-off gets right and wrong.
 *
 * Reads scores, labels and a cut-off, gives the confusion matrix and every measure made from it, so that all of them
 * agree with the matrix. Knows nothing of how the cut-off was chosen beyond what it remembers.
 */
import type { Numbers } from '../columns.ts';
import { checkOptions } from '../options.ts';
import type { Cutoff, Estimate } from '../types.ts';
import { type Confusion, confusion } from './confusion.ts';
import { summaries } from './matrix-measures.ts';
import { type ProportionEstimate, type ProportionOptions, proportion } from './proportion.ts';
import { hashRows } from './sha256.ts';

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
