/**
 * A mask as a DICOM object (SEG or RTSTRUCT) on the series it was drawn on.
 *
 * The object is read again before it leaves: what is written has the voxels that came in.
 */
import {
  type DicomStack,
  decodeRtstruct,
  decodeSeg,
  findStackOnGrid,
  formatRtstruct,
  formatSeg,
  type Mask,
  segmentationMask,
} from '@mriscore/volume';
import { openSeries } from '../open/open.ts';
import { selectStacks } from '../open/select.ts';
import type { ReadMasks } from '../read/masks.ts';
import { requireWholeSeries } from '../read/volume.ts';
import { naming, refuse } from '../refusal.ts';
import type { ConvertOptions } from './conversion.ts';

const VERSION = '0.1.0';

/** The bytes of a mask file, and the series that it was drawn on. */
export interface MadeMask {
  readonly bytes: Uint8Array;
  readonly stack: DicomStack | undefined;
}

/** Values of a mask renumbered 1, 2, ... in the order of its labels with voxels, as DICOM objects count them. */
function counted({ data, labels }: Mask): Uint8Array {
  const place = new Uint8Array(256);
  const present = new Uint8Array(256);
  for (const value of data) present[value] = 1;
  let next = 1;
  for (const { value } of labels) if (present[value] === 1) place[value] = next++;
  return data.map((value) => place[value]!);
}

function requireSame(written: Mask, read: Mask): void {
  const truth = counted(written);
  const wrong = truth.reduce((sum, value, at) => sum + (read.data[at] === value ? 0 : 1), 0);
  if (wrong === 0) return;
  refuse('scan/not-faithful', {
    found: `read again, ${wrong} of ${truth.length} voxels differ.`,
    needed: 'A file that gives back the voxels it was made from is needed.',
    remedy: 'Nothing was written; write another format, and report this.',
  });
}

/** A mask and the series whose grid it has. */
type OnSeries = ReturnType<typeof findStackOnGrid>;

/** Reads a DICOM mask again, before it is written. */
async function readAgain(bytes: Uint8Array, stack: DicomStack, as: 'seg' | 'rtstruct'): Promise<Mask> {
  if (as === 'seg') return segmentationMask(await decodeSeg(bytes, { reference: stack }));
  const known = new Set(stack.slices.map(({ sopInstanceUid }) => sopInstanceUid));
  return decodeRtstruct(bytes, stack, { known }).mask;
}

/**
 * Makes the bytes of one DICOM mask.
 *
 * @param on How the mask comes onto its series, as `openAlignment` gives it.
 * @throws ScanError `scan/not-faithful` under the name of the output, and the codes of the writers.
 */
export async function makeDicomMask(
  source: ReadMasks,
  { path, mask }: { readonly path: string; readonly mask: Mask },
  { on, options }: { readonly on: (mask: Mask) => Promise<OnSeries>; readonly options: ConvertOptions },
): Promise<MadeMask> {
  const about = { created: options.created ?? new Date(), version: VERSION };
  const as = options.as ?? 'seg';
  const { stack, aligned } = await on(mask);
  const bytes = await naming(source.path, () =>
    as === 'seg' ? formatSeg(aligned, stack, about) : formatRtstruct(aligned, stack, about),
  );
  await naming(path, async () => requireSame(aligned, await readAgain(bytes, stack, as)));
  return { bytes, stack };
}

function requireReference(reference: string | undefined): string {
  if (reference !== undefined) return reference;
  return refuse('scan/reference-needed', {
    found: 'a DICOM mask was asked for without the series it was drawn on.',
    needed: 'The DICOM series is needed: the mask takes patient, study and grid from it.',
    remedy: 'Give the folder of that series with --reference.',
  });
}

/**
 * How a mask comes onto its series: the one that its file names, else the one of the reference on whose grid it lies.
 *
 * @throws ScanError `scan/reference-needed`, and the codes of the readers for the reference.
 */
export async function openAlignment(
  source: ReadMasks,
  options: ConvertOptions,
): Promise<(mask: Mask) => Promise<OnSeries>> {
  const reference = await naming(source.path, () => requireReference(options.reference));
  const { stack } = source;
  if (stack !== undefined) return (mask) => naming(source.path, () => findStackOnGrid(mask, [stack]));
  const { stacks, unreadable } = await naming(reference, async () => {
    const { folder } = await openSeries(reference);
    return { stacks: selectStacks(folder.stacks, options.select), unreadable: folder.unreadable };
  });
  return async (mask) => {
    const found = await naming(source.path, () => findStackOnGrid(mask, stacks));
    await naming(reference, () => requireWholeSeries(found.stack, unreadable));
    return found;
  };
}
