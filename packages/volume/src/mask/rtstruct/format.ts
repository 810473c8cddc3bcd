/**
 * A mask drawn on a series to an RTSTRUCT: one structure for each label, contours along the edges of its voxels.
 *
 * Reading the file again gives the same voxels. Patient, study and frame of reference are those of the series; every
 * contour names the image it lies on.
 */
import type { DicomStack } from '../../dicom/series/folder.ts';
import { contextOf, equipmentOf, momentOf, RESEARCH_USE } from '../../dicom/write/context.ts';
import type { DraftDataset } from '../../dicom/write/draft.ts';
import { formatDicom } from '../../dicom/write/format.ts';
import { uidFrom } from '../../dicom/write/uid.ts';
import { VolumeError } from '../../errors.ts';
import { indexToLps } from '../../geometry/geometry.ts';
import { checkOptions, type KnownOptions } from '../../options.ts';
import type { Label, Mask } from '../../volume.ts';
import { requireMaskOnGrid } from '../labels/mask.ts';
import { RTSTRUCT_SOP_CLASS } from './parse.ts';
import { traceOutline } from './trace.ts';

/** What an RTSTRUCT says besides the contours. */
export interface FormatRtstructOptions {
  /** Moment the object says it was made; time is passed in so that output can be reproduced. */
  readonly created: Date;
  /** Label of the structure set, at most 16 characters. Default `TUMOUR`. */
  readonly label?: string;
  /** Series number, 1 or above. Default 901. */
  readonly seriesNumber?: number;
  /** How the structures came to be. Default MANUAL. */
  readonly algorithm?: 'MANUAL' | 'SEMIAUTOMATIC' | 'AUTOMATIC';
  /** Version of the program. Default `0.1.0`. */
  readonly version?: string;
}

const KNOWN: KnownOptions<FormatRtstructOptions> = {
  created: null,
  label: 'TUMOUR',
  seriesNumber: 901,
  algorithm: 'MANUAL',
  version: '0.1.0',
};

const STUDY_SOP_CLASS = '1.2.840.10008.3.1.2.3.1';
const DEFAULT_COLOR = [255, 0, 0] as const;

function imageItem(stack: DicomStack, slice: number): DraftDataset {
  const image = stack.slices[slice]!;
  const several = stack.slices.filter((s) => s.sopInstanceUid === image.sopInstanceUid).length > 1;
  return {
    ReferencedSOPClassUID: image.sopClassUid,
    ReferencedSOPInstanceUID: image.sopInstanceUid,
    ...(several ? { ReferencedFrameNumber: image.frame + 1 } : {}),
  };
}

function contoursOf(mask: Mask, label: Label, stack: DicomStack): DraftDataset[] {
  const [columns, rows, slices] = mask.geometry.size;
  const contours: DraftDataset[] = [];
  for (let slice = 0; slice < slices; slice++) {
    const plane = mask.data.subarray(slice * columns * rows, (slice + 1) * columns * rows);
    if (!plane.includes(label.value)) continue;
    const own = plane.map((value) => (value === label.value ? 1 : 0));
    for (const ring of traceOutline(own, columns, rows)) {
      const points: number[] = [];
      for (let n = 0; n < ring.length; n += 2) {
        const point = indexToLps(mask.geometry, [ring[n]!, ring[n + 1]!, slice]);
        points.push(...point.map((v) => Math.round(v * 1e5) / 1e5 + 0));
      }
      contours.push({
        ContourImageSequence: [imageItem(stack, slice)],
        ContourGeometricType: 'CLOSED_PLANAR',
        NumberOfContourPoints: points.length / 3,
        ContourData: points,
      });
    }
  }
  return contours;
}

function referencesOf(stack: DicomStack): DraftDataset {
  const images = new Map(stack.slices.map((s) => [s.sopInstanceUid, s]));
  return {
    FrameOfReferenceUID: stack.frameOfReferenceUid ?? '',
    RTReferencedStudySequence: [
      {
        ReferencedSOPClassUID: STUDY_SOP_CLASS,
        ReferencedSOPInstanceUID: stack.studyUid,
        RTReferencedSeriesSequence: [
          {
            SeriesInstanceUID: stack.seriesUid,
            ContourImageSequence: [...images.values()].map((image) => ({
              ReferencedSOPClassUID: image.sopClassUid,
              ReferencedSOPInstanceUID: image.sopInstanceUid,
            })),
          },
        ],
      },
    ],
  };
}

function seriesModule(
  stack: DicomStack,
  options: FormatRtstructOptions,
  identity: readonly string[],
): DraftDataset {
  const { date, time } = momentOf(options.created);
  return {
    SOPClassUID: RTSTRUCT_SOP_CLASS,
    SOPInstanceUID: uidFrom('rtstruct instance', ...identity),
    SeriesInstanceUID: uidFrom('rtstruct series', ...identity),
    Modality: 'RTSTRUCT',
    SeriesNumber: options.seriesNumber ?? 901,
    SeriesDescription: RESEARCH_USE,
    SeriesDate: date,
    SeriesTime: time,
    InstanceNumber: 1,
    OperatorsName: '',
    StructureSetLabel: options.label ?? 'TUMOUR',
    StructureSetName: RESEARCH_USE,
    StructureSetDate: date,
    StructureSetTime: time,
    ApprovalStatus: 'UNAPPROVED',
    ReferencedFrameOfReferenceSequence: [referencesOf(stack)],
    ...equipmentOf(options.version ?? '0.1.0'),
  };
}

function structureSequences(
  mask: Mask,
  labels: readonly Label[],
  { stack, options }: { stack: DicomStack; options: FormatRtstructOptions },
): DraftDataset {
  const algorithm = options.algorithm ?? 'MANUAL';
  return {
    StructureSetROISequence: labels.map((label, n) => ({
      ROINumber: n + 1,
      ReferencedFrameOfReferenceUID: stack.frameOfReferenceUid ?? '',
      ROIName: label.name,
      ROIGenerationAlgorithm: algorithm,
    })),
    ROIContourSequence: labels.map((label, n) => ({
      ROIDisplayColor: [...(label.colorRgb ?? DEFAULT_COLOR)],
      ContourSequence: contoursOf(mask, label, stack),
      ReferencedROINumber: n + 1,
    })),
    RTROIObservationsSequence: labels.map((_, n) => ({
      ObservationNumber: n + 1,
      ReferencedROINumber: n + 1,
      RTROIInterpretedType: '',
      ROIInterpreter: '',
    })),
  };
}

/**
 * The bytes of an RTSTRUCT file, in implicit VR because contours may be longer than explicit VR can say.
 *
 * @param mask On the grid of `stack`; labels without voxels are left out.
 * @param stack The series the mask was drawn on.
 * @throws VolumeError `mask/other-grid` when the grids differ; `rtstruct/empty` when no voxel is above 0;
 *   `dicom/not-writable` when a name does not fit.
 * @example await writeFile('tumour.dcm', formatRtstruct(mask, stack, { created: new Date() }));
 */
export function formatRtstruct(mask: Mask, stack: DicomStack, options: FormatRtstructOptions): Uint8Array {
  checkOptions(options, KNOWN);
  const labels = mask.labels.filter((label) => mask.data.includes(label.value));
  if (labels.length === 0 || stack.geometry === undefined) {
    throw new VolumeError('rtstruct/empty', {
      found: 'Found no voxel above 0 in the mask, or a series without a grid.',
      needed: 'At least one voxel on a grid is needed in a structure set.',
      remedy: 'Draw the mask on a whole series before exporting it.',
    });
  }
  requireMaskOnGrid(mask, stack.geometry);
  const voxels = mask.data.reduce((sum, value, n) => Math.imul(sum ^ (value * (n + 1)), 16_777_619), 1);
  const identity = [stack.seriesUid, options.created.toISOString(), String(voxels), options.label ?? ''];
  const draft = {
    ...contextOf(stack),
    ...seriesModule(stack, options, identity),
    ...structureSequences(mask, labels, { stack, options }),
  };
  return formatDicom(draft, { explicit: false });
}
