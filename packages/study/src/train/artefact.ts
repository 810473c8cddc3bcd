/**
 * What the training leaves in `4-encoders/SEQUENCE/`: weights, log, features and the scores of this sequence alone.
 */

/** The files of one encoder, relative to the study folder. */
export interface EncoderFiles {
  /** safetensors with torchvision names. */
  readonly weights: string;
  /** One row an epoch. */
  readonly log: string;
  /** safetensors, one tensor [slices, features] a patient, named by patient. */
  readonly features: string;
  /** CSV: patient, logit (mean over slices), probability. */
  readonly scores: string;
}

/** Where the files of the encoder of a sequence lie. */
export function encoderFiles(sequence: string): EncoderFiles {
  const folder = `4-encoders/${sequence}`;
  return {
    weights: `${folder}/weights.safetensors`,
    log: `${folder}/log.csv`,
    features: `${folder}/features.safetensors`,
    scores: `${folder}/scores.csv`,
  };
}
