/**
 * Drawn regions from any file: SEG, RTSTRUCT, Slicer segmentation, or a label map in NIfTI, NRRD or MHA.
 *
 * Gives one mask, or one for each region when regions share voxels: no voxel is ever given to one of two silently.
 */
import { type DicomStack, findReferencedStack, flipRows, type Mask, parseRtstruct } from '@mriscore/volume';
import { type OpenedFile, openScan, openSeries } from '../open/open.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import { naming, refuse } from '../refusal.ts';
import {
  type DrawnOn,
  imagesOfSeg,
  imagesOfStructures,
  type NamedImages,
  type RegionChoice,
  type Regions,
  regionsOfLabels,
  regionsOfSeg,
  regionsOfStructures,
} from './regions.ts';
import { requireWholeSeries } from './volume.ts';

/** How masks are read. */
export interface ReadMasksOptions extends RegionChoice {
  /** Folder, zip or file of the DICOM series the mask was drawn on; needed for an RTSTRUCT. */
  readonly reference?: string;
  /** Order of rows of a mask from DICOM. Default 'bottom-up', as NIfTI files of its images have them. */
  readonly rows?: 'images' | 'bottom-up';
}

const KNOWN: KnownOptions<ReadMasksOptions> = {
  names: null,
  overlap: 'separate',
  reference: null,
  rows: 'bottom-up',
};

/** Masks of one file. */
export interface ReadMasks {
  readonly path: string;
  readonly kind: OpenedFile['kind'];
  /** One, or one for each region or layer when regions share voxels. All on one grid. */
  readonly masks: readonly Mask[];
  /** The series of the reference that the file names. */
  readonly stack?: DicomStack;
  /** Sentences a person should read. */
  readonly notes: readonly string[];
}

type Content = Regions & Pick<ReadMasks, 'stack'>;

async function seriesOf(reference: string, named: NamedImages): Promise<DrawnOn> {
  const { folder } = await openSeries(reference);
  const stack = findReferencedStack(folder, named);
  requireWholeSeries(stack, folder.unreadable);
  const own = folder.stacks.filter(({ seriesUid }) => seriesUid === stack.seriesUid);
  return { stack, known: new Set(own.flatMap(({ slices }) => slices.map((s) => s.sopInstanceUid))) };
}

async function contentOfSeg({ path, bytes }: OpenedFile, options: ReadMasksOptions): Promise<Content> {
  const { reference } = options;
  if (reference === undefined) return naming(path, () => regionsOfSeg(bytes, undefined, options));
  const named = await naming(path, () => imagesOfSeg(bytes));
  const on = await naming(reference, () => seriesOf(reference, named));
  return { ...(await naming(path, () => regionsOfSeg(bytes, on, options))), stack: on.stack };
}

function requireReference(reference: string | undefined): string {
  if (reference !== undefined) return reference;
  return refuse('scan/reference-needed', {
    found: 'it is an RTSTRUCT, which has contours and no grid.',
    needed: 'The DICOM series it was drawn on is needed.',
    remedy: 'Give the folder of that series with --reference.',
  });
}

async function contentOfStructures({ path, bytes }: OpenedFile, options: ReadMasksOptions): Promise<Content> {
  const reference = await naming(path, () => requireReference(options.reference));
  const named = await naming(path, () => imagesOfStructures(parseRtstruct(bytes)));
  const on = await naming(reference, () => seriesOf(reference, named));
  return { ...(await naming(path, () => regionsOfStructures(bytes, on, options))), stack: on.stack };
}

function contentOf(opened: OpenedFile, options: ReadMasksOptions): Promise<Content> {
  if (opened.kind === 'seg') return contentOfSeg(opened, options);
  if (opened.kind === 'rtstruct') return contentOfStructures(opened, options);
  return naming(opened.path, () => regionsOfLabels(opened, options));
}

async function openMask(path: string): Promise<OpenedFile> {
  const opened = await openScan(path);
  if (opened.kind !== 'dicom') return opened;
  return refuse('scan/not-a-mask', {
    found: 'it holds DICOM images.',
    needed: 'A mask is needed: SEG, RTSTRUCT, or a label map in NIfTI, NRRD or MHA.',
    remedy: 'Name the mask itself.',
  });
}

/**
 * The masks in an opened file.
 *
 * @throws ScanError as `readMasks`.
 */
export async function masksOf(opened: OpenedFile, options: ReadMasksOptions = {}): Promise<ReadMasks> {
  const { path, kind } = opened;
  const content = await contentOf(opened, options);
  const fromDicom = kind === 'seg' || kind === 'rtstruct';
  const turned = fromDicom && (options.rows ?? 'bottom-up') === 'bottom-up';
  const masks = turned ? content.masks.map((mask) => ({ ...mask, ...flipRows(mask) })) : content.masks;
  return { path, kind, ...content, masks };
}

/**
 * Reads the masks in a file.
 *
 * @throws ScanError `scan/missing`, `scan/unknown-format`, `scan/reference-needed`, `scan/unknown-region`,
 *   `scan/not-a-mask`, and every code of the mask readers of `@mriscore/volume`, such as `seg/fractional`,
 *   `rtstruct/reference` or `mask/not-labels`.
 * @example const { masks } = await readMasks('rtstruct.dcm', { reference: 'series', names: ['GTVp'] });
 */
export async function readMasks(path: string, options: ReadMasksOptions = {}): Promise<ReadMasks> {
  checkOptions(options, KNOWN);
  return masksOf(await naming(path, () => openMask(path)), options);
}

/**
 * One mask from a file, for commands that take one.
 *
 * @throws ScanError as `readMasks`; `scan/overlapping` when regions share voxels and none is named.
 */
export async function readMask(path: string, options: ReadMasksOptions = {}): Promise<Mask> {
  const { masks } = await readMasks(path, options);
  const [only] = masks;
  if (masks.length === 1 && only !== undefined) return only;
  const names = masks.flatMap(({ labels }) => labels.map(({ name }) => name));
  return naming(path, () =>
    refuse('scan/overlapping', {
      found: `its regions share voxels: ${names.slice(0, 20).join(', ')}.`,
      needed: 'One region, or regions that lie apart, are needed.',
      remedy: 'Name one of them.',
    }),
  );
}
