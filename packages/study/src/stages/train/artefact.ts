/**
 * What the training leaves in `4-encoders/SEQUENCE/`: weights that say how they are to be used, their start, and a log.
 */

import type { GreyInput, InputConvention, ResNetSpec } from '@mriscore/engine';
import { type EncoderUse, findEncoderUse } from '@mriscore/model/encode';
import { StudyError } from '../../errors.ts';

/** The files of one training, relative to the study folder. */
export interface TrainingFiles {
  /** safetensors with torchvision names. */
  readonly weights: string;
  /** CSV, one row an epoch. */
  readonly log: string;
  /** JSON: which weights the training started from, with hash and licence. */
  readonly start: string;
}

/** Where the files of the training of a sequence lie. */
export function trainingFiles(sequence: string): TrainingFiles {
  const folder = `4-encoders/${sequence}`;
  return {
    weights: `${folder}/weights.safetensors`,
    log: `${folder}/log.csv`,
    start: `${folder}/start.json`,
  };
}

/** Which weights a training started from. */
export interface StartArtefact {
  readonly schema: 'mriscore/start/1';
  /** As the protocol names them: `scratch`, a name, or a path. */
  readonly weights: string;
  /** Of the file; null when the weights were drawn. */
  readonly sha256: string | null;
  readonly licence: string | null;
  /** Where they were fetched from, with the hash of what arrived; null when nobody wrote that down. */
  readonly source: { readonly from: string; readonly sha256: string } | null;
  readonly network: string;
  /** Where a bottleneck halves the image. */
  readonly stride: ResNetSpec['stride'];
  /** What the network was trained on; null when the weights were drawn. */
  readonly input: InputConvention | null;
  /** How a grey value of a crop becomes each channel. */
  readonly grey: GreyInput;
}

/**
 * How trained weights are to be used, from what their file says.
 *
 * @param metadata As the engine's `parseCheckpoint` gives it.
 * @throws StudyError `checkpoint/damaged` when it does not say.
 */
export function encoderUse(metadata: unknown): EncoderUse {
  const use = findEncoderUse(metadata);
  if (use !== undefined) return use;
  throw new StudyError('checkpoint/damaged', {
    found: 'The weights of an encoder do not say of which network they are.',
    needed: 'Weights that this version of the training wrote.',
    remedy: 'Run the training again.',
  });
}
