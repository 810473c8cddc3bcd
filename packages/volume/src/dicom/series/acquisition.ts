/**
 * How a stack was acquired, from its headers: one row of the acquisition table.
 *
 * Reads headers, gives values with units. Holds nothing that names a patient, a date or a place.
 */
import { findItems } from '../parse/value.ts';
import {
  type FrameScope,
  frameScope,
  scopeHasItems,
  scopeNumber,
  scopeNumbers,
  scopeText,
  scopeTexts,
} from './groups.ts';
import { parseClock } from './header.ts';
import type { DicomSlice } from './slice.ts';

/** Where contrast agent is concerned, what the header says. */
export interface ContrastAgent {
  /** True when agent, volume or sequence is filled in with something other than none. */
  readonly stated: boolean;
  readonly agent?: string;
  readonly volumeMl?: number;
  /** Seconds since midnight. */
  readonly startSeconds?: number;
}

/** One row of the acquisition table. Absent keys are not in the header. */
export interface Acquisition {
  readonly modality: string;
  readonly manufacturer?: string;
  readonly model?: string;
  readonly fieldStrengthT?: number;
  readonly bodyPart?: string;
  readonly seriesNumber?: number;
  readonly seriesDescription?: string;
  readonly protocolName?: string;
  readonly imageType: readonly string[];
  readonly scanningSequence: readonly string[];
  readonly sequenceVariant: readonly string[];
  readonly scanOptions: readonly string[];
  readonly sequenceName?: string;
  readonly acquisitionType?: string;
  readonly acquisitionContrast?: string;
  readonly repetitionTimeMs?: number;
  readonly echoTimeMs?: number;
  readonly inversionTimeMs?: number;
  readonly flipAngleDegrees?: number;
  readonly echoTrainLength?: number;
  readonly averages?: number;
  readonly bandwidthHzPerPixel?: number;
  readonly fatSuppression?: string;
  readonly bValue?: number;
  readonly echoPlanar?: boolean;
  readonly phaseContrast?: boolean;
  readonly receiveCoil?: string;
  readonly matrix: readonly [columns: number, rows: number];
  readonly slices: number;
  readonly pixelMm?: readonly [alongRow: number, downColumn: number];
  readonly sliceThicknessMm?: number;
  readonly spacingBetweenMm?: number;
  readonly contrastAgent: ContrastAgent;
  /** Start of the acquisition in seconds since midnight, to order series of one visit. */
  readonly startSeconds?: number;
}

const NO_AGENT = /^(none|no|n|0|null|nil|ohne|kein.*|without|nativ.*|-)?$/i;

function agentOf(scope: FrameScope): ContrastAgent {
  const agent = scopeText(scope, 'ContrastBolusAgent');
  const volumeMl = scopeNumber(scope, 'ContrastBolusVolume');
  const startSeconds = parseClock(scopeText(scope, 'ContrastBolusStartTime'));
  const named = agent !== undefined && !NO_AGENT.test(agent);
  const listed = scopeHasItems(scope, 'ContrastBolusAgentSequence');
  const stated = named || listed || (agent === undefined && volumeMl !== undefined && volumeMl > 0);
  return {
    stated,
    ...(agent === undefined ? {} : { agent }),
    ...(volumeMl === undefined ? {} : { volumeMl }),
    ...(startSeconds === undefined ? {} : { startSeconds }),
  };
}

function fatSuppressionOf(scope: FrameScope): string | undefined {
  const text = scopeText(scope, 'SpectrallySelectedSuppression');
  return text === undefined || text === 'NONE' ? undefined : text;
}

function receiveCoilOf(slice: DicomSlice, scope: FrameScope): string | undefined {
  const coil = scopeText(scope, 'ReceiveCoilName');
  const items = findItems(slice.source.file.dataset, 'MRReceiveCoilSequence');
  return coil ?? (items[0] === undefined ? undefined : scopeText([items[0]], 'ReceiveCoilName'));
}

function textFields(slice: DicomSlice, scope: FrameScope): Record<string, unknown> {
  return {
    manufacturer: scopeText(scope, 'Manufacturer'),
    model: scopeText(scope, 'ManufacturerModelName'),
    bodyPart: scopeText(scope, 'BodyPartExamined'),
    seriesDescription: scopeText(scope, 'SeriesDescription'),
    protocolName: scopeText(scope, 'ProtocolName'),
    sequenceName: scopeText(scope, 'SequenceName') ?? scopeText(scope, 'PulseSequenceName'),
    acquisitionType: scopeText(scope, 'MRAcquisitionType'),
    acquisitionContrast: scopeText(scope, 'AcquisitionContrast'),
    fatSuppression: fatSuppressionOf(scope),
    receiveCoil: receiveCoilOf(slice, scope),
  };
}

function numberFields(slice: DicomSlice, scope: FrameScope): Record<string, unknown> {
  const { contrast, time } = slice;
  return {
    fieldStrengthT: scopeNumber(scope, 'MagneticFieldStrength'),
    seriesNumber: scopeNumber(scope, 'SeriesNumber'),
    repetitionTimeMs: scopeNumber(scope, 'RepetitionTime'),
    echoTimeMs: contrast.echoTimeMs,
    inversionTimeMs: contrast.inversionTimeMs ?? scopeNumbers(scope, 'InversionTimes')[0],
    flipAngleDegrees: scopeNumber(scope, 'FlipAngle'),
    echoTrainLength: scopeNumber(scope, 'EchoTrainLength') ?? scopeNumber(scope, 'RFEchoTrainLength'),
    averages: scopeNumber(scope, 'NumberOfAverages'),
    bandwidthHzPerPixel: scopeNumber(scope, 'PixelBandwidth'),
    bValue: contrast.bValue,
    pixelMm: slice.place?.pixelMm,
    sliceThicknessMm: slice.thicknessMm,
    spacingBetweenMm: slice.spacingBetweenMm,
    startSeconds: time.acquisitionSeconds ?? time.contentSeconds,
  };
}

/** Yes and no of an enhanced header, or undefined. */
function yes(scope: FrameScope, keyword: string): boolean | undefined {
  const text = scopeText(scope, keyword);
  return text === undefined ? undefined : text === 'YES';
}

/**
 * The acquisition row of a stack.
 *
 * @param slices Slices of one stack, at least one. Fields are those of the first; times are the earliest.
 * @throws VolumeError `dicom/value` when a field holds what is no number.
 */
export function describeAcquisition(slices: readonly DicomSlice[]): Acquisition {
  const first = slices[0]!;
  const { dataset } = first.source.file;
  const scope = frameScope(dataset, first.frame);
  const optional = {
    ...textFields(first, scope),
    ...numberFields(first, scope),
    echoPlanar: yes(scope, 'EchoPlanarPulseSequence'),
  };
  const present = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return {
    ...present,
    modality: first.modality,
    imageType: first.imageType,
    scanningSequence: scopeTexts(scope, 'ScanningSequence'),
    sequenceVariant: scopeTexts(scope, 'SequenceVariant'),
    scanOptions: scopeTexts(scope, 'ScanOptions'),
    matrix: [first.columns, first.rows],
    slices: slices.length,
    contrastAgent: agentOf(scope),
  };
}
