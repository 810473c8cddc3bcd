/**
 * Fuses the sequences: one transformer over the features of all encoders, with missing sequences masked.
 *
 * Reads `2-cohort/` and `4-encoders/`, writes `5-fusion/`. Weights come from the training part, the epoch from the
 * tuning part; the other cohorts are only scored.
 */
import { formatCheckpoint, openNodeRuntime, withoutMemory } from '@mriscore/engine';
import { formatCsv } from '@mriscore/evaluation/table';
import type { FittedReduction, Fused, Tokens } from '@mriscore/model/fuse';
import { applyFusion, fusionNetwork, reduction, scoreOf, selectTokens } from '@mriscore/model/fuse';
import { formatArtefact, readArtefact } from '../../files/read-json.ts';
import { SCORE_HEADER } from '../../files/read-scores.ts';
import type { Protocol } from '../../protocol/schema.ts';
import type { EngineChoice, PlanContext, Stage, StageWorld, Work } from '../../run/stage.ts';
import type { UnitPlan } from '../../run/unit.ts';
import type { CohortArtefact } from '../cohort/artefact.ts';
import { COHORT_FILE } from '../cohort/artefact.ts';
import { encodingFiles } from '../encode/artefact.ts';
import type { FusionArtefact } from './artefact.ts';
import { FUSION_FILE, FUSION_LOG, FUSION_SCORES, FUSION_WEIGHTS } from './artefact.ts';
import type { FusionLearnt } from './learn.ts';
import { learnFusion } from './learn.ts';
import { readTokens } from './read-tokens.ts';

interface FuseSettings {
  /** Names in the order of the protocol. */
  readonly sequences: readonly string[];
  readonly fusion: Protocol['fusion'];
  readonly seed: number;
  readonly engine: EngineChoice;
}

type FuseWork = Work<FuseSettings, null>;

function plan({ protocol }: PlanContext): Promise<readonly UnitPlan<null>[]> {
  const features = Object.keys(protocol.sequences).map((name) => encodingFiles(name).features);
  const inputs = [COHORT_FILE, ...features].map((path) => ({ root: 'study' as const, path }));
  const outputs = [FUSION_FILE, FUSION_WEIGHTS, FUSION_LOG, FUSION_SCORES];
  return Promise.resolve([{ name: 'all', inputs, facts: null, outputs }]);
}

function artefactOf(fused: readonly Fused[], learnt: FusionLearnt, tokens: Tokens): FusionArtefact {
  const parameters = [...withoutMemory(learnt.state)];
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

function formatWeights(key: string, learnt: FusionLearnt, fitted: FittedReduction): Uint8Array {
  return formatCheckpoint(new Map([...withoutMemory(learnt.state), ...fitted.tensors]), {
    unit: key,
    epoch: learnt.epoch,
  });
}

async function writeFusion(
  { key, outputs }: FuseWork,
  { artefact, learnt, fitted }: { artefact: FusionArtefact; learnt: FusionLearnt; fitted: FittedReduction },
): Promise<void> {
  const rows = artefact.scores.map(({ patient, logit, score }) => [patient, logit, score]);
  const log = learnt.epochs.map(({ training, tuning }, index) => [index + 1, training, tuning]);
  await outputs.write(FUSION_WEIGHTS, formatWeights(key, learnt, fitted));
  await outputs.write(FUSION_LOG, formatCsv(['epoch', 'training_loss', 'tuning_loss'], log));
  await outputs.write(FUSION_SCORES, formatCsv(SCORE_HEADER, rows));
  await outputs.write(FUSION_FILE, formatArtefact(artefact));
}

async function run(work: FuseWork, world: StageWorld): Promise<void> {
  const { settings, inputs } = work;
  const { fusion, seed, engine, sequences } = settings;
  const { members } = await readArtefact<CohortArtefact>(inputs.study, COHORT_FILE, 'mriscore/cohort/1');
  const raw = await readTokens(inputs.study, members, sequences);
  const fitted = reduction(fusion.components).fit(selectTokens(raw, 'training'));
  const tokens = fitted.apply(raw);
  const spec = fusionNetwork(fusion, tokens);
  await using runtime = await openNodeRuntime(engine.runtime, { threads: engine.threads });
  const options = {
    spec,
    settings: fusion,
    seed,
    training: selectTokens(tokens, 'training'),
    tuning: selectTokens(tokens, 'tuning'),
  };
  const learnt = await learnFusion(runtime, options, world);
  const fused = await applyFusion(runtime, { spec, state: learnt.state, tokens });
  await writeFusion(work, { artefact: artefactOf(fused, learnt, tokens), learnt, fitted });
}

/** The sixth stage: one transformer over all sequences. */
export const fuseStage: Stage<FuseSettings, null> = {
  name: 'fuse',
  does: 'fuses the sequences',
  reads: ['2-cohort', '4-encoders'],
  writes: '5-fusion',
  parallel: false,
  module: import.meta.url,
  settings: ({ sequences, fusion, seeds }, { engine }) => ({
    sequences: Object.keys(sequences),
    fusion,
    seed: seeds.training,
    engine,
  }),
  plan,
  run,
};
