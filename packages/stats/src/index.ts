/**
 * What `@mriscore/stats` gives: what the numbers of a study say, and how sure that is.
 *
 * Arrays in, plain objects out; runs in Node and in the browser. Knows nothing of patients' tables, images, files or
 * pages. Each folder can be imported alone, such as `@mriscore/stats/survival`.
 */
export * from './agreement/index.ts';
export * from './calibration/index.ts';
export * from './classification/index.ts';
export * from './decision/index.ts';
export * from './discrimination/index.ts';
export * from './distributions/index.ts';
export { StatsError, type StatsErrorCode } from './errors.ts';
export * from './harmonise/index.ts';
export * from './hypothesis/index.ts';
export * from './logistic/index.ts';
export * from './resampling/index.ts';
export * from './samplesize/index.ts';
export * from './survival/index.ts';
export type { ChiSquareTest, Cutoff, Estimate, Fitted, FoldFitted, FollowUp, JsonValue } from './types.ts';
