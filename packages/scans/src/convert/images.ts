/**
 * Images to research formats: one file for each stack of a DICOM folder, for each volume of a research file.
 *
 * Names files, checks that none is there, then decodes and writes one at a time, so that memory holds one volume.
 */
import {
  type DicomStack,
  decodeStack,
  formatStackAsNifti,
  formatUnplacedAsNifti,
  type Geometry,
  isUnplacedFile,
  type VoxelArray,
} from '@mriscore/volume';
import { ScanError, ScanErrors } from '../errors.ts';
import { summariseGrid, summariseSeries, typeName } from '../open/describe.ts';
import type { ScanName } from '../open/kind.ts';
import type { Opened, OpenedDicom, OpenedFile } from '../open/open.ts';
import { selectStacks, titleOf } from '../open/select.ts';
import { parseVolumeFile, requireReadable, requireWholeSeries } from '../read/volume.ts';
import { naming, scanError, withFile } from '../refusal.ts';
import { formatVolume, requireFree, writeScan } from '../write/write.ts';
import type { Conversion, ConvertedFile, ConvertOptions } from './conversion.ts';

/** A file that can be made. */
interface Plan {
  readonly path: string;
  readonly what: string;
  readonly series: string | null;
  make(): Promise<{
    bytes: Uint8Array;
    geometry: Geometry;
    voxelType: string;
    notes: readonly string[];
    unplaced?: true;
  }>;
}

interface Planned {
  readonly plans: readonly Plan[];
  readonly refused: readonly ScanError[];
}

const NO_DICOM: Pick<Conversion, 'series' | 'others' | 'ignored' | 'notes'> = {
  series: [],
  others: [],
  ignored: [],
  notes: [],
};

function refuseMaskFormat(path: string, ending: string): never {
  throw scanError('scan/not-a-mask', path, {
    found: `it holds images, and ${ending} is for masks.`,
    needed: 'Images are written as .nii, .nii.gz, .nrrd or .mha.',
    remedy: 'Choose another ending for the output.',
  });
}

async function makeFromStack(stack: DicomStack, { ending }: ScanName): ReturnType<Plan['make']> {
  if (isKeptUnplaced(stack, ending)) {
    const { bytes, volume } = await formatUnplacedAsNifti(stack, { gzip: ending === '.nii.gz' });
    return { bytes, ...about(volume), notes: [UNPLACED_NOTE], unplaced: true };
  }
  const notes = stack.findings.map(({ sentence }) => sentence);
  if (ending === '.nii' || ending === '.nii.gz') {
    const { bytes, volume } = await formatStackAsNifti(stack, { gzip: ending === '.nii.gz' });
    return { bytes, geometry: volume.geometry, voxelType: typeName(volume.data), notes };
  }
  const volume = await decodeStack(stack);
  return { bytes: formatVolume(volume, ending), ...about(volume), notes };
}

const UNPLACED_NOTE =
  'The file does not say where in the body its images lie, and so does this one (sform and qform code 0). Do not measure in it, and use it for no mask.';

/** Frames of one file without positions are kept in NIfTI, which can say that the place is unknown. */
function isKeptUnplaced(stack: DicomStack, ending: ScanName['ending']): boolean {
  return (ending === '.nii' || ending === '.nii.gz') && isUnplacedFile(stack);
}

const about = ({
  geometry,
  data,
}: {
  geometry: Geometry;
  data: VoxelArray;
}): { geometry: Geometry; voxelType: string } => ({
  geometry,
  voxelType: typeName(data),
});

/** The stack's own refusal, or that of a file it lacks. */
function refusalOf(
  opened: OpenedDicom,
  stack: DicomStack,
  ending: ScanName['ending'],
): ScanError | undefined {
  const { path, folder } = opened;
  try {
    requireWholeSeries(path, stack, folder.unreadable);
  } catch (cause) {
    if (cause instanceof ScanError) return cause;
    throw cause;
  }
  const finding = stack.findings.find(({ kind }) => kind === 'refusal');
  if (finding === undefined || isKeptUnplaced(stack, ending)) return undefined;
  return scanError(finding.code, `${path}, ${stack.id} (${titleOf(stack)})`, {
    found: finding.sentence,
    needed: 'A whole stack of parallel slices at even distances is needed.',
    remedy: 'Fetch the series again from the archive.',
    details: { series: stack.id },
  });
}

/** Refusals of images whose series has no stack at all: none of its files could be read. */
function lostSeries({ path, folder }: OpenedDicom): ScanError[] {
  const known = new Set(folder.stacks.map(({ seriesUid }) => seriesUid));
  const lost = folder.unreadable.filter(({ seriesUid }) => seriesUid !== undefined && !known.has(seriesUid));
  const firsts = new Map(lost.map((file) => [file.seriesUid, file]));
  return [...firsts.values()].map(({ name, code, finding }) => scanError(code, `${path}, ${name}`, finding));
}

function planStacks(opened: OpenedDicom, name: ScanName, options: ConvertOptions): Planned {
  const { path, folder } = opened;
  requireReadable(path, folder.unreadable);
  const stacks = selectStacks(path, folder.stacks, options.select);
  const refused = stacks.flatMap((stack) => refusalOf(opened, stack, name.ending) ?? []);
  const good = stacks.filter((stack) => refusalOf(opened, stack, name.ending) === undefined);
  const plans = good.map((stack) => ({
    path: stacks.length === 1 ? `${name.stem}${name.ending}` : `${name.stem}-${stack.id}${name.ending}`,
    what: titleOf(stack),
    series: stack.id,
    make: () => makeFromStack(stack, name),
  }));
  return { plans, refused: [...refused, ...(options.select === undefined ? lostSeries(opened) : [])] };
}

function planFile(opened: OpenedFile, { stem, ending }: ScanName): Planned {
  const digits = String(opened.frames).length;
  const frames = Array.from({ length: opened.frames }, (_, frame) => frame);
  const plans = frames.map((frame) => {
    const label = String(frame + 1).padStart(digits, '0');
    return {
      path: opened.frames === 1 ? `${stem}${ending}` : `${stem}-${label}${ending}`,
      what: opened.frames === 1 ? opened.kind.toUpperCase() : `volume ${frame + 1} of ${opened.frames}`,
      series: null,
      make: async () => {
        const volume = parseVolumeFile(opened, frame);
        return { bytes: formatVolume(volume, ending), ...about(volume), notes: [] };
      },
    };
  });
  return { plans, refused: [] };
}

async function writePlan(plan: Plan, options: ConvertOptions): Promise<ConvertedFile> {
  const { bytes, geometry, voxelType, notes, unplaced } = await plan.make();
  await writeScan(plan.path, bytes, options);
  const { path, what, series } = plan;
  const placed = summariseGrid(geometry);
  const grid = unplaced === true ? { ...placed, axes: 'unknown' } : placed;
  return { path, what, kind: 'image', series, grid, voxelType, regions: [], notes };
}

/** Writes every plan; what cannot be decoded is collected, what concerns the disk ends the command. */
async function writeAll(
  plans: readonly Plan[],
  input: string,
  options: ConvertOptions,
): Promise<{ written: ConvertedFile[]; refused: ScanError[] }> {
  const written: ConvertedFile[] = [];
  const refused: ScanError[] = [];
  for (const [n, plan] of plans.entries()) {
    options.onFile?.(plan.path, n + 1, plans.length);
    try {
      written.push(
        await naming(plan.series === null ? input : `${input}, ${plan.series} (${plan.what})`, () =>
          writePlan(plan, options),
        ),
      );
    } catch (cause) {
      const refusal = withFile(input, cause);
      const ofData = refusal instanceof ScanError && !refusal.code.startsWith('scan/');
      if (!ofData) throw cause;
      refused.push(refusal);
    }
  }
  return { written, refused };
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
  if (name.ending === '.dcm' || name.ending === '.seg.nrrd') refuseMaskFormat(opened.path, name.ending);
  const planned = opened.kind === 'dicom' ? planStacks(opened, name, options) : planFile(opened, name);
  await requireFree(
    planned.plans.map(({ path }) => path),
    options,
  );
  const { written, refused } = await writeAll(planned.plans, opened.path, options);
  const all = [...planned.refused, ...refused];
  if (written.length === 0 && all.length > 0) throw all.length === 1 ? all[0]! : new ScanErrors(all);
  const folder =
    opened.kind === 'dicom'
      ? {
          series: summariseSeries(opened.folder.stacks),
          others: opened.folder.others.map(({ name: file, modality }) => ({ name: file, modality })),
          ignored: opened.folder.ignored,
          notes: programNotes(opened),
        }
      : NO_DICOM;
  return { input: opened.path, written, refused: all, ...folder };
}

function programNotes({ folder }: OpenedDicom): string[] {
  return folder.programs.map((name) => `${name} begins like a program as well; do not run it.`);
}
