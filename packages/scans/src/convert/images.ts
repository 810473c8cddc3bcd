/**
 * Images to research formats, written one by one.
 *
 * Names files, checks that none is there, then decodes and writes one at a time, so that memory holds one volume.
 */
import { ScanError, ScanErrors } from '../errors.ts';
import { summariseGrid, summariseSeries } from '../open/describe.ts';
import type { ScanName } from '../open/kind.ts';
import type { Opened, OpenedDicom } from '../open/open.ts';
import { naming } from '../refusal.ts';
import { requireFree, writeScan } from '../write/write.ts';
import type { Conversion, ConvertedFile, ConvertOptions } from './conversion.ts';
import { type ImagePlan, type MadeImage, planImages } from './plan-images.ts';

const NO_DICOM: Pick<Conversion, 'series' | 'others' | 'ignored' | 'notes'> = {
  series: [],
  others: [],
  ignored: [],
  notes: [],
};

function describe({ path, what, series }: ImagePlan, made: MadeImage): ConvertedFile {
  const { geometry, voxelType, notes, unplaced } = made;
  const placed = summariseGrid(geometry);
  const grid = unplaced === true ? { ...placed, axes: 'unknown' } : placed;
  return { path, what, kind: 'image', series, grid, voxelType, regions: [], notes };
}

/** What a plan makes, or why it cannot be decoded. Faults of the program and of the disk are thrown. */
async function make(input: string, plan: ImagePlan): Promise<MadeImage | ScanError> {
  const file = plan.series === null ? input : `${input}, ${plan.series} (${plan.what})`;
  try {
    return await naming(file, () => plan.make());
  } catch (cause) {
    if (cause instanceof ScanError) return cause;
    throw cause;
  }
}

/** Writes every plan; what cannot be decoded is collected, what concerns the disk ends the command. */
async function writeAll(
  plans: readonly ImagePlan[],
  input: string,
  options: ConvertOptions,
): Promise<{ written: ConvertedFile[]; refused: ScanError[] }> {
  const written: ConvertedFile[] = [];
  const refused: ScanError[] = [];
  for (const [n, plan] of plans.entries()) {
    options.onFile?.(plan.path, n + 1, plans.length);
    const made = await make(input, plan);
    if (made instanceof ScanError) refused.push(made);
    else {
      await writeScan(plan.path, made.bytes, options);
      written.push(describe(plan, made));
    }
  }
  return { written, refused };
}

function aboutFolder({ folder }: OpenedDicom): typeof NO_DICOM {
  return {
    series: summariseSeries(folder.stacks),
    others: folder.others.map(({ name, modality }) => ({ name, modality })),
    ignored: folder.ignored,
    notes: folder.programs.map((name) => `${name} begins like a program as well; do not run it.`),
  };
}

/**
 * Writes the volumes of an opened input.
 *
 * @throws ScanError when no volume at all could be written: the one refusal, or all of them.
 */
export async function convertImages(
  opened: Opened,
  name: ScanName,
  options: ConvertOptions,
): Promise<Conversion> {
  const { path: input } = opened;
  const planned = await naming(input, () => planImages(opened, name, options.select));
  await requireFree(
    planned.plans.map(({ path }) => path),
    options,
  );
  const done = await writeAll(planned.plans, input, options);
  const refused = [...planned.refused, ...done.refused];
  const [first] = refused;
  if (done.written.length === 0 && first !== undefined)
    throw refused.length === 1 ? first : new ScanErrors(refused);
  const folder = opened.kind === 'dicom' ? aboutFolder(opened) : NO_DICOM;
  return { input, written: done.written, refused, ...folder };
}
