/**
 * What the evaluation leaves in `6-scores/`: the score of every patient and how good the scores are, set by set.
 */

import type { Judgement } from '@mriscore/evaluation/judge';
import type { AucEstimate, Cutoff, Estimate } from '@mriscore/stats';
import type { CohortCount, Split } from '../cohort/artefact.ts';

/** Patients that are judged together. A training cohort is two sets: the part that fitted and the part that tuned. */
export interface EvaluationSet {
  /** Such as `training`, `training, tuning part`, `external`. */
  readonly name: string;
  readonly cohort: string;
  readonly role: CohortCount['role'];
  /** `training`: apparent, optimistic. `tuning`: picked epoch and threshold. `test`: never seen before scoring. */
  readonly split: Split;
}

/** One patient with its score. */
export interface ScoredPatient {
  readonly patient: string;
  readonly set: string;
  readonly target: 0 | 1;
  readonly targetRaw: string;
  readonly logit: number;
  /** Deep-learning score, (0, 1). */
  readonly score: number;
  /** 1 where score >= cut-off. */
  readonly call: 0 | 1;
}

/** How good the score is in one set. */
export interface SetEvaluation extends EvaluationSet, Judgement {
  /** Sequence name -> AUC of that encoder alone, over the patients who have it. */
  readonly sequences: Readonly<Record<string, Estimate | AucEstimate>>;
}

/** `6-scores/evaluation.json`. */
export interface EvaluationArtefact {
  readonly schema: 'mriscore/evaluation/1';
  /** Fitted on the tuning part, locked for every set. */
  readonly cutoff: Cutoff;
  readonly sets: readonly SetEvaluation[];
  readonly patients: readonly ScoredPatient[];
}

/** Where the evaluation lies, relative to the study folder. */
export const EVALUATION_FILE = '6-scores/evaluation.json';
/** The scores as a table: patient, cohort, split, fold, seed, target, score, call, key of the unit. */
export const SCORES_FILE = '6-scores/scores.csv';
