/**
 * What a cut-off gets right, and where to cut.
 *
 * Reads scores and labels or follow-up; gives cut-offs that remember their origin and what they achieve.
 */
export { type Classification, type Confusion, classify, confusion } from './classify.ts';
export {
  type CutoffPoint,
  type CutoffRule,
  fitCutoff,
  sensitivityPoint,
  specificityPoint,
  topLeftPoints,
  youdenPoints,
} from './cutoff.ts';
export {
  cutpointStability,
  type MaximalSelection,
  type MaximalSelectionOptions,
  maximallySelectedCutoff,
  type StabilityOptions,
} from './maximal-selection.ts';
export {
  type ProportionEstimate,
  type ProportionInterval,
  type ProportionOptions,
  proportion,
} from './proportion.ts';
export { hashRows, sha256Hex } from './sha256.ts';
