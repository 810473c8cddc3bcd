/**
 * Scans and masks on the disk: read from any format, converted, registered, corrected and measured.
 *
 * Only names; nothing is done here.
 */
export type { Conversion, ConvertedFile, ConvertOptions } from './convert/conversion.ts';
export { convertScan } from './convert/convert.ts';
export { type ConversionProof, listSeries, proveConversion, type SeriesProof } from './convert/prove.ts';
export { type CorrectedScan, type CorrectScanOptions, correctScan } from './correct/correct.ts';
export { ScanError, type ScanErrorCode, ScanErrors } from './errors.ts';
export type { MeasuredFeature } from './measure/feature-names.ts';
export {
  type MeasuredRegion,
  type Measurement,
  type MeasureOptions,
  measureRegions,
} from './measure/measure.ts';
export type { GridSummary, RegionSummary, SeriesSummary } from './open/describe.ts';
export { SCAN_ENDINGS, type ScanEnding, type ScanName, splitScanName } from './open/kind.ts';
export {
  type AnyScan,
  isNiftiPath,
  readAnyMask,
  readAnyScan,
  type ScanHeaders,
  type SeriesChoice,
} from './read/any-format.ts';
export { type ReadMasks, type ReadMasksOptions, readMasks } from './read/masks.ts';
export type { Overlap, RegionChoice } from './read/regions.ts';
export { type ReadVolume, type ReadVolumeOptions, readVolume } from './read/volume.ts';
export { type RegisteredScan, type RegisterScansOptions, registerScans } from './register/register.ts';
export { isTransformName } from './register/transform.ts';
export { type WriteOptions, writeText } from './write/write.ts';
