/**
 * Fuses the sequences: one transformer over the features of all encoders, with missing sequences masked.
 *
 * Reads `2-cohort/` and `4-encoders/`, writes `5-fusion/`. Weights come from the training part, the epoch from the
 * tuning part; the other cohorts are only scored.
 */
import { formatCheckpoint, openNodeRuntime } from '@mriscore/engine';
import { formatCsv } from '@mriscore/evaluation/table';
import type { FittedReduction, Fused, Tokens } from '@mriscore/model/fuse';
import { applyFusion, fusionNetwork, reduction, scoreOf, selectTokens } from '@mriscore/model/fuse';
import { hashFile } from '../../run/hash.ts';
import { formatArtefact, readArtefact } from '../../run/read-json.ts';
import { SCORE_HEADER } from '../../run/read-scores.ts';
import type { Stage } from '../../run/stage.ts';
import type { Unit, UnitPlan } from '../../run/unit.ts';
import type { World } from '../../run/world.ts';
import type { Study } from '../../study.ts';
import type { CohortArtefact } from '../cohort/artefact.ts';
import { COHORT_FILE } from '../cohort/artefact.ts';
import { encodingFiles } from '../encode/artefact.ts';
import type { FusionArtefact } from './artefact.ts';
import { FUSION_FILE, FUSION_LOG, FUSION_SCORES, FUSION_WEIGHTS } from './artefact.ts';
import type { FusionLearnt } from './learn.ts';
import { learnFusion } from './learn.ts';
import { readTokens } from './read-tokens.ts';

async function plan(study: Study, world: World): Promise<readonly UnitPlan[]> {
  const features = Object.keys(study.protocol.sequences).map((name) => encodingFiles(name).features);
  const inputs = await Promise.all([COHORT_FILE, ...features].map((path) => hashFile(study.directory, path)));
  const options = {
    fusion: study.protocol.fusion,
    seed: study.protocol.seeds.training,
    threads: world.threads,
    runtime: world.runtime,
  };
  return [
    { name: 'all', inputs, options, outputs: [FUSION_FILE, FUSION_WEIGHTS, FUSION_LOG, FUSION_SCORES] },
  ];
}

function artefactOf(fused: readonly Fused[], learnt: FusionLearnt, tokens: Tokens): FusionArtefact {
  const parameters = [...learnt.state].filter(([name]) => !name.startsWith('optimiser.'));
  const missing = new Map(tokens.patients.map((patient) => [patient.patient, patient.missing]));
  return {
    schema: 'mriscore/fusion/1',
    epoch: learnt.epoch,
    parameters: parameters.reduce((sum, [, tensor]) => sum + tensor.data.length, 0),
    scores: fused.map(({ patient, logit }) => ({ patient, logit, score: scoreOf(logit) })),
    attention: fused.map(({ patient, attention }) => ({
      patient,
      sequences: Object.fromEntries(
        tokens.sequences.map((name, index) => [
          name,
          missing.get(patient)?.[index] === true ? null : (attention[index] ?? null),
        ]),
      ),
    })),
  };
}

function formatWeights(unit: Unit, learnt: FusionLearnt, fitted: FittedReduction): Uint8Array {
  const parameters = [...learnt.state].filter(([name]) => !name.startsWith('optimiser.'));
  return formatCheckpoint(new Map([...parameters, ...fitted.tensors]), {
    unit: unit.key,
    epoch: learnt.epoch,
  });
}

async function run(unit: Unit, study: Study, world: World): Promise<void> {
  const { members } = await readArtefact<CohortArtefact>(world.folder, COHORT_FILE, 'mriscore/cohort/1');
  const raw = await readTokens(world, members, Object.keys(study.protocol.sequences));
  const fitted = reduction(study.protocol.fusion.components).fit(selectTokens(raw, 'training'));
  const tokens = fitted.apply(raw);
  const spec = fusionNetwork(study.protocol.fusion, tokens);
  await using runtime = await openNodeRuntime(world.runtime, { threads: world.threads });
  const options = {
    spec,
    settings: study.protocol.fusion,
    seed: study.protocol.seeds.training,
    training: selectTokens(tokens, 'training'),
    tuning: selectTokens(tokens, 'tuning'),
  };
  const learnt = await learnFusion(runtime, options, world);
  const fused = await applyFusion(runtime, { spec, state: learnt.state, tokens });
  const artefact = artefactOf(fused, learnt, tokens);
  const rows = artefact.scores.map(({ patient, logit, score }) => [patient, logit, score]);
  const log = learnt.epochs.map(({ training, tuning }, index) => [index + 1, training, tuning]);
  await world.folder.write(FUSION_WEIGHTS, formatWeights(unit, learnt, fitted));
  await world.folder.write(FUSION_LOG, formatCsv(['epoch', 'training_loss', 'tuning_loss'], log));
  await world.folder.write(FUSION_SCORES, formatCsv(SCORE_HEADER, rows));
  await world.folder.write(FUSION_FILE, formatArtefact(artefact));
}

/** The sixth stage: one transformer over all sequences. */
export const fuseStage: Stage = {
  name: 'fuse',
  does: 'fuses the sequences',
  reads: ['2-cohort', '4-encoders'],
  writes: '5-fusion',
  code: ['engine/src', 'study/src/fuse'],
  parallel: false,
  plan,
  run,
};
