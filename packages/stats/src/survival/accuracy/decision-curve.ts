/**
 * Whether acting on a predicted risk does more good than harm when follow-up is censored.
 *
 * Reads risks by a horizon and follow-up, gives net benefit at each threshold with the event share of those above it
 * from their own Kaplan-Meier curve. Knows nothing of costs other than the threshold.
 */
import { StatsError } from '../../errors.ts';
import { requireKnown } from '../../options.ts';
import type { FollowUp } from '../../types.ts';
import { requireFollowUp, subsetFollowUp } from '../follow-up/follow-up.ts';
import { lifeTable } from '../follow-up/life-table.ts';
import { checkValues } from '../follow-up/values.ts';

/** What `survivalDecisionCurve` needs beside risks and follow-up. */
export interface SurvivalDecisionOptions {
  /** Horizon in months to which the risks refer, above 0. */
  readonly horizonMonths: number;
  /** Risk thresholds, each in (0, 1). */
  readonly thresholds: readonly number[];
}

/** Net benefit at one threshold. */
export interface SurvivalNetBenefit {
  /** Treat when the risk is at least this. */
  readonly threshold: number;
  /** Net benefit of treating patients at or above the threshold. */
  readonly netBenefit: number;
  /** Net benefit of treating everyone. */
  readonly treatAll: number;
  /** Patients at or above the threshold. */
  readonly treated: number;
  /** True when follow-up of the treated ends before the horizon, so that the last share is carried on. */
  readonly carriedOn: boolean;
}

/** Decision curve of censored data. */
export interface SurvivalDecisionCurve {
  /** One entry a threshold. */
  readonly points: readonly SurvivalNetBenefit[];
  /** Share of all patients with the event by the horizon. */
  readonly riskOfAll: number;
  /** Horizon in months. */
  readonly horizonMonths: number;
  /** How the numbers were made. */
  readonly method: string;
}

/** Share with the event by the horizon, and whether follow-up ends before it. */
function shareWithEvent(followUp: FollowUp, horizon: number): { share: number; carriedOn: boolean } {
  const { times, atRisk, events } = lifeTable(followUp);
  let free = 1;
  for (let i = 0; i < times.length && times[i]! <= horizon; i++) free *= 1 - events[i]! / atRisk[i]!;
  return { share: 1 - free, carriedOn: times[times.length - 1]! < horizon && free > 0 };
}

const KNOWN = Object.freeze({ horizonMonths: undefined, thresholds: undefined });

function checkRange(risk: ArrayLike<number>, options: SurvivalDecisionOptions): void {
  const { horizonMonths, thresholds } = options;
  const wrong = Array.from(risk).find((value) => !(value >= 0 && value <= 1));
  if (wrong !== undefined)
    throw new StatsError('input/probability', {
      found: `Found a predicted risk of ${wrong}.`,
      needed: 'Needed probabilities of the event by the horizon, between 0 and 1.',
      remedy: 'Turn the score into a probability first.',
    });
  const outside = thresholds.find((threshold) => !(threshold > 0 && threshold < 1));
  if (
    !(Number.isFinite(horizonMonths) && horizonMonths > 0) ||
    thresholds.length === 0 ||
    outside !== undefined
  )
    throw new StatsError('input/option', {
      found: `Found a horizon of ${horizonMonths} and ${thresholds.length} thresholds${outside === undefined ? '' : `, one of them ${outside}`}.`,
      needed: 'Needed a horizon above 0 and thresholds between 0 and 1.',
      remedy: 'State the range of thresholds at which a clinician would act.',
    });
}

/**
 * Decision curve for a risk by a horizon, from censored follow-up.
 *
 * @param risk Predicted probability of the event by the horizon. Length n.
 * @param followUp Months and events of n patients.
 * @throws StatsError `input/probability`, `input/option`, `input/length`, `survival/time`, `survival/event`.
 * @example
 * survivalDecisionCurve(risk, followUp, { horizonMonths: 12, thresholds: [0.1, 0.2] }).points[0].netBenefit;
 * @see Vickers et al., BMC Med Inform Decis Mak 8 (2008) 53; R dcurves::dca.
 */
export function survivalDecisionCurve(
  risk: ArrayLike<number>,
  followUp: FollowUp,
  options: SurvivalDecisionOptions,
): SurvivalDecisionCurve {
  requireKnown(options, KNOWN);
  requireFollowUp(followUp);
  const n = followUp.months.length;
  checkValues(risk, n, 'the risk');
  checkRange(risk, options);
  const { horizonMonths } = options;
  const all = shareWithEvent(followUp, horizonMonths).share;
  const points = options.thresholds.map((threshold): SurvivalNetBenefit => {
    const odds = threshold / (1 - threshold);
    const treatAll = all - (1 - all) * odds;
    const above = Array.from({ length: n }, (_, i) => i).filter((i) => risk[i]! >= threshold);
    if (above.length === 0) return { threshold, netBenefit: 0, treatAll, treated: 0, carriedOn: false };
    const { share, carriedOn } = shareWithEvent(subsetFollowUp(followUp, above), horizonMonths);
    const netBenefit = (above.length / n) * (share - (1 - share) * odds);
    return { threshold, netBenefit, treatAll, treated: above.length, carriedOn };
  });
  return {
    points,
    riskOfAll: all,
    horizonMonths,
    method: `Net benefit by ${horizonMonths} months, Kaplan-Meier share among patients at or above the threshold`,
  };
}
