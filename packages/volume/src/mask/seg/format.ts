/**
 * A mask drawn on a series to a DICOM SEG: one binary segment for each label, one frame for each slice it is on.
 *
 * Patient, study and frame of reference are those of the series; every frame names the image it lies on. The same
 * input gives the same bytes.
 */
import type { DicomStack } from '../../dicom/series/folder.ts';
import { contextOf, equipmentOf, momentOf, RESEARCH_USE } from '../../dicom/write/context.ts';
import type { DraftDataset } from '../../dicom/write/draft.ts';
import { formatDicom } from '../../dicom/write/format.ts';
import { uidFrom } from '../../dicom/write/uid.ts';
import { VolumeError } from '../../errors.ts';
import { axisDirections, indexToLps, spacingMm } from '../../geometry/geometry.ts';
import { checkOptions, type KnownOptions } from '../../options.ts';
import type { Geometry, Label, Mask } from '../../volume.ts';
import { requireMaskOnGrid } from '../labels/mask.ts';
import { labFromRgb } from './colour.ts';
import { type FramePlan, packBits, planFrames } from './frames.ts';
import { SEG_SOP_CLASS } from './parse.ts';

/** A coded concept. */
export interface Code {
  readonly value: string;
  /** Coding scheme designator, such as SCT or DCM. */
  readonly scheme: string;
  readonly meaning: string;
}

/** What a SEG file says besides the voxels. */
export interface FormatSegOptions {
  /** Moment the object says it was made; time is passed in so that output can be reproduced. */
  readonly created: Date;
  /** Series description. Default `Tumour mask`. */
  readonly description?: string;
  /** Series number, 1 or above. Default 900. */
  readonly seriesNumber?: number;
  /** How the mask came to be. Default MANUAL. */
  readonly algorithm?: 'MANUAL' | 'SEMIAUTOMATIC' | 'AUTOMATIC';
  /** Name of the algorithm when it is not MANUAL. Default `mriscore`. */
  readonly algorithmName?: string;
  /** Version of the program. Default `0.1.0`. */
  readonly version?: string;
  /** Category and type of a label. Default: morphologically abnormal structure, neoplasm. */
  readonly codes?: (label: Label) => { readonly category: Code; readonly type: Code };
}

const KNOWN: KnownOptions<FormatSegOptions> = {
  created: null,
  description: 'Tumour mask',
  seriesNumber: 900,
  algorithm: 'MANUAL',
  algorithmName: 'mriscore',
  version: '0.1.0',
  codes: null,
};

const TUMOUR_CODES = {
  category: { value: '49755003', scheme: 'SCT', meaning: 'Morphologically Abnormal Structure' },
  type: { value: '108369006', scheme: 'SCT', meaning: 'Neoplasm' },
} as const;

const codeItem = ({ value, scheme, meaning }: Code): DraftDataset => ({
  CodeValue: value,
  CodingSchemeDesignator: scheme,
  CodeMeaning: meaning,
});

function segmentItem(label: Label, number: number, options: FormatSegOptions): DraftDataset {
  const { category, type } = (options.codes ?? (() => TUMOUR_CODES))(label);
  const algorithm = options.algorithm ?? 'MANUAL';
  return {
    SegmentNumber: number,
    SegmentLabel: label.name,
    SegmentAlgorithmType: algorithm,
    ...(algorithm === 'MANUAL' ? {} : { SegmentAlgorithmName: options.algorithmName ?? 'mriscore' }),
    SegmentedPropertyCategoryCodeSequence: [codeItem(category)],
    SegmentedPropertyTypeCodeSequence: [codeItem(type)],
    ...(label.colorRgb === undefined ? {} : { RecommendedDisplayCIELabValue: labFromRgb(label.colorRgb) }),
  };
}

function sharedGroups(geometry: Geometry, thicknessMm: number): DraftDataset {
  const [alongRow, downColumn, between] = spacingMm(geometry);
  const [row, column] = axisDirections(geometry);
  return {
    PixelMeasuresSequence: [
      { SliceThickness: thicknessMm, SpacingBetweenSlices: between, PixelSpacing: [downColumn, alongRow] },
    ],
    PlaneOrientationSequence: [{ ImageOrientationPatient: [...row, ...column] }],
  };
}

function sourceItem(stack: DicomStack, slice: number): DraftDataset {
  const image = stack.slices[slice]!;
  const several = stack.slices.filter((s) => s.sopInstanceUid === image.sopInstanceUid).length > 1;
  return {
    ReferencedSOPClassUID: image.sopClassUid,
    ReferencedSOPInstanceUID: image.sopInstanceUid,
    ...(several ? { ReferencedFrameNumber: image.frame + 1 } : {}),
    PurposeOfReferenceCodeSequence: [
      codeItem({ value: '121322', scheme: 'DCM', meaning: 'Source image for image processing operation' }),
    ],
  };
}

function frameGroups(stack: DicomStack, geometry: Geometry, plan: FramePlan): DraftDataset {
  return {
    DerivationImageSequence: [
      {
        SourceImageSequence: [sourceItem(stack, plan.slice)],
        DerivationCodeSequence: [codeItem({ value: '113076', scheme: 'DCM', meaning: 'Segmentation' })],
      },
    ],
    FrameContentSequence: [{ DimensionIndexValues: [plan.segment, plan.slice + 1] }],
    PlanePositionSequence: [{ ImagePositionPatient: indexToLps(geometry, [0, 0, plan.slice]) }],
    SegmentIdentificationSequence: [{ ReferencedSegmentNumber: plan.segment }],
  };
}

function dimensions(uid: string): DraftDataset {
  const index = (pointer: number, group: number, label: string): DraftDataset => ({
    DimensionOrganizationUID: uid,
    DimensionIndexPointer: [pointer],
    FunctionalGroupPointer: [group],
    DimensionDescriptionLabel: label,
  });
  return {
    DimensionOrganizationSequence: [{ DimensionOrganizationUID: uid }],
    DimensionIndexSequence: [
      index(0x0062000b, 0x0062000a, 'ReferencedSegmentNumber'),
      index(0x00200032, 0x00209113, 'ImagePositionPatient'),
    ],
  };
}

/** Every image that a frame was drawn on, as the common instance reference lists it. */
function references(stack: DicomStack, plans: readonly FramePlan[]): DraftDataset {
  const used = new Map(plans.map(({ slice }) => [stack.slices[slice]!.sopInstanceUid, stack.slices[slice]!]));
  return {
    ReferencedSeriesSequence: [
      {
        SeriesInstanceUID: stack.seriesUid,
        ReferencedInstanceSequence: [...used.values()].map((image) => ({
          ReferencedSOPClassUID: image.sopClassUid,
          ReferencedSOPInstanceUID: image.sopInstanceUid,
        })),
      },
    ],
  };
}

function imageModule(mask: Mask, plans: readonly FramePlan[]): DraftDataset {
  const [columns, rows] = mask.geometry.size;
  return {
    ImageType: ['DERIVED', 'PRIMARY'],
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    NumberOfFrames: plans.length,
    Rows: rows,
    Columns: columns,
    BitsAllocated: 1,
    BitsStored: 1,
    HighBit: 0,
    PixelRepresentation: 0,
    LossyImageCompression: '00',
    SegmentationType: 'BINARY',
    SegmentsOverlap: 'NO',
    PixelData: packBits(mask, plans),
  };
}

/** UID material: the same mask on the same series at the same moment has the same UIDs. */
function fingerprint(mask: Mask): string {
  let sum = 2_166_136_261;
  for (const value of mask.data) sum = Math.imul(sum ^ value, 16_777_619);
  return `${mask.geometry.size.join('x')} ${sum >>> 0}`;
}

function seriesModule(stack: DicomStack, mask: Mask, options: FormatSegOptions): DraftDataset {
  const { date, time } = momentOf(options.created);
  const identity = [
    stack.seriesUid,
    options.created.toISOString(),
    fingerprint(mask),
    options.description ?? '',
  ];
  return {
    SOPClassUID: SEG_SOP_CLASS,
    SOPInstanceUID: uidFrom('seg instance', ...identity),
    SeriesInstanceUID: uidFrom('seg series', ...identity),
    Modality: 'SEG',
    SeriesNumber: options.seriesNumber ?? 900,
    SeriesDescription: options.description ?? 'Tumour mask',
    SeriesDate: date,
    SeriesTime: time,
    ContentDate: date,
    ContentTime: time,
    InstanceNumber: 1,
    ContentLabel: 'SEGMENTATION',
    ContentDescription: RESEARCH_USE,
    ContentCreatorName: '',
    ...equipmentOf(options.version ?? '0.1.0'),
    ...dimensions(uidFrom('seg dimensions', ...identity)),
  };
}

/**
 * The bytes of a DICOM SEG file.
 *
 * @param mask On the grid of `stack`; labels become segments 1, 2, ... in the order of `mask.labels`, those without
 *   voxels left out.
 * @param stack The series the mask was drawn on.
 * @throws VolumeError `mask/other-grid` when the grids differ; `seg/empty`; `seg/geometry` when the series has no
 *   grid; `dicom/not-writable` when a name does not fit.
 * @example await writeFile('tumour.dcm', formatSeg(mask, stack, { created: new Date() }));
 */
export function formatSeg(mask: Mask, stack: DicomStack, options: FormatSegOptions): Uint8Array {
  checkOptions(options, KNOWN);
  const { geometry } = stack;
  if (geometry === undefined) {
    throw new VolumeError('seg/geometry', {
      found: 'Found a series without a grid.',
      needed: 'A segmentation needs the grid of the images it was drawn on.',
      remedy: 'Fetch the missing slices of the series first.',
    });
  }
  requireMaskOnGrid(mask, geometry);
  const labels = mask.labels.filter((label) => mask.data.includes(label.value));
  const plans = planFrames(mask, labels);
  const thickness = stack.slices[0]!.thicknessMm ?? spacingMm(geometry)[2];
  return formatDicom({
    ...contextOf(stack),
    ...seriesModule(stack, mask, options),
    ...references(stack, plans),
    ...imageModule(mask, plans),
    SegmentSequence: labels.map((label, n) => segmentItem(label, n + 1, options)),
    SharedFunctionalGroupsSequence: [sharedGroups(geometry, thickness)],
    PerFrameFunctionalGroupsSequence: plans.map((plan) => frameGroups(stack, geometry, plan)),
  });
}
