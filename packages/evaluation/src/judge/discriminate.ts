/**
 * How well a score tells positive from negative: the area under the ROC curve, the curve, precision against recall.
 *
 * Reads scores and targets, gives plain numbers. Knows no cut-off.
 */
import type { Estimate, Random } from '@mriscore/stats';
import { auc, aucBootstrap, precisionRecall, rocCurve } from '@mriscore/stats';
import { checkOptions } from '../options.ts';
import { noEstimate } from './estimate.ts';
import { hasBothClasses, type Judged, ONE_CLASS } from './judged.ts';
import type { PrecisionRecallCurve, RocPoints } from './result.ts';

/** How the interval of an area is made. */
export interface AreaOptions {
  /** `plain` is DeLong's, `logit` the same on a scale that keeps inside (0, 1). Default plain. */
  readonly interval?: 'plain' | 'logit';
  /** Draws patients again instead, each class by itself, and takes percentiles. Default null: DeLong. */
  readonly bootstrap?: { readonly random: Random; readonly resamples: number } | null;
}

const AREA_OPTIONS = Object.freeze({ interval: 'plain', bootstrap: null });

/**
 * The area under the ROC curve with its interval, or null with the reason.
 *
 * @param judged Higher scores are more positive; never turned round.
 * @throws EvaluationError `options/unknown-key`.
 * @example
 * aucOf({ scores: Float64Array.of(0.1, 0.4, 0.35, 0.8), targets: Uint8Array.of(0, 0, 1, 1) }).value; // 0.75
 */
export function aucOf(judged: Judged, options: AreaOptions = {}): Estimate {
  checkOptions(options, AREA_OPTIONS);
  const { scores, targets } = judged;
  if (!hasBothClasses(judged)) return noEstimate('DeLong', targets.length === 0 ? 'No patient.' : ONE_CLASS);
  const { interval = 'plain', bootstrap = null } = options;
  return bootstrap === null ? auc(scores, targets, { interval }) : aucBootstrap(scores, targets, bootstrap);
}

/** The points of the ROC curve, from the strictest cut-off to the laxest; null where there is one class only. */
export function rocOf(judged: Judged): RocPoints | null {
  if (!hasBothClasses(judged)) return null;
  const { falsePositiveRate, truePositiveRate } = rocCurve(judged.scores, judged.targets);
  return { falsePositiveRate: [...falsePositiveRate], sensitivity: [...truePositiveRate] };
}

/** Precision against recall; null where there is one class only. */
export function precisionRecallOf(judged: Judged): PrecisionRecallCurve | null {
  if (!hasBothClasses(judged)) return null;
  const found = precisionRecall(judged.scores, judged.targets);
  const { averagePrecision, prevalence, recall, precision } = found;
  return { averagePrecision, prevalence, recall: [...recall], precision: [...precision] };
}
