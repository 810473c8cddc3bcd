/**
 * The residual network that an encoder's name means.
 *
 * Reads a name, gives a specification. Knows nothing of weights or images.
 */
import type { ResNetSpec } from '@mriscore/engine';

/** Names of encoders. */
export type EncoderName = `resnet${ResNetSpec['depth']}`;

/**
 * The network of an encoder: three channels in, one logit out.
 *
 * @param name Such as `resnet101`: the number is its depth in layers.
 * @example
 * encoderNetwork('resnet101').depth; // 101
 * @see He et al., Deep residual learning for image recognition, CVPR 2016, table 1.
 */
export function encoderNetwork(name: EncoderName): ResNetSpec {
  const depth = Number(name.slice('resnet'.length)) as ResNetSpec['depth'];
  return { depth, classes: 1, inputChannels: 3, stride: 'torchvision' };
}
