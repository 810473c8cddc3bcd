export { type CropRecord, cropScan, planPatientCrop, type ScanRecord } from './crop-patient.ts';
export { landmarkSettings, landmarksOf } from './landmarks.ts';
