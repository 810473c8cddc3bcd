/**
 * Names and shapes of a network's parameters and statistics, without building any program.
 *
 * Walks the network on the smallest image it takes. Knows nothing of values.
 */

import { input } from '../ops/leaves.ts';
import { parameters } from '../program/parameters.ts';
import type { StateSpec } from '../program/state.ts';
import { type ResNetSpec, resnet } from './residual.ts';
import { trainingLayers } from './training-layers.ts';

/**
 * Everything a residual network keeps, in the order it is used.
 *
 * @param spec Which network.
 * @throws EngineError `model/spec` when the specification is not sensible.
 */
export function resnetState(spec: ResNetSpec): StateSpec[] {
  const from = parameters();
  resnet(
    input('images', [1, 32, 32, spec.inputChannels]),
    spec,
    trainingLayers(from, { batchNorm: 'frozen' }),
  );
  return from.declared.map(({ spec: entry }) => entry);
}
