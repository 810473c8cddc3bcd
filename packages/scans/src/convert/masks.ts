/**
 * Masks to label maps, Slicer segmentations, and back to DICOM on the series they were drawn on.
 *
 * A DICOM object is read again before it is written to the disk: what leaves has the voxels that came in.
 */
import {
  type DicomStack,
  decodeRtstruct,
  decodeSeg,
  findStackOnGrid,
  formatRtstruct,
  formatSeg,
  formatSegNrrd,
  type Label,
  type Mask,
  segmentationMask,
} from '@mriscore/volume';
import { summariseGrid, summariseRegions } from '../open/describe.ts';
import type { ScanName } from '../open/kind.ts';
import { openReference } from '../open/open.ts';
import { selectStacks, titleOf } from '../open/select.ts';
import type { ReadMasks } from '../read/masks.ts';
import { requireWholeSeries } from '../read/volume.ts';
import { naming, scanError } from '../refusal.ts';
import { formatMask, requireFree, writeScan } from '../write/write.ts';
import type { Conversion, ConvertedFile, ConvertOptions } from './conversion.ts';

/** A mask file that can be made. */
interface Plan {
  readonly path: string;
  readonly masks: readonly Mask[];
}

const safe = (name: string): string =>
  name
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);

/** `mask-2-GTVn.nii.gz` for a region of its own, `mask-layer-1.nii.gz` for a layer of several. */
function partName({ stem, ending }: ScanName, mask: Mask, nth: number): string {
  const [label] = mask.labels;
  const own = mask.labels.length === 1 && label !== undefined;
  const name = own
    ? [label.value, safe(label.name)].filter((part) => part !== '').join('-')
    : `layer-${nth + 1}`;
  return `${stem}-${name}${ending}`;
}

function planMasks(masks: readonly Mask[], name: ScanName): Plan[] {
  const whole = `${name.stem}${name.ending}`;
  if (masks.length === 1 || name.ending === '.seg.nrrd') return [{ path: whole, masks }];
  return masks.map((mask, n) => ({ path: partName(name, mask, n), masks: [mask] }));
}

function named(mask: Mask, labels: ReadonlyMap<number, string> | undefined): Mask {
  if (labels === undefined) return mask;
  const rename = (label: Label): Label => ({ ...label, name: labels.get(label.value) ?? label.name });
  return { ...mask, labels: mask.labels.map(rename) };
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

function requireSame(path: string, written: Mask, read: Mask): void {
  const truth = counted(written);
  const wrong = truth.reduce((sum, value, at) => sum + (read.data[at] === value ? 0 : 1), 0);
  if (wrong === 0) return;
  throw scanError('scan/not-faithful', path, {
    found: `read again, ${wrong} of ${truth.length} voxels differ.`,
    needed: 'A file that gives back the voxels it was made from is needed.',
    remedy: 'Nothing was written; write another format, and report this.',
  });
}

const VERSION = '0.1.0';

async function formatDicomMask(
  path: string,
  { stack, aligned }: { stack: DicomStack; aligned: Mask },
  options: ConvertOptions,
): Promise<Uint8Array> {
  const about = { created: options.created ?? new Date(), version: VERSION };
  if ((options.as ?? 'seg') === 'seg') {
    const bytes = formatSeg(aligned, stack, about);
    requireSame(path, aligned, segmentationMask(await decodeSeg(bytes, { reference: stack })));
    return bytes;
  }
  const bytes = formatRtstruct(aligned, stack, about);
  const uids = new Set(stack.slices.map(({ sopInstanceUid }) => sopInstanceUid));
  requireSame(path, aligned, decodeRtstruct(bytes, stack, { known: uids }).mask);
  return bytes;
}

/** The series of the reference that the mask lies on: the one it names, else the one of its grid. */
async function alignToReference(
  source: ReadMasks,
  mask: Mask,
  options: ConvertOptions,
): ReturnType<typeof alignOn> {
  const { reference, select } = options;
  if (reference === undefined) {
    throw scanError('scan/reference-needed', source.path, {
      found: 'a DICOM mask was asked for without the series it was drawn on.',
      needed: 'The DICOM series is needed: the mask takes patient, study and grid from it.',
      remedy: 'Give the folder of that series with --reference.',
    });
  }
  if (source.stack !== undefined) return alignOn([source.stack], mask, source.path);
  const { folder } = await openReference(reference);
  const found = await alignOn(selectStacks(reference, folder.stacks, select), mask, source.path);
  requireWholeSeries(reference, found.stack, folder.unreadable);
  return found;
}

async function alignOn(
  stacks: readonly DicomStack[],
  mask: Mask,
  path: string,
): Promise<{ stack: DicomStack; aligned: Mask }> {
  return naming(path, () => findStackOnGrid(mask, stacks));
}

async function makeFile(
  source: ReadMasks,
  plan: Plan,
  { name, options }: { name: ScanName; options: ConvertOptions },
): Promise<{ bytes: Uint8Array; stack: DicomStack | undefined }> {
  const [mask] = plan.masks as readonly [Mask];
  if (name.ending === '.dcm') {
    const placed = await alignToReference(source, mask, options);
    return { bytes: await formatDicomMask(plan.path, placed, options), stack: placed.stack };
  }
  const several = name.ending === '.seg.nrrd' ? formatSegNrrd(plan.masks) : formatMask(mask, name.ending);
  return { bytes: several, stack: source.stack };
}

const KINDS: Readonly<Record<ReadMasks['kind'], string>> = {
  seg: 'DICOM SEG',
  rtstruct: 'RTSTRUCT',
  'seg.nrrd': 'Slicer segmentation',
  nifti: 'NIfTI labels',
  nrrd: 'NRRD labels',
  mha: 'MHA labels',
};

/**
 * Writes the masks of one input: one file, or one for each region when regions share voxels.
 *
 * @throws ScanError `scan/exists`, `scan/reference-needed`, `scan/not-faithful`, `mask/other-grid`, `seg/empty`,
 *   `rtstruct/empty` and the codes of the writers of `@mriscore/volume`.
 */
export async function convertMasks(
  source: ReadMasks,
  name: ScanName,
  options: ConvertOptions,
): Promise<Conversion> {
  const masks = source.masks.map((mask) => named(mask, options.labels));
  const plans = planMasks(masks, name);
  await requireFree(
    plans.map(({ path }) => path),
    options,
  );
  const made: { plan: Plan; bytes: Uint8Array; stack: DicomStack | undefined }[] = [];
  for (const [n, plan] of plans.entries()) {
    options.onFile?.(plan.path, n + 1, plans.length);
    made.push({ plan, ...(await makeFile(source, plan, { name, options })) });
  }
  const written: ConvertedFile[] = [];
  for (const { plan, bytes, stack } of made) {
    await writeScan(plan.path, bytes, options);
    written.push({
      path: plan.path,
      what: stack === undefined ? KINDS[source.kind] : `${KINDS[source.kind]} on ${titleOf(stack)}`,
      kind: 'mask',
      series: stack?.id ?? null,
      grid: summariseGrid(plan.masks[0]!.geometry),
      voxelType: 'uint8',
      regions: summariseRegions(plan.masks),
      notes: [],
    });
  }
  return {
    input: source.path,
    written,
    refused: [],
    series: [],
    others: [],
    ignored: [],
    notes: source.notes,
  };
}
