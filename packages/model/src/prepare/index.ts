/**
 * Scans and mask of one patient to crops that can be compared.
 */
export {
  type CropContext,
  type CropRecord,
  cropScan,
  planPatientCrop,
  type ScanRecord,
} from './crop-patient.ts';
export { type LandmarkSettings, landmarkSettings, landmarksOf } from './landmarks.ts';
export type { CropSettings, NormaliseSettings, PreparationSettings } from './settings.ts';
export { type TumourMask, tumourMask } from './tumour.ts';
