/**
 * Whether a structure set was drawn on these images, before a voxel is painted.
 *
 * The images that contours name decide. A frame of reference that differs while every named image is there, in its
 * place, is noted and not refused: some programs invent one when they write.
 */
import type { DicomStack } from '../../dicom/series/folder.ts';
import { VolumeError } from '../../errors.ts';
import type { Structure, StructureSet } from './parse.ts';

function refuse(found: string, details?: Record<string, unknown>): never {
  throw new VolumeError(
    'rtstruct/reference',
    {
      found,
      needed: 'A structure set of these very images is needed.',
      remedy: 'Give the series that the structures were drawn on.',
    },
    details,
  );
}

function requireSeries(set: StructureSet, stack: DicomStack): void {
  const { referencedSeriesUids: series } = set;
  if (series.length > 0 && !series.includes(stack.seriesUid)) {
    refuse('Found a structure set that names another series than the images.');
  }
}

function requireImages(set: StructureSet, structure: Structure, known: ReadonlySet<string>): void {
  const listed = set.referencedImageUids.filter((uid) => !known.has(uid)).length;
  if (listed > 0) {
    refuse(`Found ${listed} of ${set.referencedImageUids.length} listed images that are not in the series.`, {
      listed,
    });
  }
  const named = structure.contours.filter((c) => c.imageUids.some((uid) => !known.has(uid))).length;
  if (named > 0) {
    refuse(`Found ${named} of ${structure.contours.length} contours that name an image outside the series.`, {
      named,
    });
  }
}

/**
 * Checks one structure against the images.
 *
 * @param known SOP Instance UIDs of the whole series, when the stack is only a part of it. Default: those of the stack.
 * @returns Notes a person should read; empty when all agrees.
 * @throws VolumeError `rtstruct/reference`.
 */
export function checkReferences(
  set: StructureSet,
  structure: Structure,
  { stack, known }: { readonly stack: DicomStack; readonly known?: ReadonlySet<string> },
): string[] {
  requireSeries(set, stack);
  requireImages(set, structure, known ?? new Set(stack.slices.map((s) => s.sopInstanceUid)));
  const frame = structure.frameOfReferenceUid ?? set.frameOfReferenceUids[0];
  if (frame === undefined || frame === stack.frameOfReferenceUid) return [];
  const proved = structure.contours.length > 0 && structure.contours.every((c) => c.imageUids.length > 0);
  if (!proved)
    refuse(
      'Found structures in another frame of reference than the images, and contours that name no image.',
    );
  return [
    'The structure set gives another frame of reference than the images; every contour names an image of the series.',
  ];
}
