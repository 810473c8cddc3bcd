/**
 * The part of a scan around a tumour: three slices for a network, a box, a ring.
 *
 * Only names; nothing is done here.
 */
export {
  applyBoxCrop,
  type BoxOptions,
  type BoxPlan,
  peritumouralRing,
  planBoxCrop,
  type RingOptions,
} from './box.ts';
export {
  applyCrop,
  type Crop,
  type CropOptions,
  type CropPlan,
  type CropSlice,
  planCrop,
} from './crop-set.ts';
