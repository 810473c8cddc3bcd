/**
 * A scan from an NRRD file, and masks from a Slicer segmentation (.seg.nrrd), raw or gzip, either byte order.
 *
 * Gives LPS geometry. Segments that overlap lie in layers, and each layer becomes a mask of its own.
 */
import { checkGeometry, countVoxels, MAXIMUM_VOXELS } from '../geometry/geometry.ts';
import { readBody } from '../gzip/body.ts';
import { createMask } from '../mask/mask.ts';
import type { Geometry, Label, Mask, Volume, VoxelArray } from '../volume.ts';
import { BYTES_OF_TYPE } from '../voxels/data-type.ts';
import { decodeValues } from '../voxels/decode.ts';
import { type NrrdHeader, parseNrrdHeader, refuseNrrd } from './header.ts';

/** How an NRRD file is read. */
export interface ParseNrrdOptions {
  /** Most bytes of voxels that are accepted, decompressed. Default 2^31. */
  readonly maximumBytes?: number;
}

const CODES = {
  truncated: 'nrrd/truncated',
  damaged: 'nrrd/damaged',
  bomb: 'nrrd/bomb',
  tooLarge: 'nrrd/too-large',
} as const;

interface Content {
  readonly header: NrrdHeader;
  readonly geometry: Geometry;
  /** Every value, in the order of the file. */
  readonly values: VoxelArray;
  /** Index of the axis that is not in space, or -1. */
  readonly listAxis: number;
}

function geometryOf(header: NrrdHeader): Geometry {
  const axes = header.directions.flatMap((direction, axis) =>
    direction === null ? [] : [{ direction, size: header.sizes[axis]! }],
  );
  const m = new Float64Array(12);
  for (let row = 0; row < 3; row++) {
    const sign = header.spaceSigns[row]!;
    axes.forEach(({ direction }, column) => {
      m[row * 4 + column] = sign * direction[row]!;
    });
    m[row * 4 + 3] = sign * header.origin[row]!;
  }
  return checkGeometry({ size: [axes[0]!.size, axes[1]!.size, axes[2]!.size], indexToLpsMm: m });
}

function readContent(bytes: Uint8Array, options: ParseNrrdOptions): Content {
  const header = parseNrrdHeader(bytes);
  const geometry = geometryOf(header);
  const listAxis = header.directions.indexOf(null);
  const count = countVoxels(geometry.size) * (listAxis < 0 ? 1 : header.sizes[listAxis]!);
  const body = readBody(bytes.subarray(header.bodyOffset), {
    stream: header.encoding === 'gzip' ? 'gzip' : 'plain',
    expectedBytes: count * BYTES_OF_TYPE[header.type],
    maximumBytes: options.maximumBytes ?? MAXIMUM_VOXELS,
    codes: CODES,
  });
  const { type, littleEndian } = header;
  const values = decodeValues(body, {
    type,
    littleEndian,
    from: 0,
    count,
    refuseInteger: (value, at) =>
      refuseNrrd(
        'nrrd/unsupported',
        `Found the 64-bit integer ${value} at voxel ${at}.`,
        'Whole numbers up to 2^53 are needed.',
      ),
  });
  return { header, geometry, values, listAxis };
}

/**
 * The scan in an NRRD file with attached data.
 *
 * @param bytes The whole file.
 * @throws VolumeError `nrrd/not-nrrd`, `nrrd/header`, `nrrd/dimensions` (also for a list of several volumes),
 * `nrrd/unsupported`, `nrrd/too-large`, `nrrd/truncated`, `nrrd/damaged`, `nrrd/bomb`, `geometry/size`, `geometry/affine`.
 * @example const scan = parseNrrd(await readFile('t1.nrrd'));
 */
export function parseNrrd(bytes: Uint8Array, options: ParseNrrdOptions = {}): Volume {
  const { header, geometry, values, listAxis } = readContent(bytes, options);
  if (listAxis >= 0 && header.sizes[listAxis] !== 1) {
    refuseNrrd(
      'nrrd/dimensions',
      `Found a list of ${header.sizes[listAxis]} volumes.`,
      'One volume is needed.',
    );
  }
  return { geometry, data: values };
}

interface Segment {
  readonly layer: number;
  readonly label: Label;
}

function colorOf(text: string | undefined): Pick<Label, 'colorRgb'> {
  const parts = text?.split(/\s+/).map((part) => Math.round(Number(part) * 255));
  if (parts?.length !== 3 || !parts.every((v) => v >= 0 && v <= 255)) return {};
  return { colorRgb: [parts[0]!, parts[1]!, parts[2]!] };
}

function readSegments({ pairs }: NrrdHeader, layers: number): Segment[] {
  const segments: Segment[] = [];
  for (let n = 0; n < 65_536 && pairs.has(`Segment${n}_ID`); n++) {
    const name = pairs.get(`Segment${n}_Name`) ?? pairs.get(`Segment${n}_ID`)!;
    const layer = Number(pairs.get(`Segment${n}_Layer`) ?? (layers > 1 ? n : 0));
    const value = Number(pairs.get(`Segment${n}_LabelValue`) ?? (layers > 1 ? 1 : n + 1));
    const fits =
      Number.isInteger(layer) &&
      layer >= 0 &&
      layer < layers &&
      Number.isInteger(value) &&
      value >= 1 &&
      value <= 255;
    if (!fits) {
      refuseNrrd(
        'nrrd/segments',
        `Found segment ${n} with layer ${layer} and label ${value}.`,
        `A layer from 0 to ${layers - 1} and a label from 1 to 255 are needed.`,
      );
    }
    segments.push({ layer, label: { value, name, ...colorOf(pairs.get(`Segment${n}_Color`)) } });
  }
  if (segments.length === 0)
    refuseNrrd(
      'nrrd/segments',
      'Found no Segment0_ID in the head.',
      'A segmentation as 3D Slicer saves it is needed.',
    );
  return segments;
}

/**
 * The masks in a Slicer segmentation: one for each layer, with names, label values and colours.
 *
 * @returns One mask when no segments overlap, else one for each layer. A layer may be empty.
 * @throws VolumeError as `parseNrrd`, and `nrrd/segments`, `mask/not-labels`, `mask/unknown-label`.
 * @example const [mask] = parseSegNrrd(await readFile('tumour.seg.nrrd'));
 */
export function parseSegNrrd(bytes: Uint8Array, options: ParseNrrdOptions = {}): Mask[] {
  const { header, geometry, values, listAxis } = readContent(bytes, options);
  const layers = listAxis < 0 ? 1 : header.sizes[listAxis]!;
  const segments = readSegments(header, layers);
  if (listAxis > 0)
    refuseNrrd(
      'nrrd/unsupported',
      `Found the list of layers on axis ${listAxis}.`,
      'The list on the first axis is needed.',
    );
  const voxels = countVoxels(geometry.size);
  return Array.from({ length: layers }, (_, layer) => {
    const data = layers === 1 ? values : new Float64Array(voxels);
    if (layers > 1) for (let at = 0; at < voxels; at++) data[at] = values[at * layers + layer]!;
    const labels = segments.filter((segment) => segment.layer === layer).map((segment) => segment.label);
    return createMask({ geometry, data }, labels);
  });
}
