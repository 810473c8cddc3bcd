/**
 * Which series of a folder a mask was drawn on: the one that it names, or the one on whose grid it lies.
 *
 * A mask in another voxel order is reordered, which changes no voxel; nothing is resampled.
 */
import type { DicomFolder, DicomStack } from '../dicom/series/folder.ts';
import { VolumeError } from '../errors.ts';
import { orientationLetters } from '../geometry/orientation.ts';
import { requireMaskOnGrid } from '../mask/labels/mask.ts';
import { reorientMask } from '../reorient/reorient.ts';
import type { Mask } from '../volume.ts';

function shared(stack: DicomStack, imageUids: ReadonlySet<string>): number {
  return stack.slices.reduce((sum, slice) => sum + (imageUids.has(slice.sopInstanceUid) ? 1 : 0), 0);
}

/**
 * The stack of a folder that a mask was drawn on.
 *
 * @param named Images and series the mask names.
 * @returns The stack with most of the named images, else the one of a named series, else the only one.
 * @throws VolumeError `series/no-image` when the folder holds no stack; `series/several-volumes` when none of several
 *   stacks is named.
 */
export function findReferencedStack(
  folder: DicomFolder,
  named: { readonly imageUids: readonly string[]; readonly seriesUids: readonly string[] },
): DicomStack {
  const { stacks } = folder;
  if (stacks.length === 0) {
    throw new VolumeError('series/no-image', {
      found: 'Found no DICOM images in the reference.',
      needed: 'The series that the mask was drawn on is needed.',
      remedy: 'Give the folder of that series.',
    });
  }
  const uids = new Set(named.imageUids);
  const ranked = [...stacks].sort((a, b) => shared(b, uids) - shared(a, uids));
  if (shared(ranked[0]!, uids) > 0) return ranked[0]!;
  const ofSeries = stacks.filter((stack) => named.seriesUids.includes(stack.seriesUid));
  if (ofSeries.length === 1) return ofSeries[0]!;
  if (stacks.length === 1) return stacks[0]!;
  throw new VolumeError('series/several-volumes', {
    found: `Found ${stacks.length} volumes in the reference, none of which the mask names.`,
    needed: 'The one series that the mask was drawn on is needed.',
    remedy: 'Give the folder of that series only.',
  });
}

/**
 * A mask in the voxel order of a series, when it holds the same voxels in another order.
 *
 * @throws VolumeError `mask/other-grid` when the grids hold other voxels; `series/no-position` without a grid.
 */
export function alignMask(mask: Mask, stack: DicomStack): Mask {
  if (stack.geometry === undefined) {
    throw new VolumeError('series/no-position', {
      found: 'Found a series without a grid.',
      needed: 'A whole series is needed to place a mask.',
      remedy: 'Fetch the missing slices first.',
    });
  }
  const aligned = reorientMask(mask, orientationLetters(stack.geometry));
  requireMaskOnGrid(aligned, stack.geometry);
  return aligned;
}

/** A stack with a mask in the order of its voxels. */
export interface StackWithMask {
  readonly stack: DicomStack;
  readonly aligned: Mask;
}

function alignOrRefuse(mask: Mask, stack: DicomStack): StackWithMask | VolumeError {
  try {
    return { stack, aligned: alignMask(mask, stack) };
  } catch (error) {
    if (error instanceof VolumeError) return error;
    throw error;
  }
}

/**
 * The one stack on whose grid a mask lies, with the mask in its voxel order.
 *
 * @throws VolumeError `mask/other-grid` when it lies on none (the difference to the first is named);
 *   `series/several-volumes` when it lies on several; `series/no-image` when no stack has a grid.
 */
export function findStackOnGrid(mask: Mask, stacks: readonly DicomStack[]): StackWithMask {
  const tried = stacks.filter(({ geometry }) => geometry !== undefined).map((s) => alignOrRefuse(mask, s));
  const fitting = tried.filter((one): one is StackWithMask => !(one instanceof VolumeError));
  if (fitting.length === 1) return fitting[0]!;
  const [refusal] = tried;
  if (fitting.length === 0 && refusal instanceof VolumeError) throw refusal;
  throw new VolumeError(fitting.length === 0 ? 'series/no-image' : 'series/several-volumes', {
    found: `Found ${fitting.length} volumes in the reference on whose grid the mask lies.`,
    needed: 'Exactly one series on the grid of the mask is needed.',
    remedy: 'Give the series that the mask was drawn on.',
  });
}
