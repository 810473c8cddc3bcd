/**
 * Which optimiser trains a network, how its learning rate moves, and averages of its weights. Runs in browsers too.
 */
export { LAST_OF_STEP } from './accumulate.ts';
export { averagedState } from './average.ts';
export type { AdamWOptions, OptimiserOptions, SgdOptions } from './options.ts';
export { type WarmUpCosine, warmUpCosine } from './schedule.ts';
