/**
 * What the training leaves in `4-encoders/SEQUENCE/`: weights and log.
 */

/** The files of one training, relative to the study folder. */
export interface TrainingFiles {
  /** safetensors with torchvision names. */
  readonly weights: string;
  /** CSV, one row an epoch. */
  readonly log: string;
}

/** Where the files of the training of a sequence lie. */
export function trainingFiles(sequence: string): TrainingFiles {
  const folder = `4-encoders/${sequence}`;
  return { weights: `${folder}/weights.safetensors`, log: `${folder}/log.csv` };
}
