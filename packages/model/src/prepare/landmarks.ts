/**
 * What Nyul's scale needs of one scan: its landmarks, taken when the scan is looked at, so that the scale can be learnt
 * from training patients without opening their scans again.
 *
 * Reads a scan as it was read and how it will be prepared. Learns nothing.
 */
import { applyN4, nyulLandmarks, planN4, type Volume } from '@mriscore/volume';
import type { PreparationSettings } from './settings.ts';

/** The keys of the protocol that landmarks depend on; null where nobody needs any. */
export type LandmarkSettings = Pick<PreparationSettings, 'biasCorrection' | 'normalise'> | null;

/** Which landmarks a study needs. */
export function landmarkSettings({ biasCorrection, normalise }: PreparationSettings): LandmarkSettings {
  if (normalise.method !== 'nyul') return null;
  return { ...(biasCorrection === undefined ? {} : { biasCorrection }), normalise };
}

/**
 * The landmarks of a scan, of the values that the scan will have when it is normalised.
 *
 * @returns intensities at `NYUL_PERCENTS`, ascending.
 * @throws VolumeError when the scan is constant or has no body.
 */
export function landmarksOf(scan: Volume, settings: NonNullable<LandmarkSettings>): readonly number[] {
  const volume = settings.biasCorrection === 'n4' ? applyN4(scan, planN4(scan)) : scan;
  return nyulLandmarks({ volume, within: settings.normalise.region === 'body' ? 'body' : 'all' });
}
