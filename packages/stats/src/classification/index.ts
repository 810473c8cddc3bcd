/**
 * What a cut-off gets right, and where to cut.
 *
 * Reads scores and labels or follow-up; gives cut-offs that remember their origin and what they achieve.
 */

export type { MaximalSelectionOptions } from './candidate-cuts.ts';
export { type Classification, classify } from './classify.ts';
export { type Confusion, confusion } from './confusion.ts';
export { fitCutoff } from './cutoff.ts';
export {
  type CutoffPoint,
  sensitivityPoint,
  specificityPoint,
  topLeftPoints,
  youdenPoints,
} from './cutoff-points.ts';
export type { CutoffRule } from './cutoff-rule.ts';
export { cutpointStability, type StabilityOptions } from './cutpoint-stability.ts';
export { type MaximalSelection, maximallySelectedCutoff } from './maximal-selection.ts';
export {
  type ProportionEstimate,
  type ProportionInterval,
  type ProportionOptions,
  proportion,
} from './proportion.ts';
export { hashRows, sha256Hex } from './sha256.ts';
