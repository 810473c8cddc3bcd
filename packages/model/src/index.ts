/**
 * One patient's scans and mask to a score: prepared, encoded, fused.
 *
 * Pure: nothing here touches a disk, and all of it runs in browsers too. Each folder can be imported alone, such as
 * `@mriscore/model/prepare`.
 */
export * from './encode/index.ts';
export { MODEL_ERROR_CODES, ModelError, type ModelErrorCode } from './errors.ts';
export * from './fuse/index.ts';
export * from './prepare/index.ts';
