/**
 * What the fusion leaves in `5-fusion/`: weights, log, the score of every patient and where it looked.
 */

/** The score of one patient. */
export interface FusedScore {
  readonly patient: string;
  /** Log odds of a positive target. */
  readonly logit: number;
  /** The deep-learning score: probability of a positive target, in (0, 1). */
  readonly score: number;
}

/** Attention of the class token, averaged over layers and heads. */
export interface SequenceAttention {
  readonly patient: string;
  /** Sequence name -> share of the attention over all slices, or null where the sequence is missing. */
  readonly sequences: Readonly<Record<string, number | null>>;
}

/** `5-fusion/fusion.json`. */
export interface FusionArtefact {
  readonly schema: 'mriscore/fusion/1';
  readonly scores: readonly FusedScore[];
  readonly attention: readonly SequenceAttention[];
  /** Epoch whose weights were kept, from 1: the lowest loss on the tuning part. */
  readonly epoch: number;
  /** Trainable numbers of the fusion. */
  readonly parameters: number;
}

/** Where the artefact lies, relative to the study folder. */
export const FUSION_FILE = '5-fusion/fusion.json';
/** The weights of the fusion, with the principal components of the features it reads. */
export const FUSION_WEIGHTS = '5-fusion/weights.safetensors';
/** One row an epoch: training loss and tuning loss. */
export const FUSION_LOG = '5-fusion/log.csv';
/** The scores as a table. */
export const FUSION_SCORES = '5-fusion/scores.csv';
