/**
 * What the survival analysis leaves in `7-survival/`: follow-up and response against the score, set by set.
 */

import type { EndpointResult, ResponseResult } from '@mriscore/evaluation/judge';
import type { Cutoff } from '@mriscore/stats';
import type { EvaluationSet } from '../evaluate/artefact.ts';

/** Everything about one set. */
export interface SetSurvival extends EvaluationSet {
  readonly endpoints: readonly EndpointResult[];
  readonly response: ResponseResult | null;
}

/** `7-survival/survival.json`. */
export interface SurvivalArtefact {
  readonly schema: 'mriscore/survival/1';
  readonly cutoff: Cutoff;
  readonly sets: readonly SetSurvival[];
}

/** Where the artefact lies, relative to the study folder. */
export const SURVIVAL_FILE = '7-survival/survival.json';
