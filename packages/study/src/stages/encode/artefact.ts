/**
 * What the encoding leaves in `4-encoders/SEQUENCE/`: features of every patient, and the scores of this sequence alone.
 */

/** The files of one encoding, relative to the study folder. */
export interface EncodingFiles {
  /** safetensors, one tensor [slices, features] a patient, named by patient. */
  readonly features: string;
  /** CSV: patient, logit (mean over slices), probability. */
  readonly scores: string;
}

/** Where the files of the encoding of a sequence lie. */
export function encodingFiles(sequence: string): EncodingFiles {
  const folder = `4-encoders/${sequence}`;
  return { features: `${folder}/features.safetensors`, scores: `${folder}/scores.csv` };
}
