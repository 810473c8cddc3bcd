/**
 * Random numbers with a name, splits, bootstrap and quantiles.
 *
 * Reads row numbers and a statistic; gives resamples and intervals. Knows no statistic.
 */

export { type BootstrapEstimate, type BootstrapPlan, bootstrap, type Statistic } from './bootstrap.ts';
export { type BootstrapKind, type BootstrapSource, bootstrapLimits } from './bootstrap-interval.ts';
export type { RowPlan } from './draw.ts';
export { type CorrectedMean, nadeauBengio } from './nadeau-bengio.ts';
export { type OptimismCorrected, type OptimismPlan, optimismCorrected } from './optimism.ts';
export { quantile } from './quantile.ts';
export { type Random, random, shuffle } from './random.ts';
export { jackknifeAcceleration } from './replicates.ts';
export { type GroupSplit, kFold, leaveOneGroupOut, type RowSplit, type SplitPlan } from './splits.ts';
