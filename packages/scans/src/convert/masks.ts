/**
 * Masks to label maps, Slicer segmentations, and back to DICOM on the series they were drawn on.
 *
 * A DICOM object is read again before it is written to the disk: what leaves has the voxels that came in.
 */
import { formatSegNrrd, type Label, type Mask } from '@mriscore/volume';
import { summariseGrid, summariseRegions } from '../open/describe.ts';
import type { ScanName } from '../open/kind.ts';
import { titleOf } from '../open/select.ts';
import type { ReadMasks } from '../read/masks.ts';
import { naming } from '../refusal.ts';
import { formatMask, requireFree, writeScan } from '../write/write.ts';
import type { Conversion, ConvertedFile, ConvertOptions } from './conversion.ts';
import { type MadeMask, makeDicomMask, openAlignment } from './dicom-mask.ts';

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

/** Gives the maker of each file: DICOM on its series, or a research format. */
async function openMaker(
  source: ReadMasks,
  ending: ScanName['ending'],
  options: ConvertOptions,
): Promise<(plan: Plan) => Promise<MadeMask>> {
  if (ending === '.dcm') {
    const on = await openAlignment(source, options);
    return (plan) => makeDicomMask(source, { path: plan.path, mask: plan.masks[0]! }, { on, options });
  }
  return async ({ masks }) => ({
    bytes: await naming(source.path, () =>
      ending === '.seg.nrrd' ? formatSegNrrd(masks) : formatMask(masks[0]!, ending),
    ),
    stack: source.stack,
  });
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
  const made: (MadeMask & { readonly plan: Plan })[] = [];
  const make = await openMaker(source, name.ending, options);
  for (const [n, plan] of plans.entries()) {
    options.onFile?.(plan.path, n + 1, plans.length);
    made.push({ plan, ...(await make(plan)) });
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
