/**
 * What a series or a mask is, in a row of a table: grid, sequence with its reasons, regions with their voxels.
 *
 * Plain JSON that a person or a program can read. Holds nothing that names a patient or a date.
 */
import {
  type DicomStack,
  type Geometry,
  type Mask,
  orientationLetters,
  type RecognisedSequence,
  recogniseSequences,
  spacingMm,
  type VoxelArray,
  voxelVolumeMm3,
} from '@mriscore/volume';
import { titleOf } from './select.ts';

/** A grid in a few words. */
export interface GridSummary {
  readonly size: readonly number[];
  readonly spacingMm: readonly number[];
  /** Letters such as LAS: where each axis runs to. */
  readonly axes: string;
}

/** One label of a mask. */
export interface RegionSummary {
  readonly value: number;
  readonly name: string;
  readonly voxels: number;
  readonly volumeMm3: number;
}

/** One stack of a DICOM folder. */
export interface SeriesSummary {
  readonly id: string;
  /** Series number, description and what tells the stack from others of its series. */
  readonly title: string;
  readonly kind: DicomStack['kind'];
  /** DICOM modality, such as MR; the sequence is a question for MR only. */
  readonly modality: string;
  readonly seriesUid: string;
  readonly seriesNumber: number | null;
  readonly labels: readonly string[];
  readonly slices: number;
  /** Null when the stack makes no grid. */
  readonly grid: GridSummary | null;
  /** What it was recognised as, each answer with its confidence and reasons. A guess to be corrected by a person. */
  readonly sequence: Omit<RecognisedSequence, 'id'>;
  /** What a person must know of the stack, as whole sentences. */
  readonly findings: readonly { readonly code: string; readonly sentence: string }[];
}

/** The grid of a volume, rounded to what a person reads. */
export function summariseGrid(geometry: Geometry): GridSummary {
  return {
    size: geometry.size,
    spacingMm: spacingMm(geometry).map((mm) => Number(mm.toFixed(6))),
    axes: orientationLetters(geometry),
  };
}

/** The voxel type's name, such as int16. */
export function typeName(data: VoxelArray): string {
  return data.constructor.name.replace('Array', '').toLowerCase();
}

/** The labels of masks on one grid, with what each encloses. */
export function summariseRegions(masks: readonly Mask[]): RegionSummary[] {
  return masks.flatMap(({ geometry, data, labels }) => {
    const counts = new Float64Array(256);
    for (const value of data) counts[value]! += 1;
    const each = voxelVolumeMm3(geometry);
    return labels.map(({ value, name }) => ({
      value,
      name,
      voxels: counts[value]!,
      volumeMm3: Number((counts[value]! * each).toFixed(3)),
    }));
  });
}

/** Every stack of a folder. Series of one visit are compared with each other, so give all of them. */
export function summariseSeries(stacks: readonly DicomStack[]): SeriesSummary[] {
  const recognised = recogniseSequences(stacks);
  return stacks.map((stack, n) => {
    const { id: _id, ...sequence } = recognised[n]!;
    return {
      id: stack.id,
      title: titleOf(stack),
      kind: stack.kind,
      modality: stack.acquisition.modality,
      seriesUid: stack.seriesUid,
      seriesNumber: stack.acquisition.seriesNumber ?? null,
      labels: stack.labels,
      slices: stack.slices.length,
      grid: stack.geometry === undefined ? null : summariseGrid(stack.geometry),
      sequence,
      findings: stack.findings.map(({ code, sentence }) => ({ code, sentence })),
    };
  });
}
