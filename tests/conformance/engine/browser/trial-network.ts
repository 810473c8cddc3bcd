/**
 * The network that the trial page trains, so that Node can train the same one beside it.
 */

import type { ResNetSpec } from '../../../../packages/engine/src/nn/residual.ts';
import type { ResNetTrainingOptions } from '../../../../packages/engine/src/nn/resnet-programs.ts';

const spec: ResNetSpec = {
  depth: 50,
  classes: 1,
  inputChannels: 3,
  stride: 'torchvision',
  blocks: [1, 1, 1, 1],
  width: 8,
};
const options: ResNetTrainingOptions = {
  batch: 4,
  sizePx: 64,
  batchNorm: 'training',
  optimiser: { kind: 'sgd', momentum: 0.9 },
};

/** Network, training and learning rate. */
export const TRIAL = Object.freeze({ spec, options, learningRate: 0.01 });
