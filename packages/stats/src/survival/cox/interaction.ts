/**
 * Whether a score tells who benefits from a treatment, or only who does well.
 *
 * Reads follow-up, a score and the treatment given, gives the treatment-by-score interaction of a Cox model and the
 * sentence that the data allow. Where all patients had the same treatment it says that nothing about benefit can be
 * learnt. Does not know whether treatment was randomised: the caller says so.
 */
import { StatsError } from '../../errors.ts';
import { checkOptions } from '../../options.ts';
import type { Estimate, FollowUp } from '../../types.ts';
import { requireFollowUp } from '../follow-up/follow-up.ts';
import { chiSquareP, zOfLevel } from '../follow-up/probability.ts';
import { checkValues } from '../follow-up/values.ts';
import type { Covariate } from './design.ts';
import { type CoxFit, coxRegression } from './fit.ts';
import {
  type Chosen,
  INTERACTION_DEFAULTS,
  noAnswer,
  nullEstimate,
  type TreatmentInteraction,
  type TreatmentInteractionOptions,
  verdict,
} from './interaction-claim.ts';

function countArms(followUp: FollowUp, treatment: ArrayLike<number>): TreatmentInteraction['arms'] {
  const counts = [
    { treatment: 0 as const, n: 0, events: 0 },
    { treatment: 1 as const, n: 0, events: 0 },
  ];
  for (let i = 0; i < treatment.length; i++) {
    const arm = counts[treatment[i]!];
    if (!arm)
      throw new StatsError('survival/groups', {
        found: `Found a treatment of ${treatment[i]} at position ${i}.`,
        needed: 'Needed 1 for the treatment and 0 for the comparator.',
        remedy: 'Recode the treatment column.',
      });
    arm.n++;
    arm.events += followUp.observed[i]!;
  }
  return counts;
}

const TOO_LARGE = 'Too large for a number: the score all but separates the patients with an event.';

/** exp of a combination of two coefficients, with its Wald limits. */
function combined(
  fit: CoxFit,
  parts: readonly (readonly [index: number, factor: number])[],
  level: number,
): Estimate {
  let [log, variance] = [0, 0];
  for (const [a, factorA] of parts) {
    log += factorA * (fit.coefficients[a]!.logHazardRatio ?? Number.NaN);
    for (const [b, factorB] of parts) variance += factorA * factorB * (fit.covariance[a]![b] ?? Number.NaN);
  }
  if (!Number.isFinite(log) || !Number.isFinite(variance))
    return nullEstimate(level, 'A coefficient runs to infinity.');
  const half = zOfLevel(level) * Math.sqrt(Math.max(0, variance));
  const [value, upper] = [Math.exp(log), Math.exp(log + half)];
  if (!Number.isFinite(value)) return nullEstimate(level, TOO_LARGE);
  const method = 'Cox regression with interaction, Wald limits';
  const bounded = { value, lower: Math.exp(log - half), level, method };
  return Number.isFinite(upper) ? { ...bounded, upper } : { ...bounded, upper: null, reason: TOO_LARGE };
}

function quartiles(score: ArrayLike<number>): number[] {
  const sorted = Float64Array.from(score).sort();
  return [0.25, 0.5, 0.75].map((share) => {
    const at = share * (sorted.length - 1);
    const low = Math.floor(at);
    return sorted[low]! + (at - low) * ((sorted[low + 1] ?? sorted[low]!) - sorted[low]!);
  });
}

function spreadOf(score: ArrayLike<number>): { mean: number; spread: number } {
  const values = Array.from(score);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, spread: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}

/**
 * Test whether the effect of treatment depends on a score.
 *
 * @param options Data and choices; see `TreatmentInteractionOptions`.
 * @returns The interaction with a sentence; claim 'prognostic only' and nulls when there is one arm only, claim
 * 'not estimable' and nulls when an arm had no event or all scores are the same; ratios and limits too large for a
 * number are null with a reason.
 * @throws StatsError `survival/groups` for a treatment that is not 0 or 1; otherwise as `coxRegression`.
 * @example
 * treatmentInteraction({ followUp, score, treatment, randomised: true }).sentence;
 * @see Ballman, J Clin Oncol 33 (2015) 3968-3971; Polley et al., J Natl Cancer Inst 105 (2013) 1677-1683.
 */
export function treatmentInteraction(options: TreatmentInteractionOptions): TreatmentInteraction {
  const chosen = checkOptions(options, INTERACTION_DEFAULTS);
  const { followUp, score, treatment, level } = chosen;
  requireFollowUp(followUp);
  checkValues(score, followUp.months.length, 'the score');
  checkValues(treatment, followUp.months.length, 'the treatment');
  const arms = countArms(followUp, treatment);
  const { mean, spread } = spreadOf(score);
  if (arms.some((arm) => arm.n === 0))
    return noAnswer(
      arms,
      { level, scoreSpread: spread },
      {
        claim: 'prognostic only',
        sentence:
          'All patients had the same treatment, so the score can be called prognostic at most; whether it tells who benefits cannot be learnt without a comparator.',
      },
    );
  if (arms.some((arm) => arm.events === 0))
    return noAnswer(
      arms,
      { level, scoreSpread: spread },
      {
        claim: 'not estimable',
        sentence: 'One arm had no event, so the interaction cannot be estimated.',
      },
    );
  if (!(spread > 0) || Array.from(score).every((value) => value === score[0]))
    return noAnswer(
      arms,
      { level, scoreSpread: 0 },
      {
        claim: 'not estimable',
        sentence: 'All patients had the same score, so the interaction cannot be estimated.',
      },
    );
  return estimated(chosen, { arms, mean, spread });
}

/** The interaction model, for two arms with events. */
function estimated(
  options: Chosen,
  known: { arms: TreatmentInteraction['arms']; mean: number; spread: number },
): TreatmentInteraction {
  const { followUp, score, treatment, adjustFor, level, ties } = options;
  const { arms, mean, spread } = known;
  const z = Array.from(score, (value) => (value - mean) / spread);
  const main: Covariate[] = [
    { name: 'treatment', values: treatment },
    { name: 'score per SD', values: z },
    ...adjustFor,
  ];
  const product = { name: 'treatment x score per SD', values: z.map((value, i) => value * treatment[i]!) };
  const without = coxRegression({ followUp, covariates: main, ties, level });
  const fit = coxRegression({ followUp, covariates: [...main, product], ties, level });
  const at = main.length;
  const statistic = Math.max(0, 2 * (fit.logLikelihood - without.logLikelihood));
  const p = chiSquareP(statistic, 1);
  return {
    ...verdict(p, options),
    ratioOfHazardRatios: fit.coefficients[at]!.hazardRatio,
    test: { statistic, degreesOfFreedom: 1, p },
    treatmentEffect: quartiles(score).map((value) => ({
      score: value,
      hazardRatio: combined(
        fit,
        [
          [0, 1],
          [at, (value - mean) / spread],
        ],
        level,
      ),
    })),
    scoreEffect: [
      { treatment: 0, hazardRatio: combined(fit, [[1, 1]], level) },
      {
        treatment: 1,
        hazardRatio: combined(
          fit,
          [
            [1, 1],
            [at, 1],
          ],
          level,
        ),
      },
    ],
    arms,
    scoreSpread: spread,
  };
}
