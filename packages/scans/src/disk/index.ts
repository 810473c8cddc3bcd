export {
  finishGrowing,
  type GrowingFile,
  grownBytes,
  openGrowing,
  TEMPORARY_NAME,
  writeAtomic,
  writeOnce,
} from './atomic-write.ts';
export { DISK_ERROR_CODES, DiskError, type DiskErrorCode, explainSystemError, onDisk } from './errors.ts';
