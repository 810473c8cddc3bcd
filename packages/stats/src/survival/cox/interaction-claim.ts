/**
 * What the data allow to be said about treatment and score.
 *
 * Reads the P of an interaction or the reason why there is none, gives the claim and its sentence. Fits no model.
 */
import type { FilledOptions } from '../../options.ts';
import type { ChiSquareTest, Estimate, FollowUp } from '../../types.ts';
import type { Covariate } from './design.ts';
import type { Ties } from './fit.ts';

/** What `treatmentInteraction` reads. */
export interface TreatmentInteractionOptions {
  /** Months and events of n patients. */
  readonly followUp: FollowUp;
  /** The score, higher is worse. Length n. */
  readonly score: ArrayLike<number>;
  /** 1 where the treatment in question was given, 0 where the comparator was. Length n. */
  readonly treatment: ArrayLike<number>;
  /** Whether treatment was assigned by chance. */
  readonly randomised: boolean;
  /** Further covariates. Default none. */
  readonly adjustFor?: readonly Covariate[];
  /** How tied events are treated. Default 'efron'. */
  readonly ties?: Ties;
  /** Coverage, and one minus the P below which an interaction is reported as found. Default 0.95. */
  readonly level?: number;
}

/** What `treatmentInteraction` takes, with the defaults. */
export const INTERACTION_DEFAULTS = Object.freeze({
  followUp: undefined,
  score: undefined,
  treatment: undefined,
  randomised: undefined,
  adjustFor: Object.freeze([]),
  ties: 'efron',
  level: 0.95,
});

/** The options with their defaults filled in. */
export type Chosen = FilledOptions<TreatmentInteractionOptions, typeof INTERACTION_DEFAULTS>;

/** What the data allow to be said. */
export type InteractionClaim = 'prognostic only' | 'no interaction shown' | 'interaction' | 'not estimable';

/** Treatment-by-score interaction. Hazard ratios of the score are per standard deviation. */
export interface TreatmentInteraction {
  /** What may be claimed. */
  readonly claim: InteractionClaim;
  /** The claim as a sentence for a report. */
  readonly sentence: string;
  /** Factor by which the treatment's hazard ratio changes per standard deviation of score; null in one arm. */
  readonly ratioOfHazardRatios: Estimate;
  /** Likelihood-ratio test of the interaction, one degree of freedom. */
  readonly test: ChiSquareTest;
  /** Hazard ratio of treatment at the score's quartiles. */
  readonly treatmentEffect: readonly { readonly score: number; readonly hazardRatio: Estimate }[];
  /** Hazard ratio of the score in each arm, from the same model. */
  readonly scoreEffect: readonly { readonly treatment: 0 | 1; readonly hazardRatio: Estimate }[];
  /** Patients and events in each arm. */
  readonly arms: readonly { readonly treatment: 0 | 1; readonly n: number; readonly events: number }[];
  /** Standard deviation of the score. */
  readonly scoreSpread: number;
}

/** An estimate that is not defined, with the reason. */
export function nullEstimate(level: number, reason: string): Estimate {
  return { value: null, lower: null, upper: null, level, method: 'Cox regression', reason };
}

/** The result where no interaction can be estimated. */
export function noAnswer(
  arms: TreatmentInteraction['arms'],
  options: { level: number; scoreSpread: number },
  claim: { claim: InteractionClaim; sentence: string },
): TreatmentInteraction {
  const nothing = nullEstimate(options.level, claim.sentence);
  return {
    ...claim,
    ratioOfHazardRatios: nothing,
    test: { statistic: null, degreesOfFreedom: 1, p: null, reason: claim.sentence },
    treatmentEffect: [],
    scoreEffect: [],
    arms,
    scoreSpread: options.scoreSpread,
  };
}

/** The claim and its sentence from the P of the interaction. */
export function verdict(p: number, options: Chosen): { claim: InteractionClaim; sentence: string } {
  const found = p < 1 - options.level;
  const shown = p < 0.001 ? 'P < 0.001' : `P = ${p.toPrecision(2)}`;
  if (!found)
    return {
      claim: 'no interaction shown',
      sentence: `No treatment-by-score interaction was shown (${shown}); the data do not support choosing treatment by the score, nor do they prove that benefit is the same at every score.`,
    };
  const caution = options.randomised
    ? 'Treatment was randomised; the finding needs confirmation in other patients.'
    : 'Treatment was not randomised, so the interaction may reflect how patients were selected.';
  return {
    claim: 'interaction',
    sentence: `The effect of treatment differed by score (interaction ${shown}). ${caution}`,
  };
}
