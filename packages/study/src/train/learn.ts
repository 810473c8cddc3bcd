/**
 * Trains one encoder from its first or its last step to the end.
 *
 * Gives the final weights and the loss of each epoch. The same settings give the same bytes, stopped or not.
 */
import type { Batch, GreyInput, ResNetSpec, Runtime, Session, State } from '@mriscore/engine';
import { releaseState, resnetTraining } from '@mriscore/engine';
import { StudyError } from '../errors.ts';
import type { Sample } from '../preprocess/artefact.ts';
import type { Protocol } from '../protocol/schema.ts';
import { throwIfStopped } from '../run/stopped.ts';
import type { World } from '../run/world.ts';
import type { Checkpoints, TrainingLog } from './checkpoints.ts';
import { openLoader } from './loader.ts';
import type { BatchSettings } from './prepare.ts';

/** What a training needs. */
export interface LearnOptions {
  readonly sequence: string;
  readonly spec: ResNetSpec;
  /** What the network wants of a grey value. */
  readonly grey: GreyInput;
  readonly settings: Protocol['encoder'];
  readonly samples: readonly Sample[];
  readonly sizePx: number;
  readonly seed: number;
  /** Weights before the first step. */
  readonly start: State;
  readonly checkpoints: Checkpoints;
}

/** What a training gives. */
export interface Learnt {
  readonly state: State;
  /** Mean training loss of each epoch, nats a crop. */
  readonly losses: readonly number[];
}

/** Steps that go to the engine at once; between them the run can stop and report. */
const STEPS_A_RUN = 4;

interface Course {
  readonly batch: number;
  readonly stepsAnEpoch: number;
  readonly steps: number;
}

/** Whole batches only: a padded one would disturb the statistics of the normalisation. */
function planCourse({ samples, settings }: LearnOptions): Course {
  const batch = Math.min(settings.batch, samples.length);
  const stepsAnEpoch = Math.max(Math.floor(samples.length / batch), 1);
  return { batch, stepsAnEpoch, steps: stepsAnEpoch * settings.epochs };
}

function batchSettings(options: LearnOptions, course: Course): BatchSettings {
  const { settings, seed, sequence, sizePx, grey } = options;
  const { batch, stepsAnEpoch, steps } = course;
  const schedule = { peak: settings.learningRate, steps, warmUp: settings.warmUp };
  return { sequence, seed, sizePx, batch, stepsAnEpoch, schedule, augment: settings.augment, grey };
}

function addLosses(log: TrainingLog, losses: readonly number[], stepsAnEpoch: number): TrainingLog {
  const epochs = [...log.epochs];
  let { runningSum, runningSteps } = log;
  for (const loss of losses) {
    runningSum += loss;
    runningSteps += 1;
    if (runningSteps < stepsAnEpoch) continue;
    epochs.push(runningSum / runningSteps);
    runningSum = 0;
    runningSteps = 0;
  }
  return { epochs, runningSum, runningSteps };
}

function checkLosses(losses: readonly number[], sequence: string, step: number): void {
  if (losses.every(Number.isFinite)) return;
  throw new StudyError('train/diverged', {
    found: `The loss of encoder ${sequence} is no longer a finite number near step ${step}.`,
    needed: 'A training loss has to stay finite.',
    remedy: 'Lower encoder.learningRate in study.yaml, or raise encoder.warmUp.',
  });
}

interface Position {
  readonly step: number;
  readonly log: TrainingLog;
}

function progressReporter(
  options: LearnOptions,
  course: Course,
  { world, from }: { world: World; from: number },
): (position: Position, loss: number) => void {
  const began = performance.now();
  return ({ step }, loss) => {
    const perStep = (performance.now() - began) / 1000 / Math.max(step - from, 1);
    world.progress.report({
      kind: 'training',
      stage: 'train',
      unit: options.sequence,
      epoch: Math.min(Math.floor((step - 1) / course.stepsAnEpoch) + 1, options.settings.epochs),
      epochs: options.settings.epochs,
      step,
      steps: course.steps,
      loss,
      secondsLeft: perStep * (course.steps - step),
    });
  };
}

async function stepOn(session: Session, batches: readonly Batch[]): Promise<readonly number[]> {
  const results = await session.steps(batches);
  return results.map(({ loss }) => loss?.[0] ?? Number.NaN);
}

async function loop(
  session: Session,
  options: LearnOptions,
  world: World,
  start: Position,
): Promise<Position> {
  const course = planCourse(options);
  const { steps } = course;
  const settings = batchSettings(options, course);
  await using loader = openLoader(settings, options.samples, { steps, threads: world.loaders });
  const report = progressReporter(options, course, { world, from: start.step });
  const batchesFrom = (step: number): Promise<Batch[]> =>
    loader.take(Array.from({ length: Math.min(STEPS_A_RUN, steps - step) }, (_, index) => step + index));
  let position = start;
  let saved = performance.now();
  let batches = await batchesFrom(position.step);
  while (batches.length > 0) {
    const done = stepOn(session, batches);
    const [losses, following] = await Promise.all([done, batchesFrom(position.step + batches.length)]);
    checkLosses(losses, options.sequence, position.step);
    const log = addLosses(position.log, losses, course.stepsAnEpoch);
    position = { step: position.step + batches.length, log };
    report(position, losses.reduce((sum, loss) => sum + loss, 0) / losses.length);
    const due = performance.now() - saved >= world.checkpointSeconds * 1000;
    if ((due || world.signal.aborted) && position.step < course.steps) {
      await options.checkpoints.save({ state: await session.readState(), ...position });
      saved = performance.now();
    }
    throwIfStopped(world.signal);
    batches = following;
  }
  return position;
}

/**
 * Trains an encoder.
 *
 * @throws StudyError `train/diverged`, or `run/stopped` after a checkpoint was written.
 */
export async function learn(runtime: Runtime, options: LearnOptions, world: World): Promise<Learnt> {
  const { settings, spec, sizePx } = options;
  const { momentum, weightDecay } = settings;
  const optimiser =
    settings.optimiser === 'sgd'
      ? { kind: 'sgd' as const, momentum, weightDecay }
      : { kind: 'adamw' as const, weightDecay };
  const { batch } = planCourse(options);
  const program = resnetTraining(spec, {
    // Short convolutions save multiplications, of which a graphics card has plenty, at the price of memory traffic.
    convolutions: runtime.name === 'node-cpu' ? 'fastest' : 'direct',
    batch,
    sizePx,
    batchNorm: settings.batchNorm,
    optimiser,
  });
  const kept = await options.checkpoints.findLatest();
  const begin: Position = { step: 0, log: { epochs: [], runningSum: 0, runningSteps: 0 } };
  if (kept !== undefined) releaseState(options.start);
  const start = kept?.state ?? options.start;
  await using session = await runtime.load(program, start);
  releaseState(start);
  const { log } = await loop(session, options, world, kept ?? begin);
  return { state: await session.readState(), losses: log.epochs };
}
