/**
 * Slicer segmentations (.seg.nrrd) from masks: the same input gives the same bytes.
 *
 * A mask becomes a layer, so regions of different masks may overlap.
 */
import { requireSameGrid } from '../../geometry/compare.ts';
import { FORMAT_NRRD_OPTIONS, type FormatNrrdOptions, joinNrrd } from '../../nrrd/format.ts';
import { refuseNrrd } from '../../nrrd/header.ts';
import { checkOptions } from '../../options.ts';
import type { Label, Mask } from '../../volume.ts';
import { measureMask } from '../labels/measure.ts';

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
  checkOptions(options, FORMAT_NRRD_OPTIONS);
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
  return joinNrrd(
    { geometry: firstMask.geometry, type: 'uint8', compressed: options.gzip ?? true, layers, pairs },
    data,
  );
}
