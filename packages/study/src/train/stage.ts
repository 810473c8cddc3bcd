/**
 * Trains one residual network a sequence on the training part, and reads every patient with it.
 *
 * Reads `2-cohort/` and `3-crops/`, writes `4-encoders/SEQUENCE/`. The tuning part and the other cohorts are only read
 * after the last step.
 */
import { formatCheckpoint, formatTensors, openNodeCpu } from '@mriscore/engine';
import type { CohortArtefact, Member } from '../cohort/artefact.ts';
import { COHORT_FILE } from '../cohort/artefact.ts';
import { StudyError } from '../errors.ts';
import { cropsPath } from '../preprocess/artefact.ts';
import type { JsonValue } from '../run/canonical.ts';
import { formatCsv } from '../run/csv.ts';
import type { FileHash } from '../run/hash.ts';
import { hashFile } from '../run/hash.ts';
import { readArtefact } from '../run/read-json.ts';
import { SCORE_HEADER } from '../run/read-scores.ts';
import type { Stage } from '../run/stage.ts';
import type { Unit, UnitPlan } from '../run/unit.ts';
import type { World } from '../run/world.ts';
import type { Study } from '../study.ts';
import { encoderFiles } from './artefact.ts';
import { augmentBy } from './augment.ts';
import { openCheckpoints } from './checkpoints.ts';
import type { Extracted } from './extract.ts';
import { extract } from './extract.ts';
import type { Learnt } from './learn.ts';
import { learn } from './learn.ts';
import { readSamples } from './samples.ts';
import { hasWeightsFile, specOf, startingWeights } from './start.ts';

async function readMembers(world: World): Promise<readonly Member[]> {
  return (await readArtefact<CohortArtefact>(world.folder, COHORT_FILE, 'mriscore/cohort/1')).members;
}

function requireBothClasses(sequence: string, members: readonly Member[]): void {
  const learning = members.filter(
    ({ split, sequences }) => split === 'training' && sequences.includes(sequence),
  );
  const positives = learning.filter(({ target }) => target === 1).length;
  if (positives > 0 && positives < learning.length) return;
  throw new StudyError('cohort/one-class', {
    found: `${learning.length} training patients have ${sequence}, ${positives} of them positive.`,
    needed: 'An encoder learns from positive and negative patients.',
    remedy: `Add patients with ${sequence}, or remove the sequence from study.yaml.`,
  });
}

async function plan(study: Study, world: World): Promise<readonly UnitPlan[]> {
  const members = await readMembers(world);
  const { encoder, preprocessing, seeds } = study.protocol;
  const weights: readonly FileHash[] = hasWeightsFile(study)
    ? [await hashFile(study.directory, encoder.weights)]
    : [];
  const cohort = await hashFile(study.directory, COHORT_FILE);
  return await Promise.all(
    Object.keys(study.protocol.sequences).map(async (sequence) => {
      requireBothClasses(sequence, members);
      const having = members.filter(({ sequences }) => sequences.includes(sequence));
      const crops = having.map(({ patient }) => hashFile(study.directory, cropsPath(patient)));
      return {
        name: sequence,
        inputs: [cohort, ...weights, ...(await Promise.all(crops))],
        options: {
          encoder,
          crop: preprocessing.crop,
          seed: seeds.training,
          threads: world.threads,
        } as JsonValue,
        outputs: Object.values(encoderFiles(sequence)),
      };
    }),
  );
}

async function writeEncoder(
  world: World,
  unit: Unit,
  { learnt, extracted }: { learnt: Learnt; extracted: readonly Extracted[] },
): Promise<void> {
  const files = encoderFiles(unit.name);
  const weights = new Map([...learnt.state].filter(([name]) => !name.startsWith('optimiser.')));
  const slices = (unit.options as { crop: { slices: readonly number[] } }).crop.slices.length;
  const features = extracted.map(
    ({ patient, features: data }) => [patient, { shape: [slices, data.length / slices], data }] as const,
  );
  const scores = extracted.map(({ patient, logit }) => [patient, logit, 1 / (1 + Math.exp(-logit))]);
  await world.folder.write(files.weights, formatCheckpoint(weights, { unit: unit.key, sequence: unit.name }));
  await world.folder.write(files.features, formatTensors(new Map(features), { unit: unit.key }));
  await world.folder.write(files.scores, formatCsv(SCORE_HEADER, scores));
  await world.folder.write(
    files.log,
    formatCsv(
      ['epoch', 'training_loss'],
      learnt.losses.map((loss, index) => [index + 1, loss]),
    ),
  );
}

async function run(unit: Unit, study: Study, world: World): Promise<void> {
  const sequence = unit.name;
  const { encoder: settings, preprocessing, seeds } = study.protocol;
  const { sizePx } = preprocessing.crop;
  const members = await readMembers(world);
  const learning = members.filter(({ split }) => split === 'training');
  const spec = specOf(study);
  const checkpoints = openCheckpoints(world, `4-encoders/${sequence}`, unit.key);
  await using runtime = await openNodeCpu({ threads: world.threads });
  const learnt = await learn(
    runtime,
    {
      sequence,
      spec,
      settings,
      samples: await readSamples(world.folder, learning, sequence),
      sizePx,
      seed: seeds.training,
      augment: augmentBy(settings.augment, {
        sizePx,
        sequence,
        random: (...ids) => world.random(seeds.training, 'augment', ...ids),
      }),
      start: await startingWeights(study, world, sequence),
      checkpoints,
    },
    world,
  );
  const samples = await readSamples(world.folder, members, sequence);
  const extracted = await extract(runtime, { spec, state: learnt.state, samples, sizePx }, () => undefined);
  await writeEncoder(world, unit, { learnt, extracted });
  await checkpoints.remove();
}

/** The fourth stage: one network a sequence. */
export const trainStage: Stage = {
  name: 'train',
  does: 'trains one network a sequence',
  reads: ['2-cohort', '3-crops'],
  writes: '4-encoders',
  code: ['engine/src', 'volume/src/augment', 'study/src/train'],
  parallel: false,
  plan,
  run,
};
