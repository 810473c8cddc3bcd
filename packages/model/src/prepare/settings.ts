/**
 * How scans are made comparable before anything is cut out of them.
 *
 * Only the settings, with their names checked. Every default is the protocol's, so there is none here.
 */
import { checkOptions, type KnownOptions } from '../options.ts';

/** How the numbers of a scan are put on one scale. */
export interface NormaliseSettings {
  /** z-score: mean 0, SD 1. percentile: 1st..99th percentile to 0..1. nyul: a scale learnt from training rows. */
  readonly method: 'z-score' | 'percentile' | 'nyul';
  /** Voxels that give mean, SD, percentiles or landmarks. */
  readonly region: 'body' | 'image';
}

/** What is cut out around the tumour. */
export interface CropSettings {
  /** Edge of the square crop in pixels. */
  readonly sizePx: number;
  /** Added on every side of the tumour box, mm. */
  readonly marginMm: number;
  /** Slices, as offsets from the one with the largest tumour area. */
  readonly slices: readonly number[];
}

/** Everything between a scan as it was read and its crop. */
export interface PreparationSettings {
  /** `n4`: the brightness gradient of the coil is divided out. Left out: not. */
  readonly biasCorrection?: 'none' | 'n4' | undefined;
  /** `rigid`: every scan is moved onto the one that the mask was drawn on. Left out: not. */
  readonly register?: 'none' | 'rigid' | undefined;
  readonly normalise: NormaliseSettings;
  readonly crop: CropSettings;
}

const NORMALISE: KnownOptions<NormaliseSettings> = Object.freeze({ method: undefined, region: undefined });

const CROP: KnownOptions<CropSettings> = Object.freeze({
  sizePx: undefined,
  marginMm: undefined,
  slices: undefined,
});

const PREPARATION: KnownOptions<PreparationSettings> = Object.freeze({
  biasCorrection: undefined,
  register: undefined,
  normalise: undefined,
  crop: undefined,
});

/**
 * Refuses settings of a crop with a name that is not known.
 *
 * @param settings What was asked for.
 * @throws ModelError `options/unknown-key`.
 */
export function checkCropSettings(settings: CropSettings): void {
  checkOptions(settings, CROP);
}

/**
 * Refuses settings of the preparation, and of its parts, with a name that is not known.
 *
 * @param settings What was asked for.
 * @throws ModelError `options/unknown-key`.
 */
export function checkPreparation(settings: PreparationSettings): void {
  checkOptions(settings, PREPARATION);
  checkOptions(settings.normalise, NORMALISE);
  checkCropSettings(settings.crop);
}
