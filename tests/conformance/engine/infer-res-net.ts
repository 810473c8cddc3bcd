/**
 * Which residual network a set of named tensors belongs to.
 *
 * Reads names and shapes. Knows torchvision's naming; nothing of values.
 */

import { EngineError } from '../../../packages/engine/src/errors.ts';
import type { ResNetSpec } from '../../../packages/engine/src/nn/residual.ts';
import type { State } from '../../../packages/engine/src/program/state.ts';

/**
 * The specification behind torchvision-named parameters.
 *
 * @param state Parameters.
 * @throws EngineError `weights/missing` when stem, stages or head are not there.
 */
export function inferResNet(state: State): ResNetSpec {
  const width = state.get('conv1.weight')?.shape[0];
  const classes = state.get('fc.weight')?.shape[0];
  const blocks = [1, 2, 3, 4].map((stage) => {
    let count = 0;
    while (state.has(`layer${stage}.${count}.conv1.weight`)) count++;
    return count;
  });
  if (width === undefined || classes === undefined || blocks.includes(0))
    throw new EngineError('weights/missing', {
      found: `Found ${state.size} tensors with ${blocks.join(', ')} blocks in the four stages.`,
      needed: 'Needed a residual network: conv1, layer1 to layer4 and fc.',
      remedy: 'Check that names follow torchvision.',
    });
  const depth = state.has('layer1.0.conv3.weight') ? 50 : 18;
  return { depth, classes, inputChannels: 3, stride: 'torchvision', blocks, width };
}
