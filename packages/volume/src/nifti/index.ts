/**
 * NIfTI-1 and NIfTI-2 files (.nii, .nii.gz).
 *
 * Only names; nothing is done here.
 */
export { type FormatNiftiOptions, formatNifti } from './format.ts';
export type { NiftiFields } from './header.ts';
export { type NiftiHeader, type ParseNiftiOptions, parseNifti, parseNiftiHeader } from './parse.ts';
export type { NiftiPlaceSource } from './place.ts';
