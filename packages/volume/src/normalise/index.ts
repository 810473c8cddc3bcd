/**
 * Intensities of one scan, or of many scans on one scale.
 *
 * Only names; nothing is done here.
 */
export { findBody } from './body.ts';
export {
  fitNyul,
  type NyulInput,
  type NyulRecord,
  type NyulScale,
  nyulFromRecord,
  nyulLandmarks,
} from './nyul.ts';
export {
  applyPercentile,
  applyZScore,
  type PercentileOptions,
  type PercentilePlan,
  percentileScaling,
  planPercentile,
  planZScore,
  type ZScorePlan,
  zScoring,
} from './scale.ts';
export type { WithinOptions } from './within.ts';
