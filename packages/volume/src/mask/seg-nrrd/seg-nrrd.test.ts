import { describe, expect, it } from 'vitest';
import { codeOf } from '../../codes.fixture.ts';
import { createGeometry } from '../../geometry/geometry.ts';
import { formatNrrd } from '../../nrrd/format.ts';
import { createMask } from '../labels/mask.ts';
import { formatSegNrrd } from './format.ts';
import { parseSegNrrd } from './parse.ts';

const geometry = createGeometry({
  size: [4, 3, 2],
  spacingMm: [0.9, 1.1, 5],
  originLpsMm: [7, -8, 9.5],
  directions: [
    [0.96, 0.28, 0],
    [-0.28, 0.96, 0],
    [0, 0, -1],
  ],
});
const latin = new TextDecoder('latin1');
const plain = formatNrrd({ geometry, data: new Int16Array(24) }, { gzip: false });

/** A file with a piece of its head replaced. */
function headed(from: RegExp | string, to: string, file: Uint8Array): Uint8Array {
  const text = latin.decode(file);
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  return Uint8Array.from([...changed].map((c) => c.charCodeAt(0)));
}

describe('a Slicer segmentation written and read back', () => {
  const data = new Uint8Array(24);
  data.set([1, 1, 0, 2], 4);
  const mask = createMask({ geometry, data }, [
    { value: 1, name: 'tumour', colorRgb: [255, 0, 51] },
    { value: 2, name: 'node left', colorRgb: [0, 128, 0] },
  ]);

  it('keeps names, values, colours and voxels', () => {
    expect(parseSegNrrd(formatSegNrrd([mask]))).toEqual([{ ...mask, geometry: expect.anything() }]);
  });

  it('keeps regions that overlap in layers of their own', () => {
    const other = createMask({ geometry, data: new Uint8Array(24).fill(1, 3, 9) }, [
      { value: 1, name: 'oedema', colorRgb: [1, 2, 3] },
    ]);
    const back = parseSegNrrd(formatSegNrrd([mask, other]));
    expect(back.map((m) => m.data)).toEqual([mask.data, other.data]);
    expect(back[1]?.labels).toEqual(other.labels);
  });

  it('is refused without segments, with a label beyond the list, and for names of two lines', () => {
    expect(codeOf(() => parseSegNrrd(plain))).toBe('nrrd/segments');
    const file = formatSegNrrd([mask], { gzip: false });
    expect(
      codeOf(() => parseSegNrrd(headed('Segment0_LabelValue:=1', 'Segment0_LabelValue:=900', file))),
    ).toBe('nrrd/segments');
    expect(codeOf(() => parseSegNrrd(headed('Segment0_Layer:=0', 'Segment0_Layer:=1', file)))).toBe(
      'nrrd/segments',
    );
    expect(codeOf(() => parseSegNrrd(headed('Segment1_LabelValue:=2', 'Segment1_LabelValue:=3', file)))).toBe(
      'mask/unknown-label',
    );
    expect(codeOf(() => formatSegNrrd([{ ...mask, labels: [{ value: 1, name: 'a\nb' }] }]))).toBe(
      'nrrd/segments',
    );
    expect(codeOf(() => formatSegNrrd([]))).toBe('nrrd/segments');
  });
});
