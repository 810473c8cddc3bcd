/**
 * Scans and masks on the disk: read from any format, converted, registered, corrected and measured.
 *
 * Only names; nothing is done here.
 */
export {
  type AnyScan,
  isNiftiPath,
  readAnyMask,
  readAnyScan,
  type ScanHeaders,
  type SeriesChoice,
} from './any-format.ts';
export type { Conversion, ConvertedFile, ConvertOptions } from './conversion.ts';
export { convertScan } from './convert.ts';
export { type CorrectedScan, type CorrectScanOptions, correctScan } from './correct.ts';
export type { GridSummary, RegionSummary, SeriesSummary } from './describe.ts';
export { ScanError, type ScanErrorCode, ScanErrors } from './errors.ts';
export type { MeasuredFeature } from './feature-names.ts';
export { SCAN_ENDINGS, type ScanEnding, type ScanName, splitScanName } from './format.ts';
export {
  type MeasuredRegion,
  type Measurement,
  type MeasureOptions,
  measureRegions,
} from './measure.ts';
export { type Opened, type OpenedDicom, type OpenedFile, openScan } from './open.ts';
export { type ConversionProof, listSeries, proveConversion, type SeriesProof } from './prove.ts';
export {
  type Overlap,
  type ReadMasks,
  type ReadMasksOptions,
  readMask,
  readMasks,
} from './read-masks.ts';
export { type ReadVolume, type ReadVolumeOptions, readVolume } from './read-volume.ts';
export { type RegisteredScan, type RegisterScansOptions, registerScans } from './register.ts';
export { isTransformName } from './transform.ts';
export { writeText } from './write.ts';
