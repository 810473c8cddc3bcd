/**
 * Measures of a confusion matrix that have no closed interval.
 *
 * Reads the four counts, gives F1, likelihood ratios and their kin; bootstrap the patients where a limit is needed.
 */
import type { Estimate } from '../types.ts';
import type { Confusion } from './confusion.ts';

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
export function summaries(table: Confusion) {
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
