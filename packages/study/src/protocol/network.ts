/**
 * The network that a protocol asks for.
 */
import type { ResNetSpec } from '@mriscore/engine';
import type { Protocol } from './schema.ts';

/**
 * The encoder of a protocol, with one logit.
 *
 * @example
 * networkOf(protocol).depth; // 101
 */
export function networkOf({ encoder }: Protocol): ResNetSpec {
  const depth = Number(encoder.network.slice('resnet'.length)) as ResNetSpec['depth'];
  return { depth, classes: 1, inputChannels: 3, stride: 'torchvision' };
}
