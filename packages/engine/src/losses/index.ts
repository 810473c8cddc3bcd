/**
 * What a network can learn, and the inputs of a step that each loss asks for. Runs in browsers too.
 */
export type { LossOptions } from './loss.ts';
export { coxTargets, discreteTimeTargets, type EventTimes, ordinalTargets } from './targets.ts';
