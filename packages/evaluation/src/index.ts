/**
 * A score, judged: numbers, figures, page and gate, in Node and in browsers.
 */

export * from './analyse/index.ts';
export { EvaluationError, type EvaluationErrorCode, EvaluationErrors } from './errors.ts';
export * from './gate/index.ts';
export * from './judge/index.ts';
export * from './page/index.ts';
export * from './size/index.ts';
export * from './table/index.ts';
