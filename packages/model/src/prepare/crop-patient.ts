/**
 * Turns the scans of one patient into crops that can be compared: same place, same grid, same scale of numbers.
 *
 * Reads volumes and the tumour mask, gives pixels and the plan of every step. Knows nothing of files or cohorts.
 */
import type {
  CropPlan,
  Mask,
  N4Plan,
  NyulRecord,
  PercentilePlan,
  RegisterPlan,
  Volume,
  ZScorePlan,
} from '@mriscore/volume';
import {
  applyCrop,
  applyN4,
  applyPercentile,
  applyZScore,
  nyulFromRecord,
  planCrop,
  planN4,
  planPercentile,
  planRegistration,
  planZScore,
  reorient,
  reorientMask,
  resample,
  rigidAffine,
  sameGrid,
} from '@mriscore/volume';
import { checkOptions, type KnownOptions } from '../options.ts';
import {
  type CropSettings,
  checkCropSettings,
  checkPreparation,
  type NormaliseSettings,
  type PreparationSettings,
} from './settings.ts';

/** i to the left, j to the back, k to the head. */
const ORIENTATION = 'LPS';

/** What was done to one scan; plain data. */
export interface ScanRecord {
  readonly resampled: boolean;
  readonly normalise: ZScorePlan | PercentilePlan | NyulRecord;
  /** The bias field that was divided out, where the protocol asks for it. */
  readonly bias?: N4Plan;
  /**
   * How the scan was moved onto the one that the mask was drawn on, with how well both fit before and after. Null where
   * the patient has no such scan.
   */
  readonly registration?: RegisterPlan | null;
}

/** What was done to one patient; plain data. */
export interface CropRecord {
  readonly orientation: typeof ORIENTATION;
  readonly crop: CropPlan;
  readonly scans: Readonly<Record<string, ScanRecord>>;
}

/** The crops of a scan: slices x sizePx x sizePx values. */
export interface ScanCrop {
  readonly pixels: Float32Array;
  readonly record: ScanRecord;
}

/** Nyul's scale ends at 0 and 100; networks are given 0 to 1. */
function onStandardScale(scan: Volume, scale: NyulRecord, within: 'body' | 'all'): Volume {
  const { geometry, data } = nyulFromRecord(scale).apply({ volume: scan, within });
  return { geometry, data: data.map((value) => value / 100) };
}

function normalise(
  scan: Volume,
  settings: NormaliseSettings,
  scale: NyulRecord | undefined,
): { scan: Volume; plan: ScanRecord['normalise'] } {
  const within = settings.region === 'body' ? 'body' : 'all';
  if (scale !== undefined) return { scan: onStandardScale(scan, scale, within), plan: scale };
  if (settings.method === 'percentile') {
    const plan = planPercentile(scan, { within });
    return { scan: applyPercentile(scan, plan), plan };
  }
  const plan = planZScore(scan, { within });
  return { scan: applyZScore(scan, plan), plan };
}

function lowest(scan: Volume): number {
  let low = Infinity;
  for (const value of scan.data) if (value < low) low = value;
  return low;
}

/**
 * Decides where to cut a patient, from the mask alone.
 *
 * @param mask The tumour, one label; any orientation.
 * @param settings Edge, margin and slices of the crop.
 * @returns The turned mask, whose grid every scan of the patient is put on, and where it is cut.
 * @throws VolumeError `mask/empty` or `crop/option`; ModelError `options/unknown-key`.
 * @example
 * planPatientCrop(tumour, { sizePx: 96, marginMm: 10, slices: [0, -1, 1] }).plan;
 */
export function planPatientCrop(mask: Mask, settings: CropSettings): { mask: Mask; plan: CropPlan } {
  checkCropSettings(settings);
  const turned = reorientMask(mask, ORIENTATION);
  const { sizePx, marginMm, slices } = settings;
  return { mask: turned, plan: planCrop(turned, { sizePx, marginMm, sliceOffsets: slices }) };
}

/** What a scan is cut by. */
export interface CropContext {
  readonly plan: CropPlan;
  readonly settings: PreparationSettings;
  /** The scan that the mask was drawn on, as it was read; undefined where the patient has none. */
  readonly drawnOn?: Volume;
  /** The scale that was learnt for this sequence; only where the protocol asks for one. */
  readonly scale?: NyulRecord;
}

const CONTEXT: KnownOptions<CropContext> = Object.freeze({
  plan: undefined,
  settings: undefined,
  drawnOn: undefined,
  scale: undefined,
});

/** The motion onto the scan of the mask; nothing where the protocol asks for none or the scan is that one. */
function registrationOf(scan: Volume, { settings, drawnOn }: CropContext): Pick<ScanRecord, 'registration'> {
  if (settings.register !== 'rigid' || scan === drawnOn) return {};
  return { registration: drawnOn === undefined ? null : planRegistration(drawnOn, scan) };
}

/** The turned scan on the grid of the mask, moved first where it was registered. */
function onGrid(turned: Volume, grid: Mask, motion: RegisterPlan | null | undefined): Volume | null {
  const moved = motion !== undefined && motion !== null;
  if (!moved && sameGrid(grid.geometry, turned.geometry)) return null;
  return resample(turned, grid.geometry, {
    method: 'linear',
    outside: lowest(turned),
    ...(moved ? { targetToInputLps: rigidAffine(motion.motion) } : {}),
  });
}

/**
 * Cuts one scan: its bias field divided out and moved onto the scan of the mask where the protocol asks for it,
 * normalised on its own voxels, turned, resampled to the grid of the mask where it lies on another.
 *
 * @param scan As it was read.
 * @param grid The turned mask, whose grid is the patient's.
 * @param context Where it is cut and how it is prepared.
 * @throws ModelError `options/unknown-key`; VolumeError when the scan is constant, its grid is no grid, or it fits worse after registration than before.
 */
export function cropScan(scan: Volume, grid: Mask, context: CropContext): ScanCrop {
  checkOptions(context, CONTEXT);
  checkPreparation(context.settings);
  const bias = context.settings.biasCorrection === 'n4' ? planN4(scan) : undefined;
  const registration = registrationOf(scan, context);
  const even = bias === undefined ? scan : applyN4(scan, bias);
  const normalised = normalise(even, context.settings.normalise, context.scale);
  const turned = reorient(normalised.scan, ORIENTATION);
  const placed = onGrid(turned, grid, registration.registration);
  const { data } = applyCrop(placed ?? turned, context.plan);
  const record: ScanRecord = {
    resampled: placed !== null,
    normalise: normalised.plan,
    ...(bias === undefined ? {} : { bias }),
    ...registration,
  };
  return { pixels: data, record };
}
