/**
 * The network that a protocol asks for.
 */
import type { ResNetSpec } from '@mriscore/engine';
import { encoderNetwork } from '@mriscore/model/encode';
import type { Protocol } from './schema.ts';

/**
 * The encoder of a protocol, with one logit.
 *
 * @example
 * networkOf(protocol.encoder).depth; // 101
 */
export function networkOf({ network }: Pick<Protocol['encoder'], 'network'>): ResNetSpec {
  return encoderNetwork(network);
}
