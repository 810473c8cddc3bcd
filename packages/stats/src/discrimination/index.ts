/**
 * How well a score separates positives from negatives.
 *
 * Reads scores and labels; gives areas, curves and comparisons. Knows no cut-off and no time.
 */
export { type AucEstimate, type AucOptions, auc } from './auc.ts';
export {
  type AucBootstrap,
  type AucBootstrapOptions,
  aucBootstrap,
  aucOfResamples,
} from './bootstrap-auc.ts';
export {
  type AreaComparison,
  type CompareOptions,
  compareAucPaired,
  compareAucUnpaired,
  type PairedComparison,
  type ScoredCohort,
  type UnpairedComparison,
} from './compare.ts';
export { type PartialAuc, type PartialAucOptions, partialAuc } from './partial-auc.ts';
export { type PrecisionRecall, precisionRecall } from './precision-recall.ts';
export { type RocCurve, rocCurve } from './roc-curve.ts';
