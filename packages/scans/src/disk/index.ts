export {
  finishGrowing,
  type GrowingFile,
  grownBytes,
  openGrowing,
  TEMPORARY_NAME,
  writeAtomic,
  writeOnce,
} from './atomic-write.ts';
export { DiskError, type DiskErrorCode, explainSystemError } from './errors.ts';
