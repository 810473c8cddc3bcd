/**
 * How well a risk separates patients with the event by a time from those without.
 *
 * Reads risks and follow-up, gives cumulative/dynamic AUCs weighted against censoring, with errors from influence
 * functions that include the estimate of the censoring distribution. Knows nothing of calibration.
 */
import { checkOptions } from '../../options.ts';
import type { FollowUp } from '../../types.ts';
import { censoringCurve } from '../curve/censoring.ts';
import { type CensoringTies, censoringSteps } from '../curve/censoring-influence.ts';
import { requireFollowUp } from '../follow-up/follow-up.ts';
import { ascendingOrder } from '../follow-up/order.ts';
import { checkValues } from '../follow-up/values.ts';
import { aucAtTime, type TimeDependentAuc } from './auc-at-time.ts';
import { checkHorizons } from './horizons.ts';
import type { AucProblem, Controls } from './pairs-at-time.ts';

/** What `timeDependentAuc` needs beside risk and follow-up. */
export interface TimeDependentAucOptions {
  /** Times in months, each above 0. */
  readonly months: readonly number[];
  /** 1 where the event seen is of another cause. Length n. Default none. */
  readonly otherCause?: ArrayLike<number>;
  /** Who counts as control when there are other causes. Default 'event-free'. */
  readonly controls?: Controls;
  /** Coverage. Default 0.95. */
  readonly level?: number;
  /** How tied times enter the error. Default 'joined'; 'row-order' gives timeROC's digits. */
  readonly censoringTies?: CensoringTies;
  /** What an event exactly at the time is. Default 'case'; 'left-out' as timeROC does. */
  readonly eventAtTime?: 'case' | 'left-out';
}

/** What `timeDependentAuc` and its comparison take, with their defaults. */
export const TIME_AUC_DEFAULTS = Object.freeze({
  months: undefined,
  otherCause: undefined,
  controls: 'event-free',
  level: 0.95,
  censoringTies: 'joined',
  eventAtTime: 'case',
});

/**
 * AUC of a risk at given times.
 *
 * Cases had the event at or before the time, weighted by 1 / G just before it; controls are followed beyond it.
 * Equal risks count half; the AUC is never turned round.
 *
 * @param risk Higher means a shorter time to the event. Length n.
 * @param followUp Months and events of n patients; any cause counts as observed.
 * @throws StatsError `input/option` for a time that is not above 0; `input/length`, `input/not-finite`,
 * `survival/time`, `survival/event`.
 * @example
 * timeDependentAuc(score, followUp, { months: [6, 12, 24] })[1].auc.value;
 * @see Blanche, Dartigues and Jacqmin-Gadda, Stat Med 32 (2013) 5381-5397; R timeROC, riskRegression::Score.
 */
export function timeDependentAuc(
  risk: ArrayLike<number>,
  followUp: FollowUp,
  options: TimeDependentAucOptions,
): TimeDependentAuc[] {
  const chosen = checkOptions(options, TIME_AUC_DEFAULTS);
  const { months, otherCause, controls, level } = chosen;
  requireFollowUp(followUp);
  checkValues(risk, followUp.months.length, 'the risk');
  if (otherCause) checkValues(otherCause, followUp.months.length, 'the other cause');
  checkHorizons(months);
  const values = Float64Array.from(risk);
  const curve = censoringCurve(followUp);
  const problem: AucProblem = {
    risk: values,
    order: ascendingOrder(values),
    followUp,
    curve,
    steps: censoringSteps(curve, followUp, chosen.censoringTies),
    otherCause,
    controls,
    eventAtTime: chosen.eventAtTime,
  };
  return months.map((month) => aucAtTime(problem, month, level));
}
