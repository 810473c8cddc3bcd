import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hasPeer,
  readInputs,
  runPeer,
  temporaryFolder,
} from '../../../../../tests/conformance/volume/peers.ts';
import {
  COLUMNS,
  enhancedInput,
  ROWS,
  seriesInputs,
} from '../../../../../tests/conformance/volume/synthetic.ts';
import { codeOf, isAbsent, reference } from '../../codes.fixture.ts';
import { convertMaskToRtstruct, convertRtstructToNifti } from '../../convert/masks.ts';
import { convertDicomFolderToNifti } from '../../convert/to-nifti.ts';
import { type DicomStack, parseDicomFolder } from '../../dicom/series/folder.ts';
import type { DraftDataset } from '../../dicom/write/draft.ts';
import { formatDicom } from '../../dicom/write/format.ts';
import { parseNifti } from '../../nifti/parse.ts';
import type { Mask } from '../../volume.ts';
import { createMask } from '../labels/mask.ts';
import { formatRtstruct } from './format.ts';
import { parseRtstruct, RTSTRUCT_SOP_CLASS } from './parse.ts';
import { decodeRtstruct } from './structures.ts';
import { traceOutline } from './trace.ts';

const ABSENT = isAbsent('data/dicom');
const created = new Date('2025-01-02T03:04:05Z');
const stack = parseDicomFolder(seriesInputs(4)).stacks[0]!;

function maskOf(data: Uint8Array, of: DicomStack = stack): Mask {
  const labels = [
    { value: 1, name: 'GTVp', colorRgb: [0, 255, 0] as const },
    { value: 2, name: 'GTVn' },
  ];
  return { geometry: of.geometry!, data, labels };
}

/** Corners of a box in the plane of slice k, in index units, as contour points. */
function box(from: readonly [number, number], to: readonly [number, number], k: number): number[] {
  const at = (i: number, j: number): number[] => [-5 + 2 * i, -7 + 1.5 * j, -10 + 3 * k];
  return [...at(from[0], from[1]), ...at(to[0], from[1]), ...at(to[0], to[1]), ...at(from[0], to[1])];
}

interface Options {
  readonly frame?: string;
  readonly series?: string;
  readonly images?: readonly string[];
  /** Image that each contour names; null when it names none. */
  readonly named?: (n: number) => string | null;
  readonly kind?: string;
}

function structureSet(contours: readonly number[][], options: Options = {}): Uint8Array {
  const image = (uid: string): DraftDataset => ({
    ReferencedSOPClassUID: '1.2',
    ReferencedSOPInstanceUID: uid,
  });
  const images = options.images ?? [1, 2, 3, 4].map((k) => `1.2.3.4.${k}`);
  const frame = options.frame ?? '1.2.3.9';
  const series = { SeriesInstanceUID: options.series ?? '1.2.3.4', ContourImageSequence: images.map(image) };
  const draft: DraftDataset = {
    SOPClassUID: RTSTRUCT_SOP_CLASS,
    SOPInstanceUID: '1.2.99',
    Modality: 'RTSTRUCT',
    ReferencedFrameOfReferenceSequence: [
      { FrameOfReferenceUID: frame, RTReferencedStudySequence: [{ RTReferencedSeriesSequence: [series] }] },
    ],
    StructureSetROISequence: [{ ROINumber: 1, ROIName: 'GTVp', ReferencedFrameOfReferenceUID: frame }],
    ROIContourSequence: [
      {
        ReferencedROINumber: 1,
        ContourSequence: contours.map((points, n) => {
          const named = options.named === undefined ? '1.2.3.4.2' : options.named(n);
          return {
            ...(named === null ? {} : { ContourImageSequence: [image(named)] }),
            ContourGeometricType: options.kind ?? 'CLOSED_PLANAR',
            NumberOfContourPoints: points.length / 3,
            ContourData: points,
          };
        }),
      },
    ],
  };
  return formatDicom(draft, { explicit: false });
}

const voxelsOf = (bytes: Uint8Array): readonly number[] => decodeRtstruct(bytes, stack).voxels;
const refusalOf = (bytes: Uint8Array): string => codeOf(() => decodeRtstruct(bytes, stack));

describe('contours', () => {
  it('hold the voxels whose centres they enclose', () => {
    expect(voxelsOf(structureSet([box([0.5, 0.5], [3.5, 2.5], 1)]))).toEqual([6]);
  });

  it('inside contours are holes', () => {
    const set = structureSet([box([-0.5, -0.5], [4.5, 4.5], 1), box([0.5, 0.5], [2.5, 2.5], 1)]);
    expect(voxelsOf(set)).toEqual([25 - 4]);
  });

  it('side by side are both inside', () => {
    const set = structureSet([box([-0.5, -0.5], [0.5, 0.5], 1), box([2.5, 2.5], [4.5, 4.5], 1)]);
    expect(voxelsOf(set)).toEqual([5]);
  });

  it('partly outside the image are cut at its edge', () => {
    expect(voxelsOf(structureSet([box([-9, -9], [0.5, 99], 1)]))).toEqual([ROWS]);
  });

  it('between slices, outside the stack, open or damaged are refused', () => {
    expect(refusalOf(structureSet([box([0, 0], [2, 2], 1.4)]))).toBe('rtstruct/off-plane');
    expect(refusalOf(structureSet([box([0, 0], [2, 2], 7)], { named: () => null }))).toBe(
      'rtstruct/off-plane',
    );
    expect(refusalOf(structureSet([box([0, 0], [2, 2], 1).slice(0, 6)]))).toBe('rtstruct/contour');
    expect(refusalOf(structureSet([box([0, 0], [2, 2], 1)], { kind: 'SPIRAL' }))).toBe('rtstruct/contour');
    expect(refusalOf(structureSet([[0, 0, 0]], { kind: 'POINT' }))).toBe('rtstruct/empty');
  });
});

describe('references', () => {
  const good = [box([0.5, 0.5], [3.5, 2.5], 1)];

  it('to another series, to images that are not there, or to another slice are refused', () => {
    expect(refusalOf(structureSet(good, { series: '1.2.3.77' }))).toBe('rtstruct/reference');
    expect(refusalOf(structureSet(good, { images: ['1.2.3.4.2', '9.9'] }))).toBe('rtstruct/reference');
    expect(refusalOf(structureSet(good, { named: () => '9.9' }))).toBe('rtstruct/reference');
    expect(refusalOf(structureSet(good, { named: () => '1.2.3.4.3' }))).toBe('rtstruct/reference');
  });

  it('to another frame of reference are refused unless every contour names an image that is there', () => {
    expect(refusalOf(structureSet(good, { frame: '1.9', named: () => null }))).toBe('rtstruct/reference');
    expect(decodeRtstruct(structureSet(good, { frame: '1.9' }), stack).notes).toHaveLength(1);
    expect(decodeRtstruct(structureSet(good), stack).notes).toEqual([]);
  });

  it('to a structure by a wrong name are refused', () => {
    expect(codeOf(() => decodeRtstruct(structureSet(good), stack, { names: ['CTV'] }))).toBe(
      'rtstruct/unknown-structure',
    );
  });
});

describe('a written RTSTRUCT', () => {
  it('gives back any mask, holes and touching corners included', () => {
    const plane = fc.uint8Array({ minLength: COLUMNS * ROWS * 4, maxLength: COLUMNS * ROWS * 4, max: 2 });
    fc.assert(
      fc.property(plane, (data) => {
        if (!data.some((v) => v > 0)) return;
        const { mask } = decodeRtstruct(formatRtstruct(maskOf(data), stack, { created }), stack);
        const present = [1, 2].filter((v) => data.includes(v));
        const expected = data.map((v) => (v === 0 ? 0 : present.indexOf(v) + 1));
        expect(mask.data).toEqual(expected);
        expect(mask.labels.map((l) => l.name)).toEqual(present.map((v) => ['GTVp', 'GTVn'][v - 1]));
      }),
      { numRuns: 60 },
    );
  });

  it('works on an enhanced image and on a tilted stack', () => {
    const data = new Uint8Array(COLUMNS * ROWS * 4).fill(1, 40, 44);
    const tilted = seriesInputs(4, (k) => ({ ImagePositionPatient: [-5, -7 + 0.8 * k, -10 + 3 * k] }));
    for (const inputs of [[enhancedInput(4)], tilted]) {
      const own = parseDicomFolder(inputs).stacks[0]!;
      const bytes = formatRtstruct(maskOf(data, own), own, { created });
      expect(decodeRtstruct(bytes, own).mask.data).toEqual(data);
    }
  });

  it('is the same bytes for the same input and refused for an empty mask', () => {
    const data = new Uint8Array(COLUMNS * ROWS * 4).fill(1, 40, 44);
    expect(formatRtstruct(maskOf(data), stack, { created })).toEqual(
      formatRtstruct(maskOf(data), stack, { created }),
    );
    expect(codeOf(() => formatRtstruct(maskOf(new Uint8Array(data.length)), stack, { created }))).toBe(
      'rtstruct/empty',
    );
  });

  it('goes from NIfTI to RTSTRUCT and back', async () => {
    const inputs = seriesInputs(4);
    const image = parseNifti(await convertDicomFolderToNifti(inputs).files[0]!.format());
    const data = Uint8Array.from(image.data, (value) => (value % 3 === 0 ? 1 : 0));
    const mask = createMask({ geometry: image.geometry, data }, [{ value: 1, name: 'tumour' }]);
    const back = convertRtstructToNifti(convertMaskToRtstruct(mask, inputs, { created }), inputs);
    expect(Array.from(parseNifti(back.bytes).data)).toEqual(Array.from(data));
  });
});

describe('the outline of voxels', () => {
  it('has a ring for each piece and each hole, corners only where it turns', () => {
    const ring = Uint8Array.of(1, 1, 1, 1, 0, 1, 1, 1, 1);
    expect(traceOutline(ring, 3, 3).map((r) => r.length)).toEqual([8, 8]);
    expect(traceOutline(Uint8Array.of(1, 0, 0, 1), 2, 2)).toHaveLength(2);
  });
});

describe.skipIf(ABSENT)('reference structures (needs the reference folder)', () => {
  it('rt.dcm has 1443 voxels: a square of 49 x 49 with a hole', () => {
    const folder = reference('data/dicom/rtstruct_rtutils/mock_data');
    const bytes = readFileSync(join(folder, 'rt.dcm'));
    const { voxels, notes } = convertRtstructToNifti(bytes, readInputs(folder));
    expect(voxels).toEqual([1443]);
    expect(notes).toHaveLength(1);
    expect(parseRtstruct(bytes).structures.map((s) => s.name)).toEqual(['ROI-1']);
  });

  it('rt.dcm is refused on images it was not drawn on', () => {
    const bytes = readFileSync(reference('data/dicom/rtstruct_rtutils/mock_data/rt.dcm'));
    const other = readInputs(reference('data/dicom/seg_dcmqi/ct-3slice'));
    expect(codeOf(() => convertRtstructToNifti(bytes, other))).toBe('rtstruct/reference');
  });
});

describe.skipIf(!hasPeer('dciodvfy'))('dciodvfy (needs dicom3tools)', () => {
  it('finds no error in a written RTSTRUCT', () => {
    const path = join(temporaryFolder(), 'out.dcm');
    const data = new Uint8Array(COLUMNS * ROWS * 4).fill(1, 40, 44).fill(2, 70, 75);
    writeFileSync(path, formatRtstruct(maskOf(data), stack, { created }));
    const errors = runPeer('dciodvfy', [path])
      .text.split('\n')
      .filter((line) => line.startsWith('Error'));
    expect(errors).toEqual([]);
  });
});
