/**
 * What Nyul's scale needs of one scan: its landmarks, taken when the scan is looked at, so that the scale can be learnt
 * from training patients without opening their scans again.
 *
 * Reads a scan as it was read and how it will be prepared. Learns nothing.
 */
import { applyN4, nyulLandmarks, planN4, type Volume } from '@mriscore/volume';
import { checkPreparation, type PreparationSettings } from './settings.ts';

/** The keys of the protocol that landmarks depend on; null where nobody needs any. */
export type LandmarkSettings = Pick<PreparationSettings, 'biasCorrection' | 'normalise'> | null;

/**
 * Which landmarks a study needs.
 *
 * @param settings How every scan will be prepared.
 * @returns null where its normalisation learns nothing.
 * @throws ModelError `options/unknown-key`.
 */
export function landmarkSettings(settings: PreparationSettings): LandmarkSettings {
  checkPreparation(settings);
  const { biasCorrection, normalise } = settings;
  if (normalise.method !== 'nyul') return null;
  return { ...(biasCorrection === undefined ? {} : { biasCorrection }), normalise };
}

/**
 * The landmarks of a scan, of the values that the scan will have when it is normalised.
 *
 * @param scan As it was read.
 * @param settings As `landmarkSettings` gives them.
 * @returns intensities at `NYUL_PERCENTS`, ascending.
 * @throws VolumeError when the scan is constant or has no body.
 */
export function landmarksOf(scan: Volume, settings: NonNullable<LandmarkSettings>): readonly number[] {
  const volume = settings.biasCorrection === 'n4' ? applyN4(scan, planN4(scan)) : scan;
  return nyulLandmarks({ volume, within: settings.normalise.region === 'body' ? 'body' : 'all' });
}
