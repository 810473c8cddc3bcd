/**
 * One volume from any file, folder or archive.
 *
 * Everything from DICOM has its rows from bottom to top, as the files that `convert` writes: an image and a mask that
 * came different ways then have one grid.
 */
import {
  type DicomStack,
  decodeStack,
  parseMha,
  parseNifti,
  parseNrrd,
  type UnreadableDicom,
  type Volume,
} from '@mriscore/volume';
import { type OpenedFile, openScan } from '../open/open.ts';
import { onlyStack, titleOf } from '../open/select.ts';
import { naming, scanError } from '../refusal.ts';

/** How one volume is chosen. */
export interface ReadVolumeOptions {
  /** Which series of several, as `selectStacks` has it. */
  readonly select?: string;
}

/** A volume and where it came from. */
export interface ReadVolume {
  readonly path: string;
  readonly volume: Volume;
  /** The series, for DICOM. */
  readonly stack?: DicomStack;
}

/** The voxels of a research file; `frame` from 0. */
export function parseVolumeFile({ kind, bytes, frames, path }: OpenedFile, frame?: number): Volume {
  switch (kind) {
    case 'nifti':
      return parseNifti(bytes, frames > 1 && frame !== undefined ? { frame } : {});
    case 'nrrd':
    case 'seg.nrrd':
      return parseNrrd(bytes);
    case 'mha':
      return parseMha(bytes);
    case 'seg':
    case 'rtstruct':
      throw scanError('scan/not-an-image', path, {
        found: `it is a mask (${kind === 'seg' ? 'DICOM SEG' : 'RTSTRUCT'}).`,
        needed: 'An image is needed here.',
        remedy: 'Give the series, or the file it was converted to.',
      });
    default:
      return kind satisfies never;
  }
}

/** Decodes a stack with its rows from bottom to top, its refusals under the name of its series. */
export function readStackVolume(path: string, stack: DicomStack): Promise<Volume> {
  return naming(`${path}, ${stack.id} (${titleOf(stack)})`, () => decodeStack(stack, { rows: 'bottom-up' }));
}

/**
 * Reads one volume from a NIfTI, NRRD or MHA file, a DICOM file, folder or zip.
 *
 * @throws ScanError `scan/missing`, `scan/unknown-format`, `scan/none`, `scan/several`, `scan/selection`,
 *   `scan/not-an-image`, and every code of the readers of `@mriscore/volume`.
 * @example const { volume } = await readVolume('visit1', { select: 't1' });
 */
export async function readVolume(path: string, options: ReadVolumeOptions = {}): Promise<ReadVolume> {
  const opened = await openScan(path);
  if (opened.kind !== 'dicom') return { path, volume: await naming(path, () => parseVolumeFile(opened)) };
  requireReadable(path, opened.folder.unreadable);
  const stack = onlyStack(path, opened.folder.stacks, options.select);
  requireWholeSeries(path, stack, opened.folder.unreadable);
  return { path, volume: await readStackVolume(path, stack), stack };
}

/**
 * Refuses a folder with a file whose series cannot be told: its slice would be missing without being noticed.
 *
 * @throws ScanError with the file's own code.
 */
export function requireReadable(path: string, unreadable: readonly UnreadableDicom[]): void {
  const stray = unreadable.filter(({ seriesUid }) => seriesUid === undefined);
  const [first] = stray;
  if (first === undefined) return;
  const more = stray.length === 1 ? '' : ` ${stray.length - 1} more files cannot be read either.`;
  throw scanError(first.code, `${path}, ${first.name}`, {
    found: `${first.finding.found}${more}`,
    needed: `${first.finding.needed} Its series is unknown, and might lack this slice.`,
    remedy: 'Fetch the file again, or take it out of the folder.',
    details: { files: stray.map(({ name }) => name) },
  });
}

/**
 * Refuses a series one of whose files cannot be read, however well the others fit together.
 *
 * @throws ScanError with the file's own code.
 */
export function requireWholeSeries(
  path: string,
  stack: DicomStack,
  unreadable: readonly UnreadableDicom[],
): void {
  const bad = unreadable.find(({ seriesUid }) => seriesUid === stack.seriesUid);
  if (bad === undefined) return;
  throw scanError(bad.code, `${path}, ${stack.id}, ${bad.name}`, {
    found: bad.finding.found,
    needed: `${bad.finding.needed} Its series would lack this image.`,
    remedy: bad.finding.remedy,
  });
}
