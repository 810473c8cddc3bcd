/**
 * The refusals of the NIfTI reader and writer in one voice.
 */
import { VolumeError, type VolumeErrorCode } from '../errors.ts';

/** The codes of this folder. */
export type NiftiErrorCode = Extract<VolumeErrorCode, `nifti/${string}`>;

/** What a refusal says: found, needed, and what to do unless it is to convert again. */
export interface NiftiRefusal {
  readonly found: string;
  readonly needed: string;
  /** Default: to convert the scan again from its source. */
  readonly remedy?: string;
  readonly details?: Record<string, unknown>;
}

/** Throws a VolumeError of this folder. */
export function refuseNifti(code: NiftiErrorCode, refusal: NiftiRefusal): never {
  const remedy = refusal.remedy ?? 'Convert the scan again from its source.';
  throw new VolumeError(code, { found: refusal.found, needed: refusal.needed, remedy }, refusal.details);
}
