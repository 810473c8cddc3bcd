export { applyFusion, type Fused } from './apply.ts';
export { fusionBatch, hideSequences } from './batch.ts';
export { type FittedReduction, reduction, selectTokens, type Tokens } from './tokens.ts';
