/**
 * Batches for the stages that learn, when the first stages of a network stay as they are.
 *
 * Reads crops, gives the outputs of the frozen stages with everything else a step needs. Where crops are never varied,
 * those outputs are computed once and kept; otherwise they are computed for every batch.
 */
import type { Batch, Program, ResNetSpec, Runtime, Session, State } from '@mriscore/engine';
import { resnetTrunkInference } from '@mriscore/engine';
import type { LabelledSample } from '@mriscore/model/encode';
import { random } from '@mriscore/stats';
import type { StageWorld } from '../../run/stage.ts';
import { throwIfStopped } from '../../run/stopped.ts';
import { isUnvaried } from './augment.ts';
import { type Loader, loaderOptions, openLoader } from './loader.ts';
import { type BatchSettings, batchPlanner, pixelsBy } from './prepare.ts';
import { encoderBatch, targetBatch } from './samples.ts';

/** Most memory that kept outputs may take: 2 GiB. The limit is fixed, so that no result depends on the machine. */
export const KEPT_BYTES = 2 * 1024 ** 3;

/** What the batches of later stages depend on. */
export interface TrunkOptions {
  readonly spec: ResNetSpec;
  /** Weights of the whole network; read before anything is awaited. */
  readonly state: State;
  /** Stages that stay as they are besides the stem, 0 to 3. */
  readonly frozenStages: number;
  readonly settings: BatchSettings;
  readonly samples: readonly LabelledSample[];
  /** Batches in all. */
  readonly batches: number;
  /** Most memory that kept outputs may take, in bytes. Default `KEPT_BYTES`. */
  readonly keptBytes?: number;
}

/** Numbers in the output of the frozen stages for one crop. */
function mapLength(program: Program): number {
  const [, ...extents] = program.outputs[0]?.shape ?? [];
  return extents.reduce((product, extent) => product * extent, 1);
}

async function mapOf(session: Session, images: Float32Array): Promise<Float32Array> {
  const { map = new Float32Array() } = await session.run({ images });
  return map;
}

/** Outputs of every crop, in the order of the samples; the last batch is filled up with black crops. */
async function computeMaps(
  session: Session,
  { settings, samples }: TrunkOptions,
  { each, signal }: { each: number; signal: AbortSignal },
): Promise<Float32Array> {
  const { batch, sizePx, grey: input } = settings;
  const pixels = pixelsBy(settings, random);
  const maps = new Float32Array(samples.length * each);
  for (let first = 0; first < samples.length; first += batch) {
    throwIfStopped(signal);
    const some = samples.slice(first, first + batch);
    const { images = new Float32Array() } = encoderBatch(
      some,
      { pixelsOf: (one) => pixels(one, 0), input },
      0,
    );
    const filled = new Float32Array(batch * sizePx * sizePx * 3);
    filled.set(images);
    maps.set((await mapOf(session, filled)).subarray(0, some.length * each), first * each);
  }
  return maps;
}

/** Batches put together from kept outputs. */
function keptLoader({ settings, samples }: TrunkOptions, maps: Float32Array, each: number): Loader {
  const plan = batchPlanner(settings, samples.length, random);
  const make = (batch: number): Batch => {
    const { indices, learningRate, mark } = plan(batch);
    const map = new Float32Array(indices.length * each);
    indices.forEach((index, place) => {
      map.set(maps.subarray(index * each, (index + 1) * each), place * each);
    });
    const chosen = indices.flatMap((index) => samples[index] ?? []);
    return { map, ...targetBatch(chosen, learningRate), ...mark };
  };
  return {
    take: (batches) => Promise.resolve(batches.map(make)),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** Batches whose images go through the frozen stages when they are taken. */
function passingLoader(session: Session, images: Loader): Loader {
  const pass = async ({ images: pixels = new Float32Array(), ...rest }: Batch): Promise<Batch> => ({
    map: await mapOf(session, pixels),
    ...rest,
  });
  return {
    take: async (batches) => {
      const passed: Batch[] = [];
      for (const batch of await images.take(batches)) passed.push(await pass(batch));
      return passed;
    },
    [Symbol.asyncDispose]: async () => {
      await images[Symbol.asyncDispose]();
      await session[Symbol.asyncDispose]();
    },
  };
}

/** Whether outputs are kept; says so, and why not where only their size forbids it. */
function isKept({ settings, samples, keptBytes }: TrunkOptions, each: number, world: StageWorld): boolean {
  if (!isUnvaried(settings.augment)) return false;
  const limit = keptBytes ?? KEPT_BYTES;
  const bytes = samples.length * each * Float32Array.BYTES_PER_ELEMENT;
  const size = `${Math.ceil(bytes / 1024 ** 2)} MiB`;
  const text =
    bytes <= limit
      ? `${settings.sequence}: outputs of the frozen stages are computed once and kept (${size}).`
      : `${settings.sequence}: outputs of the frozen stages would take ${size}, so they are computed at every step.`;
  world.progress.report({ kind: 'note', stage: 'train', text });
  return bytes <= limit;
}

/**
 * Opens the batches of the stages behind a frozen trunk: `map` instead of `images`, and all else as without a trunk.
 *
 * @param runtime What executes the frozen stages.
 * @throws StudyError `run/stopped` when the run is stopped while outputs are computed beforehand.
 */
export async function openTrunkLoader(
  runtime: Runtime,
  options: TrunkOptions,
  world: StageWorld,
): Promise<Loader> {
  const { spec, state, frozenStages, settings, samples, batches } = options;
  const { batch, sizePx } = settings;
  const program = resnetTrunkInference(spec, state, { batch, sizePx, frozenStages });
  const each = mapLength(program);
  const session = await runtime.load(program, new Map());
  if (!isKept(options, each, world)) {
    return passingLoader(session, openLoader(settings, samples, loaderOptions(batches, world)));
  }
  await using closing = session;
  return keptLoader(options, await computeMaps(closing, options, { each, signal: world.signal }), each);
}
