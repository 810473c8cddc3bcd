/**
 * Trains one encoder from its first or its last step to the end.
 *
 * Gives the final weights and the loss of each epoch. The same settings give the same bytes, stopped or not.
 */
import type { Batch, GreyInput, Program, ResNetSpec, Runtime, Session, State } from '@mriscore/engine';
import { releaseState, resnetTailTraining, resnetTraining, stateFor } from '@mriscore/engine';
import type { LabelledSample } from '@mriscore/model/encode';
import { StudyError } from '../../errors.ts';
import type { Protocol } from '../../protocol/schema.ts';
import type { StageWorld } from '../../run/stage.ts';
import { throwIfStopped } from '../../run/stopped.ts';
import type { Checkpoints, TrainingLog } from './checkpoints.ts';
import { type Course, planCourse } from './course.ts';
import { type Loader, loaderOptions, openLoader } from './loader.ts';
import type { BatchSettings } from './prepare.ts';
import { openTrunkLoader } from './trunk.ts';

/** What a training needs. */
export interface LearnOptions {
  readonly sequence: string;
  readonly spec: ResNetSpec;
  /** What the network wants of a grey value. */
  readonly grey: GreyInput;
  readonly settings: Protocol['encoder'];
  readonly samples: readonly LabelledSample[];
  readonly sizePx: number;
  readonly seed: number;
  /** Weights before the first step. */
  readonly start: State;
  readonly checkpoints: Checkpoints;
  /** Most memory that outputs of frozen stages may take, in bytes. Default `KEPT_BYTES`. */
  readonly keptBytes?: number;
}

/** What a training gives. */
export interface Learnt {
  readonly state: State;
  /** Mean training loss of each epoch, nats a crop. */
  readonly losses: readonly number[];
}

/** Batches that go to the engine at once; between them the run can stop and report. */
const BATCHES_A_RUN = 4;

function batchSettings(options: LearnOptions, course: Course): BatchSettings {
  const { settings, seed, sequence, sizePx, grey } = options;
  const { batch, accumulate, stepsAnEpoch, steps } = course;
  const schedule = { peak: settings.learningRate, steps, warmUp: settings.warmUp };
  const { augment } = settings;
  return { sequence, seed, sizePx, batch, accumulate, stepsAnEpoch, schedule, augment, grey };
}

function addLosses(log: TrainingLog, losses: readonly number[], batchesAnEpoch: number): TrainingLog {
  const epochs = [...log.epochs];
  let { runningSum, runningSteps } = log;
  for (const loss of losses) {
    runningSum += loss;
    runningSteps += 1;
    if (runningSteps < batchesAnEpoch) continue;
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
  { world, from }: { world: StageWorld; from: number },
): (position: Position, loss: number) => void {
  const began = performance.now();
  return ({ step: done }, loss) => {
    const perBatch = (performance.now() - began) / 1000 / Math.max(done - from, 1);
    world.progress.report({
      kind: 'training',
      stage: 'train',
      unit: options.sequence,
      epoch: Math.min(Math.floor((done - 1) / course.batchesAnEpoch) + 1, options.settings.epochs),
      epochs: options.settings.epochs,
      step: Math.floor(done / course.accumulate),
      steps: course.steps,
      loss,
      secondsLeft: perBatch * (course.batches - done),
    });
  };
}

async function stepOn(session: Session, batches: readonly Batch[]): Promise<readonly number[]> {
  const results = await session.steps(batches);
  return results.map(({ loss }) => loss?.[0] ?? Number.NaN);
}

/** What a training goes through, from where it stands to its end. */
interface Way {
  readonly course: Course;
  readonly loader: Loader;
  readonly start: Position;
}

async function loop(
  session: Session,
  options: LearnOptions,
  { world, way }: { world: StageWorld; way: Way },
): Promise<Position> {
  const { course, loader, start } = way;
  const report = progressReporter(options, course, { world, from: start.step });
  const batchesFrom = (first: number): Promise<Batch[]> => {
    const length = Math.min(BATCHES_A_RUN, course.batches - first);
    return loader.take(Array.from({ length }, (_, index) => first + index));
  };
  let position = start;
  let saved = performance.now();
  let batches = await batchesFrom(position.step);
  while (batches.length > 0) {
    const done = stepOn(session, batches);
    const [losses, following] = await Promise.all([done, batchesFrom(position.step + batches.length)]);
    checkLosses(losses, options.sequence, Math.floor(position.step / course.accumulate));
    const log = addLosses(position.log, losses, course.batchesAnEpoch);
    position = { step: position.step + batches.length, log };
    report(position, losses.reduce((sum, loss) => sum + loss, 0) / losses.length);
    const due = performance.now() - saved >= world.checkpointSeconds * 1000;
    if ((due || world.signal.aborted) && position.step < course.batches) {
      await options.checkpoints.save({ state: await session.readState(), ...position });
      saved = performance.now();
    }
    throwIfStopped(world.signal);
    batches = following;
  }
  return position;
}

/** How many stages stay as they are; undefined where all learn, the stem too. */
function frozenStagesOf({ frozenStages = 'none' }: Protocol['encoder']): number | undefined {
  return frozenStages === 'none' ? undefined : frozenStages;
}

function programOf(runtime: Runtime, { settings, spec, sizePx }: LearnOptions, course: Course): Program {
  const { momentum, weightDecay } = settings;
  const { batch, accumulate } = course;
  const optimiser =
    settings.optimiser === 'sgd'
      ? { kind: 'sgd' as const, momentum, weightDecay, accumulate }
      : { kind: 'adamw' as const, weightDecay, accumulate };
  const training = {
    // Short convolutions save multiplications, of which a graphics card has plenty, at the price of memory traffic.
    convolutions: runtime.name === 'node-cpu' ? ('fastest' as const) : ('direct' as const),
    batch,
    sizePx,
    batchNorm: settings.batchNorm,
    optimiser,
  };
  const frozenStages = frozenStagesOf(settings);
  return frozenStages === undefined
    ? resnetTraining(spec, training)
    : resnetTailTraining(spec, { ...training, frozenStages });
}

function openBatches(
  runtime: Runtime,
  options: LearnOptions,
  { world, course }: { world: StageWorld; course: Course },
): Promise<Loader> {
  const { spec, start: state, samples, keptBytes } = options;
  const { batches } = course;
  const settings = batchSettings(options, course);
  const frozenStages = frozenStagesOf(options.settings);
  if (frozenStages === undefined)
    return Promise.resolve(openLoader(settings, samples, loaderOptions(batches, world)));
  const trunk = { spec, state, frozenStages, settings, samples, batches };
  return openTrunkLoader(runtime, keptBytes === undefined ? trunk : { ...trunk, keptBytes }, world);
}

/** Copies of the tensors that the program does not have, because they stay as they are. */
function frozenTensors(program: Program, start: State): State {
  const learning = stateFor(program, start);
  const frozen = [...start].filter(([name]) => !learning.has(name));
  return new Map(frozen.map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]));
}

/**
 * Trains an encoder; stages that the settings freeze come out as they went in.
 *
 * @throws StudyError `train/diverged`, or `run/stopped` after a checkpoint was written.
 */
export async function learn(runtime: Runtime, options: LearnOptions, world: StageWorld): Promise<Learnt> {
  const course = planCourse(options.samples.length, options.settings);
  const program = programOf(runtime, options, course);
  const partly = frozenStagesOf(options.settings) !== undefined;
  const frozen: State = partly ? frozenTensors(program, options.start) : new Map();
  const kept = await options.checkpoints.findLatest();
  const begin: Position = { step: 0, log: { epochs: [], runningSum: 0, runningSteps: 0 } };
  await using loader = await openBatches(runtime, options, { world, course });
  if (kept !== undefined) releaseState(options.start);
  const start = kept?.state ?? options.start;
  await using session = await runtime.load(program, partly ? stateFor(program, start) : start);
  releaseState(start);
  const way = { course, loader, start: kept ?? begin };
  const { log } = await loop(session, options, { world, way });
  return { state: new Map([...frozen, ...(await session.readState())]), losses: log.epochs };
}
