import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
import { convertMaskToSeg, convertSegToNifti, convertSegToNrrd } from '../../convert/masks.ts';
import { convertDicomFolderToNifti } from '../../convert/to-nifti.ts';
import { parseDicom } from '../../dicom/parse/file.ts';
import { findText } from '../../dicom/parse/value.ts';
import { type DicomStack, parseDicomFolder } from '../../dicom/series/folder.ts';
import type { DraftDataset } from '../../dicom/write/draft.ts';
import { formatDicom } from '../../dicom/write/format.ts';
import { sameGrid } from '../../geometry/compare.ts';
import { parseNifti } from '../../nifti/parse.ts';
import { parseNrrd } from '../../nrrd/parse.ts';
import type { Mask } from '../../volume.ts';
import { createMask } from '../labels/mask.ts';
import { parseSegNrrd } from '../seg-nrrd/parse.ts';
import { labFromRgb, rgbFromLab } from './colour.ts';
import { formatSeg } from './format.ts';
import { LABEL_MAP_SOP_CLASS } from './parse.ts';
import { decodeSeg, segmentationMask, segmentMasks } from './segmentation.ts';

const ABSENT = isAbsent('data/dicom');
const created = new Date('2025-01-02T03:04:05Z');
const stack = parseDicomFolder(seriesInputs(4)).stacks[0]!;
const count = (data: ArrayLike<number>, value: number): number =>
  Array.from(data).filter((v) => v === value).length;

/** Labels 1 and 2 on slices 1 and 2, none on the outer slices. */
function syntheticMask(of: DicomStack = stack): Mask {
  const data = new Uint8Array(COLUMNS * ROWS * 4);
  for (const at of [37, 38, 39, 43, 45, 49, 50, 51, 70, 71]) data[at] = at > 60 ? 2 : 1;
  const labels = [
    { value: 1, name: 'Tumor', colorRgb: [200, 30, 40] as const },
    { value: 2, name: 'Knoten links' },
  ];
  return { geometry: of.geometry!, data, labels };
}

/** Replaces an ASCII text of the same length in a file. */
function replaced(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const text = Array.from(bytes, (b) => String.fromCharCode(b)).join('');
  expect(text).toContain(from);
  return Uint8Array.from(text.replaceAll(from, to), (c) => c.charCodeAt(0));
}

const refusal = async (bytes: Uint8Array, of: DicomStack = stack): Promise<string> =>
  decodeSeg(bytes, { reference: of }).then(
    () => 'none',
    (error: { code: string }) => error.code,
  );

describe('a written SEG', () => {
  const bytes = formatSeg(syntheticMask(), stack, { created });

  it('is read back voxel by voxel, with names and colours', async () => {
    const segmentation = await decodeSeg(bytes, { reference: stack });
    const mask = segmentationMask(segmentation);
    expect(segmentation.voxels).toEqual([8, 2]);
    expect(mask.data).toEqual(syntheticMask().data);
    expect(mask.labels).toEqual(syntheticMask().labels);
  });

  it('spans the frames it has when no images are given', async () => {
    const { geometry } = (await decodeSeg(bytes)).placed;
    expect(geometry.size).toEqual([COLUMNS, ROWS, 2]);
  });

  it('is the same bytes for the same input, and keeps patient, study and frame of reference', () => {
    expect(formatSeg(syntheticMask(), stack, { created })).toEqual(bytes);
    const { dataset } = parseDicom(bytes);
    expect(findText(dataset, 'PatientName')).toBe('Phantom^One');
    expect(findText(dataset, 'StudyInstanceUID')).toBe(stack.studyUid);
    expect(findText(dataset, 'FrameOfReferenceUID')).toBe(stack.frameOfReferenceUid);
  });

  it('names frames of an enhanced image by their number', async () => {
    const enhanced = parseDicomFolder([enhancedInput(4)]).stacks[0]!;
    const own = formatSeg(syntheticMask(enhanced), enhanced, { created });
    expect(segmentationMask(await decodeSeg(own, { reference: enhanced })).data).toEqual(
      syntheticMask().data,
    );
  });

  it('is refused on another frame of reference, another series or other images', async () => {
    expect(await refusal(replaced(bytes, '1.2.3.9', '1.2.3.8'))).toBe('seg/reference');
    const other = parseDicomFolder(
      seriesInputs(4, (k) => ({ SeriesInstanceUID: '1.2.7', SOPInstanceUID: `1.2.7.${k + 1}` })),
    ).stacks[0]!;
    expect(await refusal(bytes, other)).toBe('seg/reference');
    expect(await refusal(replaced(bytes, '1.2.3.4.2', '1.2.3.4.7'))).toBe('seg/reference');
  });

  it('is refused when frames name the images of other slices', async () => {
    const swapped = replaced(
      replaced(replaced(bytes, '1.2.3.4.2', '1.2.3.4.x'), '1.2.3.4.3', '1.2.3.4.2'),
      '1.2.3.4.x',
      '1.2.3.4.3',
    );
    expect(await refusal(swapped)).toBe('seg/reference');
  });

  it('is refused on a shifted, a coarser or a flipped grid', async () => {
    const shifted = parseDicomFolder(
      seriesInputs(4, (k) => ({ ImagePositionPatient: [-4, -7, -10 + 3 * k] })),
    ).stacks[0]!;
    const coarse = parseDicomFolder(seriesInputs(4, () => ({ PixelSpacing: [1.6, 2] }))).stacks[0]!;
    const flipped = parseDicomFolder(
      seriesInputs(4, () => ({ ImageOrientationPatient: [-1, 0, 0, 0, 1, 0] })),
    ).stacks[0]!;
    for (const of of [shifted, coarse, flipped]) expect(await refusal(bytes, of)).toBe('seg/geometry');
  });

  it('is refused as fractional', async () => {
    expect(await refusal(replaced(bytes, 'BINARY', 'FRACTIONAL'.slice(0, 6)))).toBe('seg/unsupported');
    const text = Array.from(bytes, (b) => String.fromCharCode(b)).join('');
    const at = text.indexOf('BINARY');
    const fractional = Uint8Array.from([
      ...bytes.subarray(0, at - 2),
      10,
      0,
      ...new TextEncoder().encode('FRACTIONAL'),
      ...bytes.subarray(at + 6),
    ]);
    expect(await refusal(fractional)).toBe('seg/fractional');
  });

  it('is not written for an empty mask or one on another grid', () => {
    const mask = syntheticMask();
    expect(
      codeOf(() => formatSeg({ ...mask, data: new Uint8Array(mask.data.length) }, stack, { created })),
    ).toBe('seg/empty');
    const m = Float64Array.from(mask.geometry.indexToLpsMm);
    m[3]! += 1;
    const moved = { ...mask, geometry: { ...mask.geometry, indexToLpsMm: m } };
    expect(codeOf(() => formatSeg(moved, stack, { created }))).toBe('mask/other-grid');
  });
});

describe('overlapping segments', () => {
  async function overlapping(): Promise<Uint8Array> {
    const mask = syntheticMask();
    // The second segment takes the bits of the first: both cover the same voxels of slice 1.
    const data = mask.data.map((value) => (value === 2 ? 0 : value));
    data[30 + 22] = 2;
    const bytes = formatSeg({ ...mask, data }, stack, { created });
    const { file } = await decodeSeg(bytes);
    expect(file.frames).toHaveLength(2);
    const packed = bytes.slice();
    // 30 bits a frame, 60 in all: set bits 30 + 7 and 30 + 8, which the first segment has too.
    const start = packed.length - 8;
    packed[start + 4]! |= 0b0110_0000;
    return packed;
  }

  it('are counted apart, refused in one mask, and merged only when the winner is named', async () => {
    const segmentation = await decodeSeg(await overlapping(), { reference: stack });
    expect(segmentation.voxels).toEqual([8, 3]);
    expect(segmentMasks(segmentation).map((m) => count(m.data, m.labels[0]!.value))).toEqual([8, 3]);
    expect(codeOf(() => segmentationMask(segmentation))).toBe('seg/overlap');
    expect(count(segmentationMask(segmentation, 'lower').data, 1)).toBe(8);
    expect(count(segmentationMask(segmentation, 'higher').data, 2)).toBe(3);
  });
});

describe('the round trip DICOM to NIfTI to SEG to NIfTI', () => {
  it('gives the same mask on the same grid', async () => {
    const inputs = seriesInputs(4);
    const image = parseNifti(await convertDicomFolderToNifti(inputs).files[0]!.format());
    const data = Uint8Array.from(image.data, (value) => (value % 3 === 0 ? 1 : 0));
    const mask = createMask({ geometry: image.geometry, data }, [{ value: 1, name: 'tumour' }]);
    const seg = convertMaskToSeg(mask, inputs, { created });
    const back = await convertSegToNifti(seg, { reference: inputs });
    const volume = parseNifti(back.bytes);
    expect(sameGrid(volume.geometry, image.geometry)).toBe(true);
    expect(Array.from(volume.data)).toEqual(Array.from(data));
  });

  it('finds the one series of several on whose grid the mask lies', () => {
    const other = seriesInputs(4, (k) => ({
      SeriesInstanceUID: '1.2.7',
      SOPInstanceUID: `1.2.7.${k}`,
      PixelSpacing: [1, 1],
    }));
    const seg = convertMaskToSeg(syntheticMask(), [...other, ...seriesInputs(4)], { created });
    expect(findText(parseDicom(seg).dataset, 'StudyInstanceUID')).toBe(stack.studyUid);
    expect(codeOf(() => convertMaskToSeg(syntheticMask(), other, { created }))).toBe('mask/other-grid');
  });
});

describe('colours', () => {
  it('survive CIELab words', () => {
    for (const rgb of [
      [0, 0, 0],
      [255, 255, 255],
      [200, 30, 40],
      [1, 128, 254],
    ] as const) {
      expect(rgbFromLab(labFromRgb(rgb))).toEqual(rgb);
    }
  });
});

describe.skipIf(ABSENT)('reference segmentations (needs the reference folder)', () => {
  const bytesOf = (path: string): Uint8Array => readFileSync(reference(`data/dicom/${path}`));

  it.each([
    ['seg_dcmqi/liver.dcm', 'seg_dcmqi/ct-3slice', 'seg_dcmqi/liver_seg.nrrd'],
    ['seg_dcmqi/23x38x3/seg/label.seg', 'seg_dcmqi/23x38x3/image', 'seg_dcmqi/23x38x3/nrrd/label.nrrd'],
  ])(
    '%s has the voxels of the reference label map, with and without its images',
    async (seg, images, nrrd) => {
      const truth = parseNrrd(bytesOf(nrrd));
      const inside = Array.from(truth.data, (v) => (v === 0 ? 0 : 1));
      const options = [{}, { reference: readInputs(reference(`data/dicom/${images}`)) }];
      for (const option of options) {
        const { bytes, voxels } = await convertSegToNrrd(bytesOf(seg), 'labels', option);
        const own = parseNrrd(bytes);
        expect(sameGrid(own.geometry, truth.geometry)).toBe(true);
        expect(Array.from(own.data, (v) => (v === 0 ? 0 : 1))).toEqual(inside);
        expect(voxels).toEqual([inside.filter((v) => v === 1).length]);
      }
    },
  );

  it('a Slicer segmentation keeps the name', async () => {
    const { bytes } = await convertSegToNrrd(bytesOf('seg_dcmqi/liver.dcm'), 'segments');
    expect(parseSegNrrd(bytes).flatMap((m) => m.labels.map((l) => l.name))).toEqual(['Liver']);
  });

  it('the binary highdicom file has 638 voxels, and is refused on an image it was not drawn on', async () => {
    const bytes = bytesOf('seg_highdicom/seg_image_ct_binary.dcm');
    expect((await decodeSeg(bytes)).voxels).toEqual([638]);
    const other = parseDicomFolder(readInputs(reference('data/dicom/seg_dcmqi/ct-3slice'))).stacks[0]!;
    expect(await refusal(bytes, other)).toBe('seg/reference');
  });
});

describe.skipIf(!hasPeer('dciodvfy'))('dciodvfy (needs dicom3tools)', () => {
  const errorsOf = (bytes: Uint8Array): string[] => {
    const path = join(temporaryFolder(), 'out.dcm');
    writeFileSync(path, bytes);
    return runPeer('dciodvfy', [path])
      .text.split('\n')
      .filter((line) => line.startsWith('Error'));
  };

  it('finds no error in a written SEG', () => {
    expect(errorsOf(formatSeg(syntheticMask(), stack, { created }))).toEqual([]);
    const automatic = formatSeg(syntheticMask(), stack, { created, algorithm: 'AUTOMATIC' });
    expect(errorsOf(automatic)).toEqual([]);
  });
});

describe('a label map', () => {
  const labelMap = (value: number, photometric = 'MONOCHROME2'): Uint8Array => {
    const pixels = new Uint8Array(COLUMNS * ROWS * 3);
    for (const at of [1, 2, 3, 31, 32]) pixels[at] = 1;
    for (const at of [7, 8, 35]) pixels[at] = value;
    const segment = (number: number, name: string): DraftDataset => ({
      SegmentNumber: number,
      SegmentLabel: name,
    });
    return formatDicom({
      SOPClassUID: LABEL_MAP_SOP_CLASS,
      SOPInstanceUID: '1.2.77',
      Modality: 'SEG',
      SegmentationType: 'LABELMAP',
      FrameOfReferenceUID: '1.2.3.9',
      SamplesPerPixel: 1,
      PhotometricInterpretation: photometric,
      NumberOfFrames: 3,
      Rows: ROWS,
      Columns: COLUMNS,
      BitsAllocated: 8,
      BitsStored: 8,
      HighBit: 7,
      PixelRepresentation: 0,
      PixelData: pixels,
      SegmentSequence: [segment(0, 'background'), segment(1, 'GTVp'), segment(5, 'GTVn')],
      SharedFunctionalGroupsSequence: [
        {
          PixelMeasuresSequence: [{ SliceThickness: 3, SpacingBetweenSlices: 3, PixelSpacing: [1.5, 2] }],
          PlaneOrientationSequence: [{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] }],
        },
      ],
      PerFrameFunctionalGroupsSequence: [1, 2, 3].map((k) => ({
        PlanePositionSequence: [{ ImagePositionPatient: [-5, -7, -10 + 3 * k] }],
      })),
    });
  };

  it.each(['MONOCHROME2', 'PALETTE COLOR'])(
    'in %s has its segments on the grid of the images',
    async (photometric) => {
      const segmentation = await decodeSeg(labelMap(5, photometric), { reference: stack });
      expect(segmentation.file.segments.map(({ number, label }) => [number, label])).toEqual([
        [1, 'GTVp'],
        [5, 'GTVn'],
      ]);
      expect(segmentation.voxels).toEqual([5, 3]);
      expect(count(segmentationMask(segmentation).data, 5)).toBe(3);
      expect((await decodeSeg(labelMap(5))).placed.geometry.size).toEqual([COLUMNS, ROWS, 3]);
    },
  );

  it('with a value that is no segment is refused', async () => {
    expect(await refusal(labelMap(9))).toBe('seg/segments');
  });
});
