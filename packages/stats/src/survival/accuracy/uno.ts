/**
 * Concordance that does not depend on how patients were censored, and the comparison of two scores.
 *
 * Reads risks and follow-up, weighs each comparable pair by 1 / G(t-)^2. Knows nothing of models.
 */
import { StatsError } from '../../errors.ts';
import { checkOptions } from '../../options.ts';
import type { FollowUp } from '../../types.ts';
import { censoringCurve } from '../curve/censoring.ts';
import { requireFollowUp } from '../follow-up/follow-up.ts';
import { countBelow } from '../follow-up/order.ts';
import { type Concordance, concordance } from './concordance.ts';

/** How Uno's C is cut off. */
export interface UnoOptions {
  /** Only events up to this time count, in months. Default all. */
  readonly horizonMonths?: number;
  /** Coverage. Default 0.95. */
  readonly level?: number;
}

/** What Uno's C and its comparison take, with the defaults. */
export const UNO_DEFAULTS = Object.freeze({ horizonMonths: Number.POSITIVE_INFINITY, level: 0.95 });

/**
 * Uno's concordance index.
 *
 * @param risk Higher means a shorter time to the event. Length n.
 * @param followUp Months and events of n patients.
 * @throws StatsError as `concordance`; `survival/horizon` for a horizon that is not above 0.
 * @example
 * unoConcordance(score, followUp, { horizonMonths: 24 }).index.value;
 * @see Uno et al., Stat Med 30 (2011) 1105-1117; R survival::concordance(timewt = "n/G2", ymax).
 */
export function unoConcordance(
  risk: ArrayLike<number>,
  followUp: FollowUp,
  options: UnoOptions = {},
): Concordance {
  const { horizonMonths, level } = checkOptions(options, UNO_DEFAULTS);
  requireFollowUp(followUp);
  if (!(horizonMonths > 0))
    throw new StatsError('survival/horizon', {
      found: `Found a horizon of ${horizonMonths} months.`,
      needed: 'Needed a horizon above 0.',
      remedy: 'Leave it out to use all events.',
    });
  const curve = censoringCurve(followUp);
  const timeWeight = (months: number): number => {
    if (months > horizonMonths) return 0;
    return 1 / curve.before[countBelow(curve.times, months)]! ** 2;
  };
  const result = concordance(risk, followUp, { level, timeWeight });
  const method = "Uno's concordance, weights 1 / G(t-)^2, infinitesimal jackknife";
  return { ...result, index: { ...result.index, method } };
}
