/**
 * How well a score separates positives from negatives.
 *
 * Reads scores and labels; gives areas, curves and comparisons. Knows no cut-off and no time.
 */

export { aucOfResamples } from './area-of-draws.ts';
export { type AucEstimate, type AucOptions, auc } from './auc.ts';
export { type AucBootstrap, type AucBootstrapOptions, aucBootstrap } from './bootstrap-auc.ts';
export {
  type AreaComparison,
  type CompareOptions,
  compareAucPaired,
  type PairedComparison,
} from './compare.ts';
export { compareAucUnpaired, type ScoredCohort, type UnpairedComparison } from './compare-unpaired.ts';
export { type PartialAuc, type PartialAucOptions, partialAuc } from './partial-auc.ts';
export { type PrecisionRecall, precisionRecall } from './precision-recall.ts';
export { type RocCurve, rocCurve } from './roc-curve.ts';
