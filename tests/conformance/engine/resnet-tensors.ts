/**
 * Holds a small residual network against a file with its weights, gradients, statistics and optimiser steps.
 *
 * Reads one reference file, gives comparisons. Sizes come from names and shapes.
 */

import { lossOfLogits } from '../../../packages/engine/src/losses/loss.ts';
import { type ResNetSpec, resnet } from '../../../packages/engine/src/nn/residual.ts';
import {
  type BatchSize,
  resnetInference,
  resnetTraining,
} from '../../../packages/engine/src/nn/resnet-programs.ts';
import { type BatchNorm, trainingLayers } from '../../../packages/engine/src/nn/training-layers.ts';
import { input } from '../../../packages/engine/src/ops/leaves.ts';
import type { OptimiserOptions } from '../../../packages/engine/src/optimise/options.ts';
import type { Batch } from '../../../packages/engine/src/program/batch.ts';
import { parameters } from '../../../packages/engine/src/program/parameters.ts';
import type { State, StateTensor } from '../../../packages/engine/src/program/state.ts';
import { relativeDistance } from '../../../packages/engine/src/runtime/choose/distance.ts';
import type { Runtime } from '../../../packages/engine/src/runtime/runtime.ts';
import { type Check, LIMITS, worst } from './check.ts';
import { gradientProgram, namedGradients } from './gradient-program.ts';
import { inferResNet } from './infer-res-net.ts';
import { channelsLast, type Reference } from './reference.ts';

interface Subject {
  readonly reference: Reference;
  readonly runtime: Runtime;
  readonly spec: ResNetSpec;
  readonly state: State;
  readonly size: BatchSize;
  readonly batch: Batch;
}

/** Three steps as the reference was made. */
const RECIPES: Readonly<Record<'sgd' | 'adamw', { learningRate: number; optimiser: OptimiserOptions }>> =
  Object.freeze({
    sgd: {
      learningRate: 0.02,
      optimiser: { kind: 'sgd', momentum: 0.9, weightDecay: 1e-4, decayEverything: true },
    },
    adamw: { learningRate: 1e-3, optimiser: { kind: 'adamw', weightDecay: 0.01, decayEverything: true } },
  });

/**
 * Parameters with the statistics of a network that was never trained.
 *
 * @param state Parameters by torchvision's names.
 */
export function untrainedStatistics(state: State): State {
  const all = new Map<string, StateTensor>(state);
  for (const [name, { shape }] of state) {
    if (!/(bn\d|downsample\.1)\.weight$/.test(name)) continue;
    const norm = name.slice(0, -'weight'.length);
    all.set(`${norm}running_mean`, { shape, data: new Float32Array(shape[0]!) });
    all.set(`${norm}running_var`, { shape, data: new Float32Array(shape[0]!).fill(1) });
  }
  return all;
}

/**
 * Compares everything the file holds.
 *
 * @param reference A file with `x`, `y` and parameters under `p/`.
 * @param runtime What executes.
 * @throws EngineError `conformance/folder` when a tensor is missing.
 */
export async function checkResNetTensors(reference: Reference, runtime: Runtime): Promise<Check[]> {
  const state = untrainedStatistics(reference.under('p/'));
  const images = reference.get('x');
  const [count, , height, width] = images.shape as [number, number, number, number];
  const size: BatchSize = { batch: count, sizePx: [height, width] };
  const sampleWeights = new Float32Array(count).fill(1);
  const batch = { images: channelsLast(images), labels: reference.get('y').data, sampleWeights };
  const subject = { reference, runtime, spec: inferResNet(state), state, size, batch };
  return [
    ...(await inference(subject)),
    ...(await gradientsOf(subject, 'frozen')),
    ...(await gradientsOf(subject, 'training')),
    ...(await threeSteps(subject, 'sgd')),
    ...(await threeSteps(subject, 'adamw')),
  ];
}

async function inference({ reference, runtime, spec, state, size, batch }: Subject): Promise<Check[]> {
  await using session = await runtime.load(resnetInference(spec, state, size), new Map());
  const result = await session.run({ images: batch.images! });
  return ['features', 'logits'].map((name) => ({
    what: `inference, ${name}`,
    distance: relativeDistance(result[name]!, reference.get(`eval/${name}`).data),
    limit: LIMITS.values,
  }));
}

async function gradientsOf(subject: Subject, batchNorm: BatchNorm): Promise<Check[]> {
  const { reference, runtime, spec, state, batch } = subject;
  const from = parameters();
  const layers = trainingLayers(from, { batchNorm });
  const { logits } = resnet(input('images', channelsLastShape(reference.get('x').shape)), spec, layers);
  const loss = lossOfLogits(logits);
  const program = gradientProgram({
    loss,
    outputs: { logits },
    declared: from.declared,
    updates: layers.updates(),
  });
  await using session = await runtime.load(program, state);
  const result = await session.step(batch);
  const found = namedGradients(from.declared, result);
  const training = batchNorm === 'training';
  const expected = reference.under(training ? 'g/' : 'gf/');
  const distances = new Map(
    [...expected].map(([name, { data }]) => [name, relativeDistance(found.get(name) ?? [], data)]),
  );
  const checks = [
    worst(
      `${batchNorm} statistics, gradients`,
      distances,
      training ? LIMITS.gradientsTraining : LIMITS.gradientsFrozen,
    ),
    valueCheck(
      `${batchNorm} statistics, loss`,
      result.loss!,
      reference.get(training ? 'train/loss' : 'frozen/loss'),
    ),
  ];
  if (!training) return checks;
  const after = await session.readState();
  const moved = [...reference.under('b/')].map(
    ([name, { data }]) => [name, relativeDistance(after.get(name)?.data ?? [], data)] as const,
  );
  return [
    ...checks,
    valueCheck('training statistics, logits', result.logits!, reference.get('train/logits')),
    worst('running statistics after one step', new Map(moved), LIMITS.values),
  ];
}

function channelsLastShape([count, channels, height, width]: readonly number[]): number[] {
  return [count!, height!, width!, channels!];
}

function valueCheck(what: string, found: Float32Array, { data }: StateTensor): Check {
  return { what, distance: relativeDistance(found, data), limit: LIMITS.values };
}

async function threeSteps(
  { reference, runtime, spec, state, size, batch }: Subject,
  kind: 'sgd' | 'adamw',
): Promise<Check[]> {
  const { learningRate, optimiser } = RECIPES[kind];
  await using session = await runtime.load(
    resnetTraining(spec, { ...size, batchNorm: 'training', optimiser }),
    state,
  );
  const one = { ...batch, learningRate: Float32Array.of(learningRate) };
  const losses = (await session.steps([one, one, one])).map(({ loss }) => loss![0]!);
  const after = await session.readState();
  const expected = new Map(reference.under(`${kind}/`));
  expected.delete('losses');
  const distances = [...expected].map(
    ([name, { data }]) => [name, relativeDistance(after.get(name)?.data ?? [], data)] as const,
  );
  return [
    {
      what: `three ${kind} steps, losses`,
      distance: relativeDistance(losses, reference.get(`${kind}/losses`).data),
      limit: LIMITS.optimiser,
    },
    worst(`three ${kind} steps, parameters`, new Map(distances), LIMITS.optimiser),
  ];
}
