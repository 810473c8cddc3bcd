/**
 * A scan or mask on another grid.
 *
 * Only names; nothing is done here.
 */
export { gridWithSpacing, type SpacingOptions } from './grid.ts';
export {
  type Interpolation,
  type ResampleMaskOptions,
  type ResampleOptions,
  type ResamplePlan,
  resample,
  resampleMask,
  resampling,
} from './resample.ts';
