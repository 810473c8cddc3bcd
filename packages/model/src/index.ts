/**
 * One patient's scans and mask to a score: prepared, encoded, fused. Pure: nothing here touches a disk.
 */
export * from './encode/index.ts';
export * from './fuse/index.ts';
export * from './prepare/index.ts';
