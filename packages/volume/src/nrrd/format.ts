/**
 * NRRD files and Slicer segmentations (.seg.nrrd) from volumes and masks: the same input gives the same bytes.
 */
import { requireSameGrid } from '../geometry/compare.ts';
import { createVolume } from '../geometry/geometry.ts';
import { gzip } from '../gzip/gzip.ts';
import { measureMask } from '../mask/mask.ts';
import type { Geometry, Label, Mask, Volume, VoxelArray } from '../volume.ts';
import { typeOfArray, type VoxelType } from '../voxels/data-type.ts';
import { littleEndianBytes } from '../voxels/decode.ts';
import { refuseNrrd } from './header.ts';

/** How an NRRD file is written. */
export interface FormatNrrdOptions {
  /** Compress the voxels. Default true. */
  readonly gzip?: boolean;
}

const TYPE_WORDS: Readonly<Record<VoxelType, string>> = {
  uint8: 'unsigned char',
  int8: 'signed char',
  uint16: 'unsigned short',
  int16: 'short',
  uint32: 'unsigned int',
  int32: 'int',
  float32: 'float',
  float64: 'double',
};

interface Head {
  readonly geometry: Geometry;
  readonly type: VoxelType;
  readonly compressed: boolean;
  readonly layers: number;
  readonly pairs: readonly string[];
}

function formatHead({ geometry, type, compressed, layers, pairs }: Head): string {
  const m = geometry.indexToLpsMm;
  const vector = (column: number): string => `(${m[column]},${m[4 + column]},${m[8 + column]})`;
  const list = layers > 1;
  return [
    'NRRD0004',
    `type: ${TYPE_WORDS[type]}`,
    `dimension: ${list ? 4 : 3}`,
    'space: left-posterior-superior',
    `sizes: ${[...(list ? [layers] : []), ...geometry.size].join(' ')}`,
    `space directions: ${[...(list ? ['none'] : []), vector(0), vector(1), vector(2)].join(' ')}`,
    `kinds: ${list ? 'list ' : ''}domain domain domain`,
    'endian: little',
    `encoding: ${compressed ? 'gzip' : 'raw'}`,
    `space origin: ${vector(3)}`,
    ...pairs,
    '',
    '',
  ].join('\n');
}

function join(head: Head, data: VoxelArray): Uint8Array {
  const text = new TextEncoder().encode(formatHead(head));
  const body = head.compressed ? gzip(littleEndianBytes(data)) : littleEndianBytes(data);
  const file = new Uint8Array(text.length + body.length);
  file.set(text);
  file.set(body, text.length);
  return file;
}

/**
 * The bytes of an NRRD file with this volume, in LPS.
 *
 * @throws VolumeError `geometry/data-length`, `geometry/size`, `geometry/affine` when the volume is none.
 * @example await writeFile('t1.nrrd', formatNrrd(scan));
 */
export function formatNrrd(volume: Volume, options: FormatNrrdOptions = {}): Uint8Array {
  createVolume(volume.geometry, volume.data);
  const compressed = options.gzip ?? true;
  return join(
    { geometry: volume.geometry, type: typeOfArray(volume.data), compressed, layers: 1, pairs: [] },
    volume.data,
  );
}

/** Only what Slicer's one-line fields can hold. */
function oneLine(text: string): string {
  if (/[\r\n]/.test(text))
    refuseNrrd('nrrd/segments', 'Found a segment name with a line break.', 'Names of one line are needed.');
  return text;
}

function extentOf(mask: Mask, label: Label): string {
  if (!mask.data.includes(label.value)) return '0 -1 0 -1 0 -1';
  const { first, last } = measureMask(mask, { labels: [label.value] }).boundsVoxel;
  return [0, 1, 2].map((axis) => `${first[axis]} ${last[axis]}`).join(' ');
}

/**
 * The bytes of a Slicer segmentation; each mask becomes a layer, so regions of different masks may overlap.
 *
 * @param masks One or more masks on one grid.
 * @throws VolumeError `geometry/other-grid`; `nrrd/segments` when there is no mask, no label, or a name has a line break.
 * @example await writeFile('tumour.seg.nrrd', formatSegNrrd([mask]));
 */
export function formatSegNrrd(masks: readonly Mask[], options: FormatNrrdOptions = {}): Uint8Array {
  const [firstMask] = masks;
  const labels = masks.flatMap((mask, layer) => mask.labels.map((label) => ({ mask, layer, label })));
  if (firstMask === undefined || labels.length === 0) {
    refuseNrrd(
      'nrrd/segments',
      'Found no labelled region to write.',
      'At least one mask with a label is needed.',
    );
  }
  for (const mask of masks) requireSameGrid(firstMask.geometry, mask.geometry);
  const pairs = labels.flatMap(({ mask, layer, label }, n) => [
    `Segment${n}_Color:=${(label.colorRgb ?? [230, 70, 60]).map((v) => (v / 255).toFixed(6)).join(' ')}`,
    `Segment${n}_Extent:=${extentOf(mask, label)}`,
    `Segment${n}_ID:=Segment_${n + 1}`,
    `Segment${n}_LabelValue:=${label.value}`,
    `Segment${n}_Layer:=${layer}`,
    `Segment${n}_Name:=${oneLine(label.name)}`,
  ]);
  const layers = masks.length;
  const data = layers === 1 ? firstMask.data : new Uint8Array(firstMask.data.length * layers);
  for (const [layer, mask] of layers > 1 ? masks.entries() : []) {
    for (let at = 0; at < mask.data.length; at++) data[at * layers + layer] = mask.data[at]!;
  }
  return join(
    { geometry: firstMask.geometry, type: 'uint8', compressed: options.gzip ?? true, layers, pairs },
    data,
  );
}
