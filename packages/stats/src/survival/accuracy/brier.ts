/**
 * How far predicted survival lies from what happened, at given times and over them.
 *
 * Reads predicted probabilities and follow-up, gives Brier scores weighted against censoring, beside those of the
 * Kaplan-Meier curve that knows no covariate. Knows nothing of how predictions were made.
 */
import { StatsError } from '../../errors.ts';
import { checkOptions } from '../../options.ts';
import type { FollowUp } from '../../types.ts';
import { type CensoringCurve, censoringCurve, uncensoredAt } from '../curve/censoring.ts';
import { kaplanMeier } from '../curve/kaplan-meier.ts';
import { survivalAt } from '../curve/survival-at.ts';
import { requireFollowUp } from '../follow-up/follow-up.ts';
import { checkValues } from '../follow-up/values.ts';
import { checkHorizons } from './horizons.ts';

/** What `survivalBrier` needs beside predictions and follow-up. */
export interface SurvivalBrierOptions {
  /** Times in months, ascending, each above 0. */
  readonly months: readonly number[];
  /** Where G is taken for an event at T: 'before' is G(T-), 'at' is G(T) as scikit-survival does. Default 'before'. */
  readonly censoringAt?: 'before' | 'at';
}

const DEFAULTS = Object.freeze({ months: undefined, censoringAt: 'before' });

/** Brier score at one time. */
export interface BrierAt {
  /** The time in months. */
  readonly months: number;
  /** Weighted mean squared error; null with a reason beyond follow-up. */
  readonly brier: number | null;
  /** The same for the Kaplan-Meier curve of all patients. */
  readonly reference: number | null;
  /** 1 - brier / reference: the share of the error that the predictions remove. */
  readonly scaled: number | null;
  /** Why a number is null. */
  readonly reason?: string;
}

/** Brier scores over time. */
export interface SurvivalBrier {
  /** One entry a time. */
  readonly times: readonly BrierAt[];
  /** Trapezoid over the times divided by their range; null with fewer than two times or a null score. */
  readonly integrated: number | null;
  /** The same for the Kaplan-Meier curve. */
  readonly integratedReference: number | null;
  /** How the numbers were made. */
  readonly method: string;
}

interface Setting {
  readonly followUp: FollowUp;
  readonly curve: CensoringCurve;
  readonly censoringAt: 'before' | 'at';
}

/** Weighted squared error at one time; null when a weight is not defined. */
function errorAt(setting: Setting, months: number, predicted: (patient: number) => number): number | null {
  const { followUp, curve, censoringAt } = setting;
  const n = followUp.months.length;
  const stillFollowed = uncensoredAt(curve, months);
  const gone = censoringAt === 'before' ? curve.before : curve.after;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const at = curve.place[i]!;
    if (curve.times[at]! > months) sum += (1 - predicted(i)) ** 2 / stillFollowed;
    else if (followUp.observed[i] === 1) sum += predicted(i) ** 2 / gone[at]!;
  }
  return Number.isFinite(sum) ? sum / n : null;
}

function integrate(months: readonly number[], values: readonly (number | null)[]): number | null {
  const range = months[months.length - 1]! - months[0]!;
  if (months.length < 2 || !(range > 0) || values.some((value) => value === null)) return null;
  let area = 0;
  for (let i = 1; i < months.length; i++)
    area += ((months[i]! - months[i - 1]!) * (values[i]! + values[i - 1]!)) / 2;
  return area / range;
}

function checkPredictions(predicted: readonly ArrayLike<number>[], n: number, times: number): void {
  checkValues(
    predicted.map((row) => row.length),
    n,
    'the predictions',
  );
  for (const row of predicted) {
    checkValues(row, times, 'the predictions of a patient');
    for (let t = 0; t < times; t++)
      if (!(row[t]! >= 0 && row[t]! <= 1))
        throw new StatsError('input/probability', {
          found: `Found a predicted survival of ${row[t]}.`,
          needed: 'Needed probabilities between 0 and 1.',
          remedy: 'Give the probability of being free of the event at each time, not a risk score.',
        });
  }
}

/**
 * Brier scores of predicted survival.
 *
 * @param predicted One row a patient, one probability of being free of the event a time.
 * @param followUp Months and events of n patients.
 * @throws StatsError `input/probability`, `input/option`, `input/length`, `survival/time`, `survival/event`.
 * @example
 * survivalBrier(rows, followUp, { months: [6, 12, 24] }).integrated;
 * @see Graf et al., Stat Med 18 (1999) 2529-2545; R pec, riskRegression::Score.
 */
export function survivalBrier(
  predicted: readonly ArrayLike<number>[],
  followUp: FollowUp,
  options: SurvivalBrierOptions,
): SurvivalBrier {
  const { months, censoringAt } = checkOptions(options, DEFAULTS);
  requireFollowUp(followUp);
  checkHorizons(months);
  if (months.some((month, i) => i > 0 && month <= months[i - 1]!))
    throw new StatsError('input/option', {
      found: 'Found times that do not ascend.',
      needed: 'Needed ascending times.',
      remedy: 'Sort the times together with the columns of the predictions.',
    });
  checkPredictions(predicted, followUp.months.length, months.length);
  const setting = { followUp, curve: censoringCurve(followUp), censoringAt };
  const km = survivalAt(kaplanMeier(followUp), months).map((point) => point.survival.value!);
  const longest = setting.curve.times[setting.curve.times.length - 1]!;
  const times = months.map((month, t): BrierAt => {
    const beyond = month > longest;
    const brier = beyond ? null : errorAt(setting, month, (i) => predicted[i]![t]!);
    const reference = beyond ? null : errorAt(setting, month, () => km[t]!);
    if (brier === null || reference === null)
      return { months: month, brier, reference, scaled: null, reason: 'Follow-up does not reach this time.' };
    if (reference === 0)
      return { months: month, brier, reference, scaled: null, reason: 'The reference makes no error.' };
    return { months: month, brier, reference, scaled: 1 - brier / reference };
  });
  return {
    times,
    integrated: integrate(
      months,
      times.map((time) => time.brier),
    ),
    integratedReference: integrate(
      months,
      times.map((time) => time.reference),
    ),
    method: `Brier score, censoring weights 1 / G, G ${censoringAt} the event time`,
  };
}
