/**
 * Trains one residual network a sequence, on the training part and nothing else.
 *
 * Reads `2-cohort/` and `3-crops/`, writes `4-encoders/SEQUENCE/`. A unit depends on the training patients alone, so
 * a patient more in another cohort trains nothing again.
 */
import { formatCheckpoint, openNodeRuntime, releaseState } from '@mriscore/engine';
import { formatCsv } from '@mriscore/evaluation/table';
import { encoderMetadata } from '@mriscore/model/encode';
import { StudyError } from '../../errors.ts';
import type { JsonValue } from '../../run/canonical.ts';
import { hashFile } from '../../run/hash.ts';
import { readArtefact } from '../../run/read-json.ts';
import type { Stage } from '../../run/stage.ts';
import type { Unit, UnitPlan } from '../../run/unit.ts';
import type { World } from '../../run/world.ts';
import type { Study } from '../../study.ts';
import type { CohortArtefact, Member } from '../cohort/artefact.ts';
import { COHORT_FILE } from '../cohort/artefact.ts';
import { cropsPath, readSamples } from '../preprocess/artefact.ts';
import { type StartArtefact, trainingFiles } from './artefact.ts';
import { openCheckpoints } from './checkpoints.ts';
import type { LearnOptions, Learnt } from './learn.ts';
import { learn } from './learn.ts';
import { describeStart, hashStart, type Start, startOf } from './start.ts';

async function readLearners(world: World, sequence: string): Promise<readonly Member[]> {
  const { members } = await readArtefact<CohortArtefact>(world.folder, COHORT_FILE, 'mriscore/cohort/1');
  return members.filter(({ split, sequences }) => split === 'training' && sequences.includes(sequence));
}

function requireBothClasses(sequence: string, learners: readonly Member[]): void {
  const positives = learners.filter(({ target }) => target === 1).length;
  if (positives > 0 && positives < learners.length) return;
  throw new StudyError('cohort/one-class', {
    found: `${learners.length} training patients have ${sequence}, ${positives} of them positive.`,
    needed: 'An encoder learns from positive and negative patients.',
    remedy: `Add patients with ${sequence}, or remove the sequence from study.yaml.`,
  });
}

async function planSequence(study: Study, world: World, sequence: string): Promise<UnitPlan> {
  const { encoder, preprocessing, seeds } = study.protocol;
  const learners = await readLearners(world, sequence);
  requireBothClasses(sequence, learners);
  const weights = await hashStart(study, world);
  const crops = learners.map(({ patient }) => hashFile(study.directory, cropsPath(patient)));
  const options = {
    encoder,
    crop: preprocessing.crop,
    normalise: preprocessing.normalise.method,
    seed: seeds.training,
    threads: world.threads,
    runtime: world.runtime,
    learners: learners.map(({ patient, target }) => [patient, target]),
  };
  const outputs = Object.values(trainingFiles(sequence));
  return {
    name: sequence,
    inputs: [...(weights === undefined ? [] : [weights]), ...(await Promise.all(crops))],
    options: options as JsonValue,
    outputs,
  };
}

function plan(study: Study, world: World): Promise<readonly UnitPlan[]> {
  const sequences = Object.keys(study.protocol.sequences);
  return Promise.all(sequences.map((sequence) => planSequence(study, world, sequence)));
}

async function writeTraining(
  world: World,
  unit: Unit,
  { learnt, options, start }: { learnt: Learnt; options: LearnOptions; start: StartArtefact },
): Promise<void> {
  const files = trainingFiles(unit.name);
  const state = new Map([...learnt.state].filter(([name]) => !name.startsWith('optimiser.')));
  const rows = learnt.losses.map((loss, index) => [index + 1, loss]);
  const { spec, grey } = options;
  const about = { unit: unit.key, sequence: unit.name, ...encoderMetadata({ spec, grey }) };
  await world.folder.write(files.weights, formatCheckpoint(state, about));
  await world.folder.write(files.start, `${JSON.stringify(start, null, 2)}\n`);
  await world.folder.write(files.log, formatCsv(['epoch', 'training_loss'], rows));
}

async function optionsOf(
  unit: Unit,
  study: Study,
  { world, start }: { world: World; start: Start },
): Promise<LearnOptions> {
  const sequence = unit.name;
  const { encoder: settings, preprocessing, seeds } = study.protocol;
  const { sizePx } = preprocessing.crop;
  return {
    sequence,
    spec: start.spec,
    grey: start.grey,
    settings,
    samples: await readSamples(world.folder, await readLearners(world, sequence), sequence),
    sizePx,
    seed: seeds.training,
    start: start.state,
    checkpoints: openCheckpoints(world, `4-encoders/${sequence}`, unit.key),
  };
}

async function run(unit: Unit, study: Study, world: World): Promise<void> {
  const start = await startOf(study, world, unit.name);
  const about = await describeStart(study, world, start);
  const options = await optionsOf(unit, study, { world, start });
  await using runtime = await openNodeRuntime(world.runtime, { threads: world.threads });
  const learnt = await learn(runtime, options, world);
  await writeTraining(world, unit, { learnt, options, start: about });
  releaseState(learnt.state);
  await options.checkpoints.remove();
}

/** The fourth stage: one network a sequence. */
export const trainStage: Stage = {
  name: 'train',
  does: 'trains one network a sequence',
  reads: ['2-cohort', '3-crops'],
  writes: '4-encoders',
  code: [
    'engine/src',
    'stats/src',
    'volume/src/augment',
    'study/src/train',
    'study/src/preprocess/artefact.ts',
    'study/src/protocol/network.ts',
    'study/src/weights/folder.ts',
    'study/src/weights/read-files.ts',
    'study/src/weights/sources.ts',
    'study/src/weights/tarball.ts',
  ],
  parallel: false,
  plan,
  run,
};
