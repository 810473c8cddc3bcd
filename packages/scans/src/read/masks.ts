/**
 * Drawn regions from any file: SEG, RTSTRUCT, Slicer segmentation, or a label map in NIfTI, NRRD or MHA.
 *
 * Gives one mask, or one for each region when regions share voxels: no voxel is ever given to one of two silently.
 */
import {
  createMask,
  type DicomStack,
  decodeRtstruct,
  decodeSeg,
  findReferencedStack,
  flipRows,
  type Label,
  type Mask,
  parseRtstruct,
  parseSeg,
  parseSegNrrd,
  type StructureSet,
  segmentationMask,
  segmentMasks,
  VolumeError,
} from '@mriscore/volume';
import { type OpenedFile, openReference, openScan } from '../open/open.ts';
import { naming, scanError } from '../refusal.ts';
import { parseVolumeFile, requireWholeSeries } from './volume.ts';

/** What to do where regions share voxels. */
export type Overlap = 'separate' | 'refuse' | 'first' | 'last';

/** How masks are read. */
export interface ReadMasksOptions {
  /** Folder, zip or file of the DICOM series the mask was drawn on; needed for an RTSTRUCT. */
  readonly reference?: string;
  /** Names of the regions to take. Default all. */
  readonly names?: readonly string[];
  /** Default 'separate': one mask for each region where any two share voxels. */
  readonly overlap?: Overlap;
  /** Order of rows of a mask from DICOM. Default 'bottom-up', as NIfTI files of its images have them. */
  readonly rows?: 'images' | 'bottom-up';
}

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

type Content = Pick<ReadMasks, 'masks' | 'notes'> & { readonly stack?: DicomStack };

const SHARED_NOTE = 'Some regions share voxels, so each is a mask of its own.';

function chosen<T>(
  path: string,
  all: readonly T[],
  { names, nameOf }: { names: readonly string[] | undefined; nameOf: (one: T) => string },
): readonly T[] {
  if (names === undefined) return all;
  return names.flatMap((name) => {
    const meant = all.filter((one) => nameOf(one) === name);
    if (meant.length > 0) return meant;
    throw scanError('scan/unknown-region', path, {
      found: `it has no region named ${name}.`,
      needed: `One of these is needed: ${all.map(nameOf).slice(0, 20).join(', ')}.`,
      remedy: 'Use a name of the file.',
    });
  });
}

async function stackFor(
  reference: string,
  named: { imageUids: readonly string[]; seriesUids: readonly string[] },
): Promise<{ stack: DicomStack; known: ReadonlySet<string> }> {
  const { folder } = await openReference(reference);
  const stack = await naming(reference, () => findReferencedStack(folder, named));
  requireWholeSeries(reference, stack, folder.unreadable);
  const own = folder.stacks.filter(({ seriesUid }) => seriesUid === stack.seriesUid);
  return { stack, known: new Set(own.flatMap(({ slices }) => slices.map((s) => s.sopInstanceUid))) };
}

async function readSegmentation(opened: OpenedFile, options: ReadMasksOptions): Promise<Content> {
  const { path, bytes } = opened;
  const { reference, overlap = 'separate' } = options;
  const parsed = await naming(path, () => parseSeg(bytes));
  const imageUids = parsed.frames.flatMap(({ sourceUids }) => sourceUids);
  const found =
    reference === undefined
      ? undefined
      : await stackFor(reference, { imageUids, seriesUids: parsed.referencedSeriesUids });
  const whole = await naming(path, () =>
    decodeSeg(bytes, found === undefined ? {} : { reference: found.stack }),
  );
  const segments = chosen(path, whole.file.segments, { names: options.names, nameOf: ({ label }) => label });
  const voxels = whole.voxels.filter((_, n) => segments.includes(whole.file.segments[n]!));
  const segmentation = { ...whole, file: { ...whole.file, segments }, voxels };
  const stack = found === undefined ? {} : { stack: found.stack };
  const winner = overlap === 'first' ? 'lower' : overlap === 'last' ? 'higher' : 'refuse';
  try {
    return { masks: [segmentationMask(segmentation, winner)], notes: [], ...stack };
  } catch (cause) {
    const shared = cause instanceof VolumeError && cause.code === 'seg/overlap';
    if (shared && overlap === 'separate')
      return { masks: segmentMasks(segmentation), notes: [SHARED_NOTE], ...stack };
    throw cause;
  }
}

function structureNumbers(path: string, set: StructureSet, names: readonly string[] | undefined): number[] {
  const drawn = set.structures.filter(({ contours }) => contours.length > 0 || names !== undefined);
  return chosen(path, drawn, { names, nameOf: ({ name }) => name }).map(({ number }) => number);
}

async function readStructures(opened: OpenedFile, options: ReadMasksOptions): Promise<Content> {
  const { path, bytes } = opened;
  const { reference, overlap = 'separate' } = options;
  if (reference === undefined) {
    throw scanError('scan/reference-needed', path, {
      found: 'it is an RTSTRUCT, which has contours and no grid.',
      needed: 'The DICOM series it was drawn on is needed.',
      remedy: 'Give the folder of that series with --reference.',
    });
  }
  const set = await naming(path, () => parseRtstruct(bytes));
  const imageUids = set.structures.flatMap((s) => s.contours.flatMap((c) => c.imageUids));
  const { stack, known } = await stackFor(reference, { imageUids, seriesUids: set.referencedSeriesUids });
  const numbers = structureNumbers(path, set, options.names);
  const winner = overlap === 'separate' ? 'refuse' : overlap;
  try {
    const { mask, notes } = decodeRtstruct(bytes, stack, { numbers, known, overlap: winner });
    return { masks: [mask], notes, stack };
  } catch (cause) {
    const shared = cause instanceof VolumeError && cause.code === 'rtstruct/overlap';
    if (!shared || overlap !== 'separate') throw cause;
    const each = numbers.map((number) => decodeRtstruct(bytes, stack, { numbers: [number], known }));
    const masks = each.map(({ mask }, n) => renumbered(mask, n + 1));
    return { masks, notes: [SHARED_NOTE, ...new Set(each.flatMap(({ notes }) => notes))], stack };
  }
}

/** A mask of one region with another label value, so that masks of one file keep different values. */
function renumbered({ geometry, data, labels }: Mask, value: number): Mask {
  return {
    geometry,
    data: data.map((v) => (v === 0 ? 0 : value)),
    labels: labels.map((label) => ({ ...label, value })),
  };
}

/** Only the labels that were asked for; voxels of the others become background. */
function keepLabels(mask: Mask, labels: readonly Label[]): Mask {
  const kept = new Set(labels.map(({ value }) => value));
  return { geometry: mask.geometry, data: mask.data.map((v) => (kept.has(v) ? v : 0)), labels };
}

function readLabels(opened: OpenedFile, options: ReadMasksOptions): Content {
  const layers =
    opened.kind === 'seg.nrrd' ? parseSegNrrd(opened.bytes) : [createMask(parseVolumeFile(opened))];
  if (options.names === undefined) return { masks: layers, notes: layers.length > 1 ? [SHARED_NOTE] : [] };
  const all = layers.flatMap(({ labels }) => labels);
  const kept = chosen(opened.path, all, { names: options.names, nameOf: ({ name }) => name });
  const masks = layers
    .map((mask) =>
      keepLabels(
        mask,
        mask.labels.filter((label) => kept.includes(label)),
      ),
    )
    .filter(({ labels }) => labels.length > 0);
  return { masks, notes: masks.length > 1 ? [SHARED_NOTE] : [] };
}

/**
 * The masks in an opened file.
 *
 * @throws ScanError as `readMasks`.
 */
export async function masksOf(opened: OpenedFile, options: ReadMasksOptions = {}): Promise<ReadMasks> {
  const { path, kind } = opened;
  const fromDicom = kind === 'seg' || kind === 'rtstruct';
  const content = await naming(path, async () => {
    if (kind === 'seg') return readSegmentation(opened, options);
    return kind === 'rtstruct' ? readStructures(opened, options) : readLabels(opened, options);
  });
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
  const opened = await openScan(path);
  if (opened.kind !== 'dicom') return masksOf(opened, options);
  throw scanError('scan/not-a-mask', path, {
    found: 'it holds DICOM images.',
    needed: 'A mask is needed: SEG, RTSTRUCT, or a label map in NIfTI, NRRD or MHA.',
    remedy: 'Name the mask itself.',
  });
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
  throw scanError('scan/overlapping', path, {
    found: `its regions share voxels: ${names.slice(0, 20).join(', ')}.`,
    needed: 'One region, or regions that lie apart, are needed.',
    remedy: 'Name one of them.',
  });
}
