/**
 * Which files images become: one for each stack of a DICOM folder, for each volume of a research file.
 *
 * Decodes nothing until a file is made. Stacks that make no volume are refused one by one, so that the rest is written.
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
import type { ScanError } from '../errors.ts';
import { typeName } from '../open/describe.ts';
import type { ScanName } from '../open/kind.ts';
import type { Opened, OpenedDicom, OpenedFile } from '../open/open.ts';
import { nameOf, selectStacks, titleOf } from '../open/select.ts';
import { findUnreadable, parseVolumeFile, requireReadable } from '../read/volume.ts';
import { Refusal, refuse } from '../refusal.ts';
import { formatVolume } from '../write/write.ts';

/** A file that was made and is not written yet. */
export interface MadeImage {
  readonly bytes: Uint8Array;
  readonly geometry: Geometry;
  readonly voxelType: string;
  readonly notes: readonly string[];
  /** The file says that its place is unknown. */
  readonly unplaced?: true;
}

/** A file that can be made. */
export interface ImagePlan {
  readonly path: string;
  /** What it shows. */
  readonly what: string;
  /** Id of the stack it is made from; null when the input is no DICOM. */
  readonly series: string | null;
  make(): Promise<MadeImage>;
}

/** What can be made, and what cannot. */
export interface PlannedImages {
  readonly plans: readonly ImagePlan[];
  readonly refused: readonly ScanError[];
}

async function makeFromStack(stack: DicomStack, { ending }: ScanName): Promise<MadeImage> {
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
  { path, folder }: OpenedDicom,
  stack: DicomStack,
  ending: ScanName['ending'],
): ScanError | undefined {
  const lacking = findUnreadable(stack, folder.unreadable);
  if (lacking !== undefined) return lacking.of(path);
  const finding = stack.findings.find(({ kind }) => kind === 'refusal');
  if (finding === undefined || isKeptUnplaced(stack, ending)) return undefined;
  return new Refusal(finding.code, {
    part: [nameOf(stack)],
    found: finding.sentence,
    needed: 'A whole stack of parallel slices at even distances is needed.',
    remedy: 'Fetch the series again from the archive.',
    details: { series: stack.id },
  }).of(path);
}

/** Refusals of images whose series has no stack at all: none of its files could be read. */
function lostSeries({ path, folder }: OpenedDicom): ScanError[] {
  const known = new Set(folder.stacks.map(({ seriesUid }) => seriesUid));
  const lost = folder.unreadable.filter(({ seriesUid }) => seriesUid !== undefined && !known.has(seriesUid));
  const firsts = new Map(lost.map((file) => [file.seriesUid, file]));
  return [...firsts.values()].map(({ name, code, finding }) =>
    new Refusal(code, { ...finding, part: [name] }).of(path),
  );
}

function planStacks(opened: OpenedDicom, name: ScanName, select: string | undefined): PlannedImages {
  const { folder } = opened;
  requireReadable(folder.unreadable);
  const stacks = selectStacks(folder.stacks, select);
  const tried = stacks.map((stack) => ({ stack, refusal: refusalOf(opened, stack, name.ending) }));
  const plans = tried
    .filter(({ refusal }) => refusal === undefined)
    .map(({ stack }) => ({
      path: stacks.length === 1 ? `${name.stem}${name.ending}` : `${name.stem}-${stack.id}${name.ending}`,
      what: titleOf(stack),
      series: stack.id,
      make: () => makeFromStack(stack, name),
    }));
  const refused = tried.flatMap(({ refusal }) => refusal ?? []);
  return { plans, refused: [...refused, ...(select === undefined ? lostSeries(opened) : [])] };
}

function planFile(opened: OpenedFile, { stem, ending }: ScanName): PlannedImages {
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

/**
 * Plans the files of an opened input.
 *
 * @param select Which stacks of a folder. Default all.
 * @throws Refusal `scan/not-a-mask` for a name that is for masks, `scan/selection`, and that of a file whose series
 *   cannot be told. `naming` names the input.
 */
export function planImages(opened: Opened, name: ScanName, select: string | undefined): PlannedImages {
  if (name.ending === '.dcm' || name.ending === '.seg.nrrd') {
    refuse('scan/not-a-mask', {
      found: `it holds images, and ${name.ending} is for masks.`,
      needed: 'Images are written as .nii, .nii.gz, .nrrd or .mha.',
      remedy: 'Choose another ending for the output.',
    });
  }
  return opened.kind === 'dicom' ? planStacks(opened, name, select) : planFile(opened, name);
}
