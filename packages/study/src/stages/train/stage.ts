/**
 * Trains one residual network a sequence, on the training part and nothing else.
 *
 * Reads `3-crops/` of the training patients, writes `4-encoders/SEQUENCE/`. A unit depends on these patients alone, so a
 * patient more in another cohort trains nothing again.
 */
import { formatCheckpoint, openNodeRuntime, releaseState, withoutMemory } from '@mriscore/engine';
import { formatCsv } from '@mriscore/evaluation/table';
import { encoderMetadata, type LabelledSample } from '@mriscore/model/encode';
import { StudyError } from '../../errors.ts';
import { readArtefact } from '../../files/read-json.ts';
import type { Protocol } from '../../protocol/schema.ts';
import type { EngineChoice, PlanContext, Stage, StageWorld, Work } from '../../run/stage.ts';
import type { UnitPlan } from '../../run/unit.ts';
import type { CohortArtefact, Member } from '../cohort/artefact.ts';
import { COHORT_FILE } from '../cohort/artefact.ts';
import { cropsPath, readSamples } from '../preprocess/artefact.ts';
import { type StartArtefact, trainingFiles } from './artefact.ts';
import { openCheckpoints } from './checkpoints.ts';
import type { LearnOptions, Learnt } from './learn.ts';
import { learn } from './learn.ts';
import { describeStart, type Start, type StartSettings, startInputs, startOf } from './start.ts';

interface TrainSettings {
  readonly encoder: Protocol['encoder'];
  readonly sizePx: number;
  /** How the numbers of a crop came to be. */
  readonly normalise: Protocol['preprocessing']['normalise']['method'];
  readonly seed: number;
  readonly engine: EngineChoice;
}

interface TrainFacts {
  /** Patients of the training part who have the sequence. */
  readonly learners: readonly (readonly [patient: string, target: 0 | 1])[];
}

type TrainWork = Work<TrainSettings, TrainFacts>;

function requireBothClasses(sequence: string, learners: readonly Member[]): void {
  const positives = learners.filter(({ target }) => target === 1).length;
  if (positives > 0 && positives < learners.length) return;
  throw new StudyError('cohort/one-class', {
    found: `${learners.length} training patients have ${sequence}, ${positives} of them positive.`,
    needed: 'An encoder learns from positive and negative patients.',
    remedy: `Add patients with ${sequence}, or remove the sequence from study.yaml.`,
  });
}

async function plan({ protocol, files }: PlanContext): Promise<readonly UnitPlan<TrainFacts>[]> {
  const { members } = await readArtefact<CohortArtefact>(files.study, COHORT_FILE, 'mriscore/cohort/1');
  const weights = await startInputs(protocol.encoder.weights, files);
  return Object.keys(protocol.sequences).map((sequence) => {
    const learners = members.filter(
      ({ split, sequences }) => split === 'training' && sequences.includes(sequence),
    );
    requireBothClasses(sequence, learners);
    const crops = learners.map(({ patient }) => ({ root: 'study', path: cropsPath(patient) }) as const);
    return {
      name: sequence,
      inputs: [...weights, ...crops],
      facts: { learners: learners.map(({ patient, target }) => [patient, target] as const) },
      outputs: Object.values(trainingFiles(sequence)),
    };
  });
}

async function readLearners({ unit, facts, inputs }: TrainWork): Promise<readonly LabelledSample[]> {
  const targets = new Map(facts.learners);
  const samples = await readSamples(inputs.study, [...targets.keys()], unit);
  return samples.map((sample) => ({ ...sample, target: targets.get(sample.patient) ?? 0 }));
}

async function writeTraining(
  { unit, key, outputs }: TrainWork,
  { learnt, options, start }: { learnt: Learnt; options: LearnOptions; start: StartArtefact },
): Promise<void> {
  const files = trainingFiles(unit);
  const state = withoutMemory(learnt.state);
  const rows = learnt.losses.map((loss, index) => [index + 1, loss]);
  const { spec, grey } = options;
  const about = { unit: key, sequence: unit, ...encoderMetadata({ spec, grey }) };
  await outputs.write(files.weights, formatCheckpoint(state, about));
  await outputs.write(files.start, `${JSON.stringify(start, null, 2)}\n`);
  await outputs.write(files.log, formatCsv(['epoch', 'training_loss'], rows));
}

async function optionsOf(work: TrainWork, world: StageWorld, start: Start): Promise<LearnOptions> {
  const { encoder, sizePx, seed } = work.settings;
  return {
    sequence: work.unit,
    spec: start.spec,
    grey: start.grey,
    settings: encoder,
    samples: await readLearners(work),
    sizePx,
    seed,
    start: start.state,
    checkpoints: openCheckpoints(world, work.key),
  };
}

async function run(work: TrainWork, world: StageWorld): Promise<void> {
  const { settings, inputs, unit } = work;
  const beginning: StartSettings = { ...settings, sequence: unit };
  const start = await startOf(beginning, inputs);
  const about = await describeStart(beginning, inputs, start);
  const options = await optionsOf(work, world, start);
  const { runtime: name, threads } = settings.engine;
  await using runtime = await openNodeRuntime(name, { threads });
  const learnt = await learn(runtime, options, world);
  await writeTraining(work, { learnt, options, start: about });
  releaseState(learnt.state);
  await options.checkpoints.remove();
}

/** The fourth stage: one network a sequence. */
export const trainStage: Stage<TrainSettings, TrainFacts> = {
  name: 'train',
  does: 'trains one network a sequence',
  reads: ['2-cohort', '3-crops'],
  writes: '4-encoders',
  parallel: false,
  module: import.meta.url,
  settings: ({ encoder, preprocessing, seeds }, { engine }) => ({
    encoder,
    sizePx: preprocessing.crop.sizePx,
    normalise: preprocessing.normalise.method,
    seed: seeds.training,
    engine,
  }),
  plan,
  run,
};
