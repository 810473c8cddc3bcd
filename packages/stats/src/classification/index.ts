/** What a cut-off gets right, and where to cut. */
export { type Classification, type Confusion, classify, confusion } from './classify.ts';
export { type CutoffRule, fitCutoff } from './cutoff.ts';
export {
  type ProportionEstimate,
  type ProportionInterval,
  type ProportionOptions,
  proportion,
} from './proportion.ts';
export { hashRows, sha256 } from './sha256.ts';
