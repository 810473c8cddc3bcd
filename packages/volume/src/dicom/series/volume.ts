/**
 * A stack to a volume: every slice decoded, rescaled and put in its place.
 *
 * Gives the smallest type that holds all values exactly, else float. Holds one frame in memory besides the volume.
 */

import { checkOptions, type KnownOptions } from '../../options.ts';
import type { Geometry, Volume, VoxelArray } from '../../volume.ts';
import { describePixels, type PixelDescription } from '../pixels/description.ts';
import { type FrameSource, openFrames } from '../pixels/frames.ts';
import type { StoredArray } from '../pixels/stored.ts';
import type { DicomStack } from './folder.ts';
import type { DicomSlice, NamedDicom } from './slice.ts';
import { throwRefusal } from './stack.ts';

interface Bounds {
  least: number;
  most: number;
  whole: boolean;
}

function storedRange(d: PixelDescription): [number, number] {
  const span = 2 ** d.bitsStored;
  return d.signed ? [-span / 2, span / 2 - 1] : [0, span - 1];
}

const AS_STORED = { slope: 1, intercept: 0 } as const;

/** What values the slices can hold, from bits and rescaling. */
function boundsOf(slices: readonly DicomSlice[], stored: boolean): Bounds {
  const bounds: Bounds = { least: 0, most: 0, whole: true };
  for (const { source, rescale: asked } of slices) {
    const rescale = stored ? AS_STORED : asked;
    const ends = storedRange(describePixels(source.file.dataset)).map(
      (v) => v * rescale.slope + rescale.intercept,
    );
    bounds.least = Math.min(bounds.least, ...ends);
    bounds.most = Math.max(bounds.most, ...ends);
    bounds.whole &&= Number.isInteger(rescale.slope) && Number.isInteger(rescale.intercept);
  }
  return bounds;
}

function createVoxels({ least, most, whole }: Bounds, length: number): VoxelArray {
  if (!whole) return new Float32Array(length);
  if (least >= 0 && most <= 255) return new Uint8Array(length);
  if (least >= -32_768 && most <= 32_767) return new Int16Array(length);
  if (least >= 0 && most <= 65_535) return new Uint16Array(length);
  // Single precision holds whole numbers to 2^24 exactly.
  return Math.max(-least, most) <= 2 ** 24 ? new Float32Array(length) : new Float64Array(length);
}

/** One slice's stored values, cut out of the mosaic when it is a tile. */
function pixelsOf(slice: DicomSlice, frame: StoredArray, frameColumns: number): StoredArray {
  const { tile, rows, columns } = slice;
  if (tile === undefined) return frame;
  const cut = frame.slice(0, rows * columns);
  for (let row = 0; row < rows; row++) {
    const from = (tile.firstRow + row) * frameColumns + tile.firstColumn;
    cut.set(frame.subarray(from, from + columns), row * columns);
  }
  return cut;
}

function place(
  voxels: VoxelArray,
  values: StoredArray,
  { rescale, first }: { rescale: DicomSlice['rescale']; first: number },
): void {
  const { slope, intercept } = rescale;
  if (slope === 1 && intercept === 0) {
    // The bounds prove that no value uses the sign bit, so the same bits are copied without conversion.
    const sameBits = voxels instanceof Int16Array && values instanceof Uint16Array;
    voxels.set(sameBits ? new Int16Array(values.buffer) : values, first);
    return;
  }
  if (!(voxels instanceof Float32Array) || (Number.isInteger(slope) && Number.isInteger(intercept))) {
    for (let n = 0; n < values.length; n++) voxels[first + n] = values[n]! * slope + intercept;
    return;
  }
  // Single precision throughout, as NIfTI files and other programs scale: the same value from every way.
  const [s, b] = [Math.fround(slope), Math.fround(intercept)];
  for (let n = 0; n < values.length; n++) voxels[first + n] = values[n]! * s + b;
}

/** How a stack is decoded. */
export interface DecodeStackOptions {
  /** Give the values as they are stored in the files, without slope and intercept. Default false. */
  readonly stored?: boolean;
  /** Order of rows in the volume: as in the images, or from bottom to top as NIfTI files have them. Default 'images'. */
  readonly rows?: 'images' | 'bottom-up';
}

const KNOWN: KnownOptions<DecodeStackOptions> = { stored: false, rows: 'images' };

/** Turns the rows of one image round, in place. */
function turnRows(values: StoredArray, columns: number): void {
  const held = values.slice(0, columns);
  for (let top = 0, bottom = values.length - columns; top < bottom; top += columns, bottom -= columns) {
    held.set(values.subarray(top, top + columns));
    values.copyWithin(top, bottom, bottom + columns);
    values.set(held, bottom);
  }
}

/** The same voxels' grid when rows run from bottom to top. */
export function bottomUpGeometry({ size, indexToLpsMm }: Geometry): Geometry {
  const m = Float64Array.from(indexToLpsMm);
  for (const row of [0, 4, 8]) {
    m[row + 3]! += m[row + 1]! * (size[1] - 1);
    m[row + 1] = -m[row + 1]! + 0;
  }
  return { size, indexToLpsMm: m };
}

/**
 * The one slope and intercept of a stack that make fractions of its stored values, else undefined.
 *
 * A file that can keep both (NIfTI) then holds the stored values and loses no digit.
 */
export function fractionalRescale({ slices }: DicomStack): DicomSlice['rescale'] | undefined {
  const { slope, intercept } = slices[0]!.rescale;
  const alike = slices.every(({ rescale }) => rescale.slope === slope && rescale.intercept === intercept);
  const whole = Number.isInteger(slope) && Number.isInteger(intercept);
  return alike && !whole && Math.fround(slope) !== 0 ? { slope, intercept } : undefined;
}

/**
 * Decodes a stack.
 *
 * @returns Voxels in scanner values (rescaled), columns along i, rows along j, slices along k.
 * @throws VolumeError the code of the stack's refusal (`series/...`), or any pixel code of `openFrames`.
 * @example const volume = await decodeStack(parseDicomFolder(inputs).stacks[0]);
 */
export async function decodeStack(stack: DicomStack, options: DecodeStackOptions = {}): Promise<Volume> {
  checkOptions(options, KNOWN);
  const bottomUp = options.rows === 'bottom-up';
  const stored = options.stored ?? false;
  const refusal = stack.findings.find((f) => f.kind === 'refusal');
  if (refusal !== undefined || stack.geometry === undefined) {
    const unknown = {
      kind: 'refusal',
      code: 'series/no-position',
      sentence: 'Found a stack without a grid.',
    } as const;
    return throwRefusal(refusal ?? unknown);
  }
  const { geometry, slices } = stack;
  const perSlice = geometry.size[0] * geometry.size[1];
  const voxels = createVoxels(boundsOf(slices, stored), perSlice * slices.length);
  let open: { source: NamedDicom; frames: FrameSource } | undefined;
  for (const [k, slice] of slices.entries()) {
    if (open?.source !== slice.source) {
      open = { source: slice.source, frames: await openFrames(slice.source.file) };
    }
    const frame = open.frames.decode(slice.frame);
    const values = pixelsOf(slice, frame, open.frames.description.columns);
    if (bottomUp) turnRows(values, slice.columns);
    place(voxels, values, { rescale: stored ? AS_STORED : slice.rescale, first: k * perSlice });
  }
  return { geometry: bottomUp ? bottomUpGeometry(geometry) : geometry, data: narrowed(voxels) };
}

/** Whole numbers that were kept in floats because they might not have fitted 16 bits, in 16 bits when they do. */
function narrowed(voxels: VoxelArray): VoxelArray {
  if (!(voxels instanceof Float32Array)) return voxels;
  for (let at = 0; at < voxels.length; at++) {
    const value = voxels[at]!;
    if (!(value >= -32_768 && value <= 32_767) || !Number.isInteger(value)) return voxels;
  }
  return new Int16Array(voxels);
}
