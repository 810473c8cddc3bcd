/** How well a score separates positives from negatives. */
export { type AucEstimate, type AucOptions, auc } from './auc.ts';
export { type RocCurve, rocCurve } from './roc-curve.ts';
