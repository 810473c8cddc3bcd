/**
 * Reads every patient with the trained networks: features of each slice, and the score of each sequence alone.
 *
 * Reads `2-cohort/`, `3-crops/` and the weights of `4-encoders/`, writes features and scores beside them.
 */
import { formatTensors, openNodeRuntime, parseCheckpoint } from '@mriscore/engine';
import { formatCsv } from '@mriscore/evaluation/table';
import type { Extracted } from '@mriscore/model/encode';
import { extract } from '@mriscore/model/encode';
import { scoreOf } from '@mriscore/model/fuse';
import { readArtefact } from '../../files/read-json.ts';
import { SCORE_HEADER } from '../../files/read-scores.ts';
import type { EngineChoice, PlanContext, Stage, Work } from '../../run/stage.ts';
import type { UnitPlan } from '../../run/unit.ts';
import type { CohortArtefact } from '../cohort/artefact.ts';
import { COHORT_FILE } from '../cohort/artefact.ts';
import { cropsPath, readSamples } from '../preprocess/artefact.ts';
import { encoderUse, trainingFiles } from '../train/artefact.ts';
import { encodingFiles } from './artefact.ts';

interface EncodeSettings {
  readonly sizePx: number;
  readonly slices: number;
  readonly engine: EngineChoice;
}

interface EncodeFacts {
  /** Patients who have the sequence. */
  readonly patients: readonly string[];
}

type EncodeWork = Work<EncodeSettings, EncodeFacts>;

async function plan({ protocol, files }: PlanContext): Promise<readonly UnitPlan<EncodeFacts>[]> {
  const { members } = await readArtefact<CohortArtefact>(files.study, COHORT_FILE, 'mriscore/cohort/1');
  return Object.keys(protocol.sequences).map((sequence) => {
    const having = members.filter(({ sequences }) => sequences.includes(sequence));
    const patients = having.map(({ patient }) => patient);
    const paths = [trainingFiles(sequence).weights, ...patients.map(cropsPath)];
    return {
      name: sequence,
      inputs: paths.map((path) => ({ root: 'study' as const, path })),
      facts: { patients },
      outputs: Object.values(encodingFiles(sequence)),
    };
  });
}

async function writeEncoding(
  { unit, key, settings, outputs }: EncodeWork,
  extracted: readonly Extracted[],
): Promise<void> {
  const files = encodingFiles(unit);
  const { slices } = settings;
  const features = extracted.map(
    ({ patient, features: data }) => [patient, { shape: [slices, data.length / slices], data }] as const,
  );
  const scores = extracted.map(({ patient, logit }) => [patient, logit, scoreOf(logit)]);
  await outputs.write(files.features, formatTensors(new Map(features), { unit: key }));
  await outputs.write(files.scores, formatCsv(SCORE_HEADER, scores));
}

async function run(work: EncodeWork): Promise<void> {
  const { unit, settings, facts, inputs } = work;
  const { runtime: name, threads } = settings.engine;
  const { state, metadata } = parseCheckpoint(await inputs.study.read(trainingFiles(unit).weights));
  const { spec, grey } = encoderUse(metadata);
  const samples = await readSamples(inputs.study, facts.patients, unit);
  await using runtime = await openNodeRuntime(name, { threads });
  const { sizePx } = settings;
  await writeEncoding(work, await extract(runtime, { spec, grey, state, samples, sizePx }, () => undefined));
}

/** The fifth stage: what the trained networks say of every patient. */
export const encodeStage: Stage<EncodeSettings, EncodeFacts> = {
  name: 'encode',
  does: 'reads every patient with the networks',
  reads: ['2-cohort', '3-crops', '4-encoders'],
  writes: '4-encoders',
  parallel: false,
  module: import.meta.url,
  settings: ({ preprocessing }, { engine }) => ({
    sizePx: preprocessing.crop.sizePx,
    slices: preprocessing.crop.slices.length,
    engine,
  }),
  plan,
  run,
};
