/**
 * A small DICOM series made in memory, in any plane and either stacking order, whose every voxel has its own value.
 *
 * What the self-test of conversions walks through when it is given no series. Shows nobody.
 */
import type { DicomInput } from '../dicom/series/slice.ts';
import { formatDicom } from '../dicom/write/format.ts';
import { uidFrom } from '../dicom/write/uid.ts';

/** How the phantom lies. */
export interface PhantomPlane {
  readonly name: string;
  /** Row and column direction, LPS unit vectors at right angles. */
  readonly orientation: readonly number[];
  /** Distance between slices in mm, below 0 when the slices are numbered against their normal. */
  readonly stepMm: number;
}

const SIZE = { columns: 20, rows: 14, slices: 9 } as const;
const PIXEL_MM = [0.9, 1.2] as const;
const FIRST_MM = [-31.5, 12.25, -80.125] as const;

/** Two turns that make every direction cosine differ. */
function oblique(a: number, b: number): number[] {
  const row = [Math.cos(a), Math.sin(a), 0];
  const column = [-Math.sin(a) * Math.cos(b), Math.cos(a) * Math.cos(b), Math.sin(b)];
  return [...row, ...column].map((v) => Number(v.toFixed(12)));
}

/** The planes that the self-test walks through: each plane in both stacking orders, and two oblique ones. */
export const PHANTOM_PLANES: readonly PhantomPlane[] = [
  { name: 'axial, feet to head', orientation: [1, 0, 0, 0, 1, 0], stepMm: 3.5 },
  { name: 'axial, head to feet', orientation: [1, 0, 0, 0, 1, 0], stepMm: -3.5 },
  { name: 'coronal', orientation: [1, 0, 0, 0, 0, -1], stepMm: 3.5 },
  { name: 'coronal, turned order', orientation: [1, 0, 0, 0, 0, -1], stepMm: -3.5 },
  { name: 'sagittal', orientation: [0, 1, 0, 0, 0, -1], stepMm: 3.5 },
  { name: 'sagittal, turned order', orientation: [0, 1, 0, 0, 0, -1], stepMm: -3.5 },
  { name: 'oblique', orientation: oblique(0.3, -0.4), stepMm: 3.5 },
  { name: 'double oblique, turned order', orientation: oblique(-0.7, 1.2), stepMm: -3.5 },
];

function pixelsOf(slice: number): Uint8Array {
  const values = Uint16Array.from(
    { length: SIZE.columns * SIZE.rows },
    (_, n) => 1 + n + slice * SIZE.columns * SIZE.rows,
  );
  const bytes = new Uint8Array(values.length * 2);
  const view = new DataView(bytes.buffer);
  values.forEach((value, n) => {
    view.setUint16(2 * n, value, true);
  });
  return bytes;
}

/**
 * The files of a phantom series.
 *
 * @example parseDicomFolder(phantomSeries(PHANTOM_PLANES[0]!)).stacks[0]!.geometry!.size; // [20, 14, 9]
 */
export function phantomSeries({ name, orientation: o, stepMm }: PhantomPlane): DicomInput[] {
  const normal = [
    o[1]! * o[5]! - o[2]! * o[4]!,
    o[2]! * o[3]! - o[0]! * o[5]!,
    o[0]! * o[4]! - o[1]! * o[3]!,
  ];
  return Array.from({ length: SIZE.slices }, (_, slice) => {
    const position = FIRST_MM.map((mm, axis) => Number((mm + normal[axis]! * stepMm * slice).toFixed(9)));
    const draft = {
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.4',
      SOPInstanceUID: uidFrom('phantom image', name, String(slice)),
      StudyInstanceUID: uidFrom('phantom study', name),
      SeriesInstanceUID: uidFrom('phantom series', name),
      FrameOfReferenceUID: uidFrom('phantom frame', name),
      PatientName: 'Phantom',
      PatientID: 'PHANTOM',
      PatientBirthDate: '',
      PatientSex: '',
      StudyDate: '',
      StudyTime: '',
      StudyID: '1',
      AccessionNumber: '',
      ReferringPhysicianName: '',
      PositionReferenceIndicator: '',
      Modality: 'MR',
      SeriesNumber: 1,
      InstanceNumber: slice + 1,
      ImageType: ['DERIVED', 'SECONDARY', 'OTHER'],
      ImageOrientationPatient: [...o],
      ImagePositionPatient: position,
      PixelSpacing: [PIXEL_MM[1], PIXEL_MM[0]],
      SliceThickness: 3,
      SpacingBetweenSlices: Math.abs(stepMm),
      SamplesPerPixel: 1,
      PhotometricInterpretation: 'MONOCHROME2',
      Rows: SIZE.rows,
      Columns: SIZE.columns,
      BitsAllocated: 16,
      BitsStored: 16,
      HighBit: 15,
      PixelRepresentation: 0,
      PixelData: pixelsOf(slice),
    };
    return { name: `${String(slice + 1).padStart(2, '0')}.dcm`, bytes: formatDicom(draft) };
  });
}
