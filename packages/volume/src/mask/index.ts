/**
 * Drawn regions: label maps, DICOM SEG, RTSTRUCT and Slicer segmentations, and repairs of their grid.
 *
 * Only names; nothing is done here.
 */
export { binaryMask, createMask, type MaskRegion, requireMaskOnGrid } from './labels/mask.ts';
export { type MaskMeasures, measureMask } from './labels/measure.ts';
export { applyGridRepair, type GridRepair, type GridRepairPlan, planGridRepair } from './labels/repair.ts';
export { type FormatRtstructOptions, formatRtstruct } from './rtstruct/format.ts';
export { type Contour, parseRtstruct, type Structure, type StructureSet } from './rtstruct/parse.ts';
export { type DecodeRtstructOptions, decodeRtstruct, type StructureMask } from './rtstruct/structures.ts';
export { type Code, type FormatSegOptions, formatSeg } from './seg/format.ts';
export { parseSeg, type SegFile, type SegFrame, type SegSegment } from './seg/parse.ts';
export {
  type DecodeSegOptions,
  decodeSeg,
  type Segmentation,
  segmentationMask,
  segmentMasks,
} from './seg/segmentation.ts';
export { formatSegNrrd } from './seg-nrrd/format.ts';
export { parseSegNrrd } from './seg-nrrd/parse.ts';
