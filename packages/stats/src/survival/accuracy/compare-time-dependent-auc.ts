/**
 * Which of two risks tells better who has the event by a time.
 *
 * Reads two risks of the same patients, gives the difference of their areas with its error. Knows no model.
 */
import { checkOptions } from '../../options.ts';
import type { Estimate, FollowUp } from '../../types.ts';
import { twoSidedP, zOfLevel } from '../follow-up/probability.ts';
import { errorOfMean, type TimeDependentAuc } from './auc-at-time.ts';
import { TIME_AUC_DEFAULTS, type TimeDependentAucOptions, timeDependentAuc } from './time-dependent-auc.ts';

/** Two scores compared at one time, in the same patients. */
export interface AucComparison {
  /** The time in months. */
  readonly months: number;
  /** AUC of the first score. */
  readonly first: TimeDependentAuc;
  /** AUC of the second score. */
  readonly second: TimeDependentAuc;
  /** First less second. */
  readonly difference: Estimate;
  /** Two-sided P of no difference; null where undefined. */
  readonly p: number | null;
}

/**
 * Compare the time-dependent AUCs of two scores in the same patients.
 *
 * @param risks Two scores, higher is worse. Length n each.
 * @param followUp Months and events of n patients.
 * @throws StatsError as `timeDependentAuc`.
 * @see Blanche et al., Stat Med 32 (2013) 5381-5397; R timeROC::compare.
 */
export function compareTimeDependentAuc(
  risks: readonly [ArrayLike<number>, ArrayLike<number>],
  followUp: FollowUp,
  options: TimeDependentAucOptions,
): AucComparison[] {
  const { level } = checkOptions(options, TIME_AUC_DEFAULTS);
  const [first, second] = risks.map((risk) => timeDependentAuc(risk, followUp, options));
  return first!.map((one, at) => {
    const two = second![at]!;
    const method = `Difference of AUCs at ${one.months} months`;
    const about = { months: one.months, first: one, second: two };
    if (one.auc.value === null || two.auc.value === null) {
      const reason = one.auc.reason ?? two.auc.reason ?? 'Undefined.';
      return {
        ...about,
        difference: { value: null, lower: null, upper: null, level, method, reason },
        p: null,
      };
    }
    const error = errorOfMean(one.influence.map((part, i) => part - two.influence[i]!));
    const value = one.auc.value - two.auc.value;
    const half = zOfLevel(level) * error;
    const difference = { value, lower: value - half, upper: value + half, level, method };
    if (error > 0) return { ...about, difference, p: twoSidedP(value / error) };
    return { ...about, difference: { ...difference, reason: 'The two scores rank alike.' }, p: null };
  });
}
