/**
 * Cuts the tumour out of every scan: one orientation, one grid a patient, comparable numbers, a few slices.
 *
 * Reads `2-cohort/` and the data folder, writes `3-crops/PATIENT.safetensors`. Learns nothing across patients, unless the
 * protocol asks for a common intensity scale: then from the landmarks of training patients in `1-series/`.
 */
import { formatTensors } from '@mriscore/engine';
import type { CropContext, CropRecord, PreparationSettings, ScanRecord } from '@mriscore/model/prepare';
import { cropScan, planPatientCrop } from '@mriscore/model/prepare';
import type { JsonValue } from '@mriscore/stats';
import type { Mask, Volume } from '@mriscore/volume';
import { canonicalJson } from '../../files/canonical.ts';
import { readArtefact } from '../../files/read-json.ts';
import { imageSource, maskSource, type PatientImages, patientImages } from '../../images/paths.ts';
import { readImage, readTumourMask, withSource } from '../../images/read.ts';
import type { PlanContext, Stage, Work } from '../../run/stage.ts';
import type { UnitPlan } from '../../run/unit.ts';
import type { CohortArtefact, Member } from '../cohort/artefact.ts';
import { COHORT_FILE } from '../cohort/artefact.ts';
import { cropsPath } from './artefact.ts';
import { fitStandardScales, type StandardScales } from './standard-scale.ts';

interface CropSettings {
  readonly images: PatientImages;
  readonly preparation: PreparationSettings;
}

interface CropFacts {
  /** Sequences that the patient has. */
  readonly sequences: readonly string[];
  /** Learnt when the unit was planned, so that a process needs nobody else's scans. */
  readonly scales: StandardScales;
}

function filesOf({ patient, sequences }: Member, protocol: PlanContext['protocol']): readonly string[] {
  const { mask, sequences: images } = patientImages(protocol, patient);
  return [...new Set([mask.file, ...sequences.map((sequence) => images[sequence]?.file ?? '')])];
}

async function plan({ protocol, files }: PlanContext): Promise<readonly UnitPlan<CropFacts>[]> {
  const { members } = await readArtefact<CohortArtefact>(files.study, COHORT_FILE, 'mriscore/cohort/1');
  const scales = await fitStandardScales(files.study, members, protocol);
  return members.map((member) => ({
    name: member.patient,
    inputs: filesOf(member, protocol).map((path) => ({ root: 'data' as const, path })),
    facts: { sequences: member.sequences, scales },
    outputs: [cropsPath(member.patient)],
  }));
}

type CropWork = Work<CropSettings, CropFacts>;

/** The scan that the others are registered to, where the protocol asks for it and the patient has it. */
async function readDrawnOn({ settings, facts, inputs }: CropWork): Promise<Volume | undefined> {
  const { images, preparation } = settings;
  const { drawnOn } = images.mask;
  if (preparation.register !== 'rigid' || !facts.sequences.includes(drawnOn)) return undefined;
  return await readImage(imageSource(images, drawnOn, inputs.data));
}

interface Place {
  readonly grid: Mask;
  readonly plan: CropContext['plan'];
  readonly drawnOn: Volume | undefined;
}

async function readPlace(work: CropWork): Promise<Place> {
  const { images, preparation } = work.settings;
  const from = maskSource(images, work.inputs.data);
  const tumour = await readTumourMask(from, images.mask.label);
  const { mask, plan: crop } = withSource(from, () => planPatientCrop(tumour, preparation.crop));
  return { grid: mask, plan: crop, drawnOn: await readDrawnOn(work) };
}

function contextOf({ settings, facts }: CropWork, place: Place, sequence: string): CropContext {
  const scale = facts.scales[sequence];
  return {
    plan: place.plan,
    settings: settings.preparation,
    ...(place.drawnOn === undefined ? {} : { drawnOn: place.drawnOn }),
    ...(scale === undefined ? {} : { scale }),
  };
}

async function run(work: CropWork): Promise<void> {
  const { settings, facts, inputs, outputs } = work;
  const { images, preparation } = settings;
  const { slices, sizePx } = preparation.crop;
  const place = await readPlace(work);
  const tensors = new Map<string, { shape: number[]; data: Float32Array }>();
  const scans: Record<string, ScanRecord> = {};
  for (const sequence of Object.keys(images.sequences)) {
    if (!facts.sequences.includes(sequence)) continue;
    const source = imageSource(images, sequence, inputs.data);
    const known = sequence === images.mask.drawnOn ? place.drawnOn : undefined;
    const scan = known ?? (await readImage(source));
    const context = contextOf(work, place, sequence);
    const { pixels, record } = withSource(source, () => cropScan(scan, place.grid, context));
    tensors.set(sequence, { shape: [slices.length, sizePx, sizePx], data: pixels });
    scans[sequence] = record;
  }
  const record: CropRecord = { orientation: 'LPS', crop: place.plan, scans };
  const texts = { schema: 'mriscore/crops/1', record: canonicalJson(record as unknown as JsonValue) };
  await outputs.write(cropsPath(images.patient), formatTensors(tensors, texts));
}

/** The third stage: the tumour, on one grid, in comparable numbers. */
export const preprocessStage: Stage<CropSettings, CropFacts> = {
  name: 'preprocess',
  does: 'normalises, resamples and crops',
  reads: ['data', '1-series', '2-cohort'],
  writes: '3-crops',
  parallel: true,
  module: import.meta.url,
  settings: (protocol, { unit }) => ({
    images: patientImages(protocol, unit),
    preparation: protocol.preprocessing,
  }),
  plan,
  run,
};
