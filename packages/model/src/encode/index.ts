/**
 * Crops to features: which network an encoder is, how its weights are used, and what it says of a patient.
 */
export { type Extracted, extract } from './extract.ts';
export { type EncoderName, encoderNetwork } from './network.ts';
export { fillGrey, type LabelledSample, type Sample, slicesOf } from './sample.ts';
export { type EncoderUse, encoderMetadata, findEncoderUse } from './use.ts';
