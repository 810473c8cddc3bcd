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
import { type Opened, type OpenedFile, openScan } from '../open/open.ts';
import { nameOf, onlyStack } from '../open/select.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import { naming, Refusal, refuse } from '../refusal.ts';

/** How one volume is chosen. */
export interface ReadVolumeOptions {
  /** Which series of several, as `selectStacks` has it. */
  readonly select?: string;
}

const KNOWN: KnownOptions<ReadVolumeOptions> = { select: null };

/** A volume and where it came from. */
export interface ReadVolume {
  readonly path: string;
  readonly volume: Volume;
  /** The series, for DICOM. */
  readonly stack?: DicomStack;
}

/**
 * The voxels of a research file; `frame` from 0.
 *
 * @throws Refusal `scan/not-an-image`, and VolumeErrors of the readers. `naming` names the file.
 */
export function parseVolumeFile({ kind, bytes, frames }: OpenedFile, frame?: number): Volume {
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
      return refuse('scan/not-an-image', {
        found: `it is a mask (${kind === 'seg' ? 'DICOM SEG' : 'RTSTRUCT'}).`,
        needed: 'An image is needed here.',
        remedy: 'Give the series, or the file it was converted to.',
      });
    default:
      return kind satisfies never;
  }
}

/** Decodes a stack with its rows from bottom to top, its refusals under the name of its series. */
function readStackVolume(path: string, stack: DicomStack): Promise<Volume> {
  return naming(`${path}, ${nameOf(stack)}`, () => decodeStack(stack, { rows: 'bottom-up' }));
}

/**
 * Reads one volume from a NIfTI, NRRD or MHA file, a DICOM file, folder or zip.
 *
 * @throws ScanError `scan/missing`, `scan/unknown-format`, `scan/none`, `scan/several`, `scan/selection`,
 *   `scan/not-an-image`, and every code of the readers of `@mriscore/volume`.
 * @example const { volume } = await readVolume('visit1', { select: 't1' });
 */
export async function readVolume(path: string, options: ReadVolumeOptions = {}): Promise<ReadVolume> {
  checkOptions(options, KNOWN);
  const opened = await naming(path, () => openScan(path));
  return decodeOpened(path, opened, (stacks) => onlyStack(stacks, options.select));
}

/**
 * The volume of what is open already.
 *
 * @param choose Which stack of a folder is meant; may refuse.
 * @throws ScanError as `readVolume`.
 */
export async function decodeOpened(
  path: string,
  opened: Opened,
  choose: (stacks: readonly DicomStack[]) => DicomStack,
): Promise<ReadVolume> {
  if (opened.kind !== 'dicom') return { path, volume: await naming(path, () => parseVolumeFile(opened)) };
  const { stacks, unreadable } = opened.folder;
  const stack = await naming(path, () => {
    requireReadable(unreadable);
    const chosen = choose(stacks);
    requireWholeSeries(chosen, unreadable);
    return chosen;
  });
  return { path, volume: await readStackVolume(path, stack), stack };
}

/**
 * Refuses a folder with a file whose series cannot be told: its slice would be missing without being noticed.
 *
 * @throws Refusal with the file's own code.
 */
export function requireReadable(unreadable: readonly UnreadableDicom[]): void {
  const stray = unreadable.filter(({ seriesUid }) => seriesUid === undefined);
  const [first] = stray;
  if (first === undefined) return;
  const more = stray.length === 1 ? '' : ` ${stray.length - 1} more files cannot be read either.`;
  refuse(first.code, {
    part: [first.name],
    found: `${first.finding.found}${more}`,
    needed: `${first.finding.needed} Its series is unknown, and might lack this slice.`,
    remedy: 'Fetch the file again, or take it out of the folder.',
    details: { files: stray.map(({ name }) => name) },
  });
}

/** Why a series is not whole: one of its files cannot be read, however well the others fit together. */
export function findUnreadable(
  stack: DicomStack,
  unreadable: readonly UnreadableDicom[],
): Refusal | undefined {
  const bad = unreadable.find(({ seriesUid }) => seriesUid === stack.seriesUid);
  if (bad === undefined) return undefined;
  return new Refusal(bad.code, {
    part: [stack.id, bad.name],
    found: bad.finding.found,
    needed: `${bad.finding.needed} Its series would lack this image.`,
    remedy: bad.finding.remedy,
  });
}

/**
 * Refuses a series one of whose files cannot be read.
 *
 * @throws Refusal with the file's own code.
 */
export function requireWholeSeries(stack: DicomStack, unreadable: readonly UnreadableDicom[]): void {
  const refusal = findUnreadable(stack, unreadable);
  if (refusal !== undefined) throw refusal;
}
