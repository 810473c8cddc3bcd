/**
 * The masks that bytes hold: SEG, RTSTRUCT, Slicer segmentation, or a label map in NIfTI, NRRD or MHA.
 *
 * Bytes and, for what was drawn on a series, the series; gives masks. Names no file: `naming` does.
 */
import {
  createMask,
  type DicomStack,
  decodeRtstruct,
  decodeSeg,
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
import type { OpenedFile } from '../open/open.ts';
import { refuse } from '../refusal.ts';
import { parseVolumeFile } from './volume.ts';

/** What to do where regions share voxels. */
export type Overlap = 'separate' | 'refuse' | 'first' | 'last';

/** Which regions are taken, and what to do where they share voxels. */
export interface RegionChoice {
  /** Names of the regions to take. Default all. */
  readonly names?: readonly string[];
  /** Default 'separate': one mask for each region where any two share voxels. */
  readonly overlap?: Overlap;
}

/** The series that a mask was drawn on. */
export interface DrawnOn {
  readonly stack: DicomStack;
  /** Every image of that series. */
  readonly known: ReadonlySet<string>;
}

/** The images and series that a mask names. */
export interface NamedImages {
  readonly imageUids: readonly string[];
  readonly seriesUids: readonly string[];
}

/** Masks with what a person should read of them. */
export interface Regions {
  readonly masks: readonly Mask[];
  readonly notes: readonly string[];
}

const SHARED_NOTE = 'Some regions share voxels, so each is a mask of its own.';

/** The regions that were asked for, or all. */
function chosen<T>(
  all: readonly T[],
  names: readonly string[] | undefined,
  nameOf: (one: T) => string,
): readonly T[] {
  if (names === undefined) return all;
  return names.flatMap((name) => {
    const meant = all.filter((one) => nameOf(one) === name);
    if (meant.length > 0) return meant;
    return refuse('scan/unknown-region', {
      found: `it has no region named ${name}.`,
      needed: `One of these is needed: ${all.map(nameOf).slice(0, 20).join(', ')}.`,
      remedy: 'Use a name of the file.',
    });
  });
}

/** What a SEG names. */
export async function imagesOfSeg(bytes: Uint8Array): Promise<NamedImages> {
  const parsed = await parseSeg(bytes);
  const imageUids = parsed.frames.flatMap(({ sourceUids }) => sourceUids);
  return { imageUids, seriesUids: parsed.referencedSeriesUids };
}

/**
 * The regions of a SEG.
 *
 * @param on The series that it was drawn on. Default: the grid of its own frames.
 */
export async function regionsOfSeg(
  bytes: Uint8Array,
  on: DrawnOn | undefined,
  { names, overlap = 'separate' }: RegionChoice,
): Promise<Regions> {
  const whole = await decodeSeg(bytes, on === undefined ? {} : { reference: on.stack });
  const segments = chosen(whole.file.segments, names, ({ label }) => label);
  const voxels = whole.voxels.filter((_, n) => segments.includes(whole.file.segments[n]!));
  const segmentation = { ...whole, file: { ...whole.file, segments }, voxels };
  const winner = overlap === 'first' ? 'lower' : overlap === 'last' ? 'higher' : 'refuse';
  try {
    return { masks: [segmentationMask(segmentation, winner)], notes: [] };
  } catch (cause) {
    const shared = cause instanceof VolumeError && cause.code === 'seg/overlap';
    if (shared && overlap === 'separate') return { masks: segmentMasks(segmentation), notes: [SHARED_NOTE] };
    throw cause;
  }
}

/** What an RTSTRUCT names. */
export function imagesOfStructures(set: StructureSet): NamedImages {
  const imageUids = set.structures.flatMap((s) => s.contours.flatMap((c) => c.imageUids));
  return { imageUids, seriesUids: set.referencedSeriesUids };
}

function structureNumbers(set: StructureSet, names: readonly string[] | undefined): number[] {
  const drawn = set.structures.filter(({ contours }) => contours.length > 0 || names !== undefined);
  return chosen(drawn, names, ({ name }) => name).map(({ number }) => number);
}

/** The structures of an RTSTRUCT, on the series that they were drawn on. */
export function regionsOfStructures(
  bytes: Uint8Array,
  { stack, known }: DrawnOn,
  { names, overlap = 'separate' }: RegionChoice,
): Regions {
  const numbers = structureNumbers(parseRtstruct(bytes), names);
  const winner = overlap === 'separate' ? 'refuse' : overlap;
  try {
    const { mask, notes } = decodeRtstruct(bytes, stack, { numbers, known, overlap: winner });
    return { masks: [mask], notes };
  } catch (cause) {
    const shared = cause instanceof VolumeError && cause.code === 'rtstruct/overlap';
    if (!shared || overlap !== 'separate') throw cause;
    const each = numbers.map((number) => decodeRtstruct(bytes, stack, { numbers: [number], known }));
    const masks = each.map(({ mask }, n) => renumbered(mask, n + 1));
    return { masks, notes: [SHARED_NOTE, ...new Set(each.flatMap(({ notes }) => notes))] };
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

/** The regions of a label map or a Slicer segmentation. */
export function regionsOfLabels(opened: OpenedFile, { names }: RegionChoice): Regions {
  const layers =
    opened.kind === 'seg.nrrd' ? parseSegNrrd(opened.bytes) : [createMask(parseVolumeFile(opened))];
  if (names === undefined) return { masks: layers, notes: layers.length > 1 ? [SHARED_NOTE] : [] };
  const kept = chosen(
    layers.flatMap(({ labels }) => labels),
    names,
    ({ name }) => name,
  );
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
