/**
 * Features of every sequence to one score: joined, reduced, fused.
 */
export { applyFusion, type Fused } from './apply.ts';
export { fusionBatch, hideSequences } from './batch.ts';
export { joinFeatures } from './join.ts';
export { fusionNetwork } from './network.ts';
export { crossEntropy, scoreOf } from './score.ts';
export { type FittedReduction, reduction, selectTokens, type Tokens } from './tokens.ts';
