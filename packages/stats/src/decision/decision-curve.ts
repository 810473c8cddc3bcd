/**
 * Whether acting on a probability does more good than treating everyone or no one.
 *
 * Reads probabilities and outcomes, gives the net benefit at each threshold probability. Out-of-fold predictions are
 * pooled before the call: one curve, not a mean of curves. Knows no censoring and no cost beyond the threshold.
 */
import { type Numbers, requireLabels, requireProbabilities, requireRows } from '../columns.ts';
import { StatsError } from '../errors.ts';
import { checkOptions } from '../options.ts';

/** Options of `decisionCurve`. */
export interface DecisionCurveOptions {
  /** Threshold probabilities in (0, 1). Default 0.01, 0.02, ..., 0.99. State the range that is clinically sensible. */
  readonly thresholds: Numbers;
  /** Treat when the probability is `>=` or `>` the threshold. Default `>=`. */
  readonly side: '>=' | '>';
}

const DEFAULTS = Object.freeze({ thresholds: undefined, side: '>=' });

/** A decision curve. Index i is the same threshold in every array. */
export interface DecisionCurve {
  /** Threshold probabilities as given. */
  readonly thresholds: Float64Array;
  /** Net benefit of treating by the model, per patient. */
  readonly netBenefit: Float64Array;
  /** Net benefit of treating everyone. */
  readonly treatAll: Float64Array;
  /** Net benefit of treating no one: 0. */
  readonly treatNone: Float64Array;
  /** Interventions avoided per 100 patients against treating everyone, with no event missed on balance. */
  readonly interventionsAvoidedPer100: Float64Array;
  /** Patients. */
  readonly n: number;
  /** Events, of all. */
  readonly prevalence: number;
}

/** Threshold probabilities of the default curve. */
function everyPercent(): Float64Array {
  return Float64Array.from({ length: 99 }, (_, i) => (i + 1) / 100);
}

function requireThresholds(thresholds: Numbers): void {
  for (let i = 0; i < thresholds.length; i++) {
    if (thresholds[i]! > 0 && thresholds[i]! < 1) continue;
    throw new StatsError('decision/threshold', {
      found: `Found ${thresholds[i]} as threshold probability.`,
      needed: 'Needed numbers above 0 and below 1.',
      remedy: 'Leave out 0 and 1: the odds of 1 are infinite.',
    });
  }
  if (thresholds.length > 0) return;
  throw new StatsError('decision/threshold', {
    found: 'Found no threshold probability.',
    needed: 'Needed at least one.',
    remedy: 'Pass the range over which clinicians would decide differently.',
  });
}

/** Number of sorted values at or above (or above) the limit. */
function countFrom(sorted: Float64Array, limit: number, side: '>=' | '>'): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const isTreated = side === '>=' ? sorted[middle]! >= limit : sorted[middle]! > limit;
    if (isTreated) high = middle;
    else low = middle + 1;
  }
  return sorted.length - low;
}

/** Sorted probabilities of the patients with the given label. */
function sortedWith(probabilities: Numbers, labels: Numbers, label: number): Float64Array {
  const chosen: number[] = [];
  for (let i = 0; i < labels.length; i++) if (labels[i] === label) chosen.push(probabilities[i]!);
  return Float64Array.from(chosen).sort();
}

/**
 * Net benefit of a probability over threshold probabilities. O((n + thresholds) log n).
 *
 * @param probabilities Length n, in [0, 1], calibrated; pooled out-of-fold predictions for a cross-validated model.
 * @param labels Length n, 1 event, 0 none.
 * @param options Thresholds and side.
 * @throws StatsError `input/...`, `decision/threshold`.
 * @example
 * decisionCurve(Float64Array.of(0.2, 0.8), Uint8Array.of(0, 1), { thresholds: [0.5] }).netBenefit[0]; // 0.5
 * @see Vickers and Elkin, Med Decis Making 26 (2006) 565-574. R: dcurves::dca.
 */
export function decisionCurve(
  probabilities: Numbers,
  labels: Numbers,
  options: Partial<DecisionCurveOptions> = {},
): DecisionCurve {
  const chosen = checkOptions(options, DEFAULTS);
  const n = requireRows({ probabilities, labels });
  requireProbabilities(probabilities, 'probabilities');
  const events = requireLabels(labels);
  const { thresholds: given = everyPercent(), side } = chosen;
  requireSide(side);
  requireThresholds(given);
  const thresholds = Float64Array.from(given);
  const withEvent = sortedWith(probabilities, labels, 1);
  const without = sortedWith(probabilities, labels, 0);
  const prevalence = events / n;
  const odds = (t: number) => t / (1 - t);
  const netBenefit = thresholds.map(
    (t) => countFrom(withEvent, t, side) / n - (countFrom(without, t, side) / n) * odds(t),
  );
  const treatAll = thresholds.map((t) => prevalence - (1 - prevalence) * odds(t));
  const interventionsAvoidedPer100 = thresholds.map(
    (t, i) => ((netBenefit[i]! - treatAll[i]!) / odds(t)) * 100,
  );
  const treatNone = new Float64Array(thresholds.length);
  return { thresholds, netBenefit, treatAll, treatNone, interventionsAvoidedPer100, n, prevalence };
}

function requireSide(side: string): void {
  if (side === '>=' || side === '>') return;
  throw new StatsError('input/option', {
    found: `Found the side ${side}.`,
    needed: "Needed '>=' or '>'.",
    remedy: 'Correct the option.',
  });
}
