/**
 * Trains the fusion on the training part and keeps the epoch with the lowest loss on the tuning part.
 */
import type { FusionSpec, Program, Runtime, Session, State } from '@mriscore/engine';
import { dropoutMasks, fusionTraining, initialiseFusion } from '@mriscore/engine';
import type { Tokens } from '@mriscore/model/fuse';
import { applyFusion, crossEntropy, fusionBatch, hideSequences } from '@mriscore/model/fuse';
import { random } from '@mriscore/stats';
import type { Protocol } from '../../protocol/schema.ts';
import type { StageWorld } from '../../run/stage.ts';
import { throwIfStopped } from '../../run/stopped.ts';

/** One epoch. */
export interface FusionEpoch {
  /** Mean training loss, nats a patient. */
  readonly training: number;
  /** Mean loss on the tuning part, nothing hidden. */
  readonly tuning: number;
}

/** What the training of a fusion gives. */
export interface FusionLearnt {
  readonly state: State;
  /** Epoch that was kept, from 1. */
  readonly epoch: number;
  readonly epochs: readonly FusionEpoch[];
}

/** What it needs. */
export interface FusionLearnOptions {
  readonly spec: FusionSpec;
  readonly settings: Protocol['fusion'];
  readonly seed: number;
  readonly training: Tokens;
  readonly tuning: Tokens;
}

async function tuningLoss(
  runtime: Runtime,
  { spec, tuning }: FusionLearnOptions,
  state: State,
): Promise<number> {
  const fused = await applyFusion(runtime, { spec, state, tokens: tuning });
  const losses = fused.map(({ logit }, index) => crossEntropy(logit, tuning.patients[index]?.target ?? 0));
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

async function runEpoch(
  session: Session,
  options: FusionLearnOptions,
  context: { epoch: number; program: Program; batch: number },
): Promise<number> {
  const { training, settings, seed } = options;
  const { epoch, program, batch } = context;
  const order = [...training.patients]
    .map((patient) => ({
      patient,
      draw: random(seed, 'fusion order', epoch, patient.patient).uniform(),
    }))
    .sort((a, b) => a.draw - b.draw)
    .map(({ patient }) => patient);
  const rate = settings.learningRate * 0.5 * (1 + Math.cos((Math.PI * epoch) / settings.epochs));
  let sum = 0;
  for (let first = 0; first < order.length; first += batch) {
    const patients = order.slice(first, first + batch);
    const inputs = fusionBatch(training, patients, {
      size: batch,
      missingOf: ({ patient, missing }) =>
        hideSequences(missing, settings.sequenceDropout, random(seed, 'sequence dropout', epoch, patient)),
    });
    const masks = dropoutMasks(program, settings.dropout, random(seed, 'fusion dropout', epoch, first));
    const { loss } = await session.step({ ...inputs, ...masks, learningRate: Float32Array.of(rate) });
    sum += (loss?.[0] ?? 0) * patients.length;
  }
  return sum / order.length;
}

/**
 * Trains a fusion.
 *
 * @throws StudyError `run/stopped`; the fusion starts again then, it takes seconds.
 */
export async function learnFusion(
  runtime: Runtime,
  options: FusionLearnOptions,
  world: StageWorld,
): Promise<FusionLearnt> {
  const { spec, settings, seed, training } = options;
  const batch = Math.min(settings.batch, training.patients.length);
  const program = fusionTraining(spec, {
    batch,
    optimiser: { kind: 'adamw', weightDecay: settings.weightDecay },
  });
  const start = initialiseFusion(spec, (name) => random(seed, 'fusion weights', name));
  await using session = await runtime.load(program, start);
  const epochs: FusionEpoch[] = [];
  let best = { state: start, epoch: 0, loss: Infinity };
  const began = performance.now();
  for (let epoch = 0; epoch < settings.epochs; epoch += 1) {
    throwIfStopped(world.signal);
    const trained = await runEpoch(session, options, { epoch, program, batch });
    const state = await session.readState();
    const tuning = await tuningLoss(runtime, options, state);
    epochs.push({ training: trained, tuning });
    if (tuning < best.loss) best = { state, epoch: epoch + 1, loss: tuning };
    const done = epoch + 1;
    const secondsLeft = ((performance.now() - began) / 1000 / done) * (settings.epochs - done);
    world.progress.report({
      kind: 'training',
      stage: 'fuse',
      unit: 'all',
      epoch: done,
      epochs: settings.epochs,
      step: done,
      steps: settings.epochs,
      loss: trained,
      secondsLeft,
    });
  }
  return { state: best.state, epoch: best.epoch, epochs };
}
