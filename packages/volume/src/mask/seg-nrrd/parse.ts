/**
 * Masks from a Slicer segmentation (.seg.nrrd), raw or gzip, either byte order.
 *
 * Segments that overlap lie in layers, and each layer becomes a mask of its own.
 */
import { countVoxels } from '../../geometry/geometry.ts';
import { type NrrdHeader, refuseNrrd } from '../../nrrd/header.ts';
import { type ParseNrrdOptions, parseNrrdContent } from '../../nrrd/parse.ts';
import type { Label, Mask } from '../../volume.ts';
import { createMask } from '../labels/mask.ts';

interface Segment {
  readonly layer: number;
  readonly label: Label;
}

function colorOf(text: string | undefined): Pick<Label, 'colorRgb'> {
  const parts = text?.split(/\s+/).map((part) => Math.round(Number(part) * 255));
  if (parts?.length !== 3 || !parts.every((v) => v >= 0 && v <= 255)) return {};
  return { colorRgb: [parts[0]!, parts[1]!, parts[2]!] };
}

function segmentsOf({ pairs }: NrrdHeader, layers: number): Segment[] {
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
  const { header, geometry, values, listAxis } = parseNrrdContent(bytes, options);
  const layers = listAxis < 0 ? 1 : header.sizes[listAxis]!;
  const segments = segmentsOf(header, layers);
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
