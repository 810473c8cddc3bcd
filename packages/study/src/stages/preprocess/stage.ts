/**
 * Cuts the tumour out of every scan: one orientation, one grid a patient, comparable numbers, a few slices.
 *
 * Reads `2-cohort/` and the data folder, writes `3-crops/PATIENT.safetensors`. Learns nothing across patients, unless the
 * protocol asks for a common intensity scale: then from the landmarks of training patients in `1-series/`.
 */
import { formatTensors } from '@mriscore/engine';
import type { CropRecord, ScanRecord } from '@mriscore/model/prepare';
import { cropScan, planPatientCrop } from '@mriscore/model/prepare';
import type { Mask, Volume } from '@mriscore/volume';
import { imagePaths, imageSource, maskPath, maskSource } from '../../images/paths.ts';
import { readImage, readTumourMask, withSource } from '../../images/read.ts';
import type { JsonValue } from '../../run/canonical.ts';
import { canonicalJson } from '../../run/canonical.ts';
import { hashInput } from '../../run/hash-input.ts';
import { readArtefact } from '../../run/read-json.ts';
import type { Stage } from '../../run/stage.ts';
import type { Unit, UnitPlan } from '../../run/unit.ts';
import type { World } from '../../run/world.ts';
import type { Study } from '../../study.ts';
import type { CohortArtefact, Member } from '../cohort/artefact.ts';
import { COHORT_FILE } from '../cohort/artefact.ts';
import { cropsPath } from './artefact.ts';
import { fitStandardScales, type StandardScales } from './standard-scale.ts';

function filesOf(member: Member, study: Study): readonly string[] {
  const images = imagePaths(study.protocol, member.patient);
  const present = member.sequences.map((sequence) => images.get(sequence) ?? '');
  return [...new Set([maskPath(study.protocol, member.patient), ...present])];
}

async function plan(study: Study, world: World): Promise<readonly UnitPlan[]> {
  const { members } = await readArtefact<CohortArtefact>(world.folder, COHORT_FILE, 'mriscore/cohort/1');
  const { preprocessing, mask } = study.protocol;
  const scales = await fitStandardScales(world.folder, members, study.protocol);
  return await Promise.all(
    members.map(async (member) => ({
      name: member.patient,
      inputs: await Promise.all(filesOf(member, study).map((file) => hashInput(study.data, file))),
      options: {
        preprocessing,
        label: mask.label ?? null,
        sequences: member.sequences,
        ...(Object.keys(scales).length === 0 ? {} : { scales }),
      } as unknown as JsonValue,
      outputs: [cropsPath(member.patient)],
    })),
  );
}

/** The scales that were learnt when the unit was planned, so that a process needs nobody else's scans. */
function scalesOf({ options }: Unit): StandardScales {
  return (options as { scales?: StandardScales }).scales ?? {};
}

/** The scan that the others are registered to, where the protocol asks for it and the patient has it. */
async function readDrawnOn(unit: Unit, study: Study): Promise<Volume | undefined> {
  const { protocol } = study;
  if (protocol.preprocessing.register !== 'rigid') return undefined;
  const what = protocol.mask.drawnOn;
  const file = imagePaths(protocol, unit.name).get(what);
  const present = unit.inputs.some(({ path }) => path === file);
  return file === undefined || !present ? undefined : await readImage(imageSource(study, unit.name, what));
}

async function run(unit: Unit, study: Study, world: World): Promise<void> {
  const { protocol } = study;
  const patient = unit.name;
  const maskFrom = maskSource(study, patient);
  const drawn = await readTumourMask(maskFrom, protocol.mask.label);
  const tumour: Mask = { geometry: drawn.geometry, data: drawn.data, labels: [{ value: 1, name: 'tumour' }] };
  const settings = protocol.preprocessing;
  const { mask: grid, plan: crop } = withSource(maskFrom, () => planPatientCrop(tumour, settings.crop));
  const drawnOn = await readDrawnOn(unit, study);
  const tensors = new Map<string, { shape: number[]; data: Float32Array }>();
  const scans: Record<string, ScanRecord> = {};
  const { slices, sizePx } = settings.crop;
  for (const [sequence, file] of imagePaths(protocol, patient)) {
    if (!unit.inputs.some((input) => input.path === file)) continue;
    const source = imageSource(study, patient, sequence);
    const known = sequence === protocol.mask.drawnOn ? drawnOn : undefined;
    const scan = known ?? (await readImage(source));
    const scale = scalesOf(unit)[sequence];
    const context = {
      plan: crop,
      settings,
      ...(drawnOn === undefined ? {} : { drawnOn }),
      ...(scale === undefined ? {} : { scale }),
    };
    const { pixels, record } = withSource(source, () => cropScan(scan, grid, context));
    tensors.set(sequence, { shape: [slices.length, sizePx, sizePx], data: pixels });
    scans[sequence] = record;
  }
  const record: CropRecord = { orientation: 'LPS', crop, scans };
  const texts = { schema: 'mriscore/crops/1', record: canonicalJson(record as unknown as JsonValue) };
  await world.folder.write(cropsPath(patient), formatTensors(tensors, texts));
}

/** The third stage: the tumour, on one grid, in comparable numbers. */
export const preprocessStage: Stage = {
  name: 'preprocess',
  does: 'normalises, resamples and crops',
  reads: ['data', '1-series', '2-cohort'],
  writes: '3-crops',
  code: [
    'volume/src',
    'engine/src/checkpoint',
    'study/src/images',
    'study/src/scans',
    'study/src/preprocess',
  ],
  parallel: true,
  plan,
  run,
};
