/**
 * Small series, segmentations and structure sets made here, with a truth that is known.
 *
 * For tests and for the seeds of the mutation test. Not exported from the package.
 */
import type { DicomInput } from '../../../packages/volume/src/dicom/series/slice.ts';
import type { DraftDataset } from '../../../packages/volume/src/dicom/write/draft.ts';
import { formatDicom } from '../../../packages/volume/src/dicom/write/format.ts';

/** SOP class of a classic MR image. */
export const MR_SOP_CLASS = '1.2.840.10008.5.1.4.1.1.4';
/** SOP class of an enhanced MR image. */
export const ENHANCED_MR_SOP_CLASS = '1.2.840.10008.5.1.4.1.1.4.1';

/** Columns of the synthetic images. */
export const COLUMNS = 6;
/** Rows of the synthetic images. */
export const ROWS = 5;

/** Stored value of a voxel: differs everywhere, so that a misplaced voxel shows. */
export const valueAt = (i: number, j: number, k: number): number => 1 + i + 10 * j + 100 * k;

/** Little-endian 16-bit pixels of slice k. */
export function pixelsOf(k: number, offset = 0): Uint8Array {
  const values = new Uint16Array(COLUMNS * ROWS);
  for (let j = 0; j < ROWS; j++)
    for (let i = 0; i < COLUMNS; i++) values[j * COLUMNS + i] = valueAt(i, j, k) + offset;
  return new Uint8Array(values.buffer);
}

/** Attributes that every synthetic image shares. */
export const IMAGE: DraftDataset = {
  PatientName: 'Phantom^One',
  PatientID: 'P1',
  PatientBirthDate: '',
  PatientSex: 'O',
  StudyInstanceUID: '1.2.3.1',
  StudyDate: '20250102',
  StudyTime: '030405',
  StudyID: '1',
  AccessionNumber: '',
  ReferringPhysicianName: '',
  SeriesNumber: 4,
  Modality: 'MR',
  FrameOfReferenceUID: '1.2.3.9',
  PositionReferenceIndicator: '',
  SamplesPerPixel: 1,
  PhotometricInterpretation: 'MONOCHROME2',
  Rows: ROWS,
  Columns: COLUMNS,
  BitsAllocated: 16,
  BitsStored: 16,
  HighBit: 15,
  PixelRepresentation: 0,
};

/** Axial slices of 2 x 1.5 mm pixels, 3 mm apart, slice k at z = -10 + 3 k. */
export function sliceDraft(k: number, changes: DraftDataset = {}): DraftDataset {
  const series = String(changes.SeriesInstanceUID ?? '1.2.3.4');
  return {
    ...IMAGE,
    SOPClassUID: MR_SOP_CLASS,
    SOPInstanceUID: `${series}.${k + 1}`,
    SeriesInstanceUID: series,
    InstanceNumber: k + 1,
    ImageType: ['ORIGINAL', 'PRIMARY', 'M'],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    ImagePositionPatient: [-5, -7, -10 + 3 * k],
    PixelSpacing: [1.5, 2],
    SliceThickness: 3,
    SpacingBetweenSlices: 3,
    EchoTime: 10,
    RepetitionTime: 500,
    ScanningSequence: 'SE',
    PixelData: pixelsOf(k),
    ...changes,
  };
}

/** One slice as a file. */
export function sliceInput(k: number, changes: DraftDataset = {}): DicomInput {
  const draft = sliceDraft(k, changes);
  return { name: `${String(draft.SOPInstanceUID)}.dcm`, bytes: formatDicom(draft) };
}

/** A series of n slices; `change` gives what differs in slice k. */
export function seriesInputs(n: number, change: (k: number) => DraftDataset = () => ({})): DicomInput[] {
  return Array.from({ length: n }, (_, k) => sliceInput(k, change(k)));
}

/** The same slices as one enhanced file, frames in reverse order to show that positions decide. */
export function enhancedInput(n: number): DicomInput {
  const order = Array.from({ length: n }, (_, k) => n - 1 - k);
  const pixels = new Uint8Array(n * COLUMNS * ROWS * 2);
  order.forEach((k, frame) => {
    pixels.set(pixelsOf(k), frame * COLUMNS * ROWS * 2);
  });
  const draft: DraftDataset = {
    ...IMAGE,
    SOPClassUID: ENHANCED_MR_SOP_CLASS,
    SOPInstanceUID: '1.2.3.5.1',
    SeriesInstanceUID: '1.2.3.5',
    InstanceNumber: 1,
    NumberOfFrames: n,
    SharedFunctionalGroupsSequence: [
      {
        PlaneOrientationSequence: [{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] }],
        PixelMeasuresSequence: [{ PixelSpacing: [1.5, 2], SliceThickness: 3, SpacingBetweenSlices: 3 }],
      },
    ],
    PerFrameFunctionalGroupsSequence: order.map((k) => ({
      PlanePositionSequence: [{ ImagePositionPatient: [-5, -7, -10 + 3 * k] }],
      FrameContentSequence: [{ StackID: '1', InStackPositionNumber: k + 1 }],
    })),
    PixelData: pixels,
  };
  return { name: 'enhanced.dcm', bytes: formatDicom(draft) };
}
