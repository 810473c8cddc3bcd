/**
 * Holds one runtime against another on small programs of every kind that the engine builds.
 *
 * Programs, weights and batches are made up, so it needs no file. Two steps are taken: what they give and the state
 * afterwards are compared.
 */

import type { FusionSpec } from '../../../packages/engine/src/nn/fusion.ts';
import { fusionInference, fusionTraining } from '../../../packages/engine/src/nn/fusion-programs.ts';
import type { ResNetSpec } from '../../../packages/engine/src/nn/residual.ts';
import {
  resnetInference,
  resnetTailTraining,
  resnetTraining,
  resnetTrunkInference,
} from '../../../packages/engine/src/nn/resnet-programs.ts';
import { resnetState } from '../../../packages/engine/src/nn/shapes.ts';
import type { StepResult } from '../../../packages/engine/src/program/batch.ts';
import type { Program } from '../../../packages/engine/src/program/program.ts';
import type { State } from '../../../packages/engine/src/program/state.ts';
import { relativeDistance } from '../../../packages/engine/src/runtime/choose/distance.ts';
import { madeUpBatch, madeUpState } from '../../../packages/engine/src/runtime/choose/made-up.ts';
import type { Runtime } from '../../../packages/engine/src/runtime/runtime.ts';
import { type Check, LIMITS, worst } from './check.ts';

/** One program to run on both. */
interface Case {
  readonly what: string;
  readonly program: Program;
}

const LEARNING_RATE = 1e-3;

/**
 * With the usual epsilon, a gradient that is zero but for rounding moves its parameter by a whole learning rate to a
 * random side, and two runtimes part at the first step. This one leaves every operation in place and that effect out.
 */
const EPSILON = 1e-2;

const shared: ResNetSpec = {
  depth: 50,
  classes: 2,
  inputChannels: 3,
  stride: 'torchvision',
  blocks: [1, 1, 1, 1],
  width: 8,
};
const transformer: FusionSpec = {
  sequences: 3,
  slices: 2,
  features: 20,
  width: 16,
  layers: 2,
  heads: 4,
  feedForward: 32,
  norm: 'pre',
  dropout: 0.1,
  classes: 1,
};

function residualCases(): Case[] {
  const size = { batch: 3, sizePx: 64 };
  const weights = madeUpState(resnetState(shared));
  const basic: ResNetSpec = { ...shared, depth: 18, classes: 1 };
  const sgd = { kind: 'sgd', momentum: 0.9, weightDecay: 1e-3 } as const;
  const adamw = { kind: 'adamw', weightDecay: 0.01, clipNorm: 1, epsilon: EPSILON } as const;
  return [
    {
      what: 'residual network applied, with heat maps',
      program: resnetInference(shared, weights, { ...size, heatmap: true }),
    },
    {
      what: 'frozen trunk applied',
      program: resnetTrunkInference(shared, weights, { ...size, frozenStages: 2 }),
    },
    {
      what: 'tail behind a frozen trunk, sgd',
      program: resnetTailTraining(shared, { ...size, frozenStages: 2, batchNorm: 'frozen', optimiser: sgd }),
    },
    {
      what: 'bottlenecks, training statistics, sgd, two steps a run',
      program: resnetTraining(shared, { ...size, batchNorm: 'training', optimiser: sgd, stepsPerRun: 2 }),
    },
    {
      what: 'bottlenecks with the stride first, frozen statistics, adamw with clipping',
      program: resnetTraining(
        { ...shared, stride: 'keras' },
        { ...size, batchNorm: 'frozen', optimiser: adamw },
      ),
    },
    {
      what: 'basic blocks, training statistics, adamw',
      program: resnetTraining(basic, {
        ...size,
        batchNorm: 'training',
        optimiser: { kind: 'adamw', epsilon: EPSILON },
      }),
    },
  ];
}

function transformerCases(): Case[] {
  const adamw = { kind: 'adamw', weightDecay: 0.01, epsilon: EPSILON } as const;
  return [
    { what: 'transformer applied, with attention', program: fusionInference(transformer, { batch: 4 }) },
    {
      what: 'pre-norm transformer with dropout, adamw',
      program: fusionTraining(transformer, { batch: 4, optimiser: adamw }),
    },
    {
      what: 'post-norm transformer of three classes, sgd, two steps a run',
      program: fusionTraining(
        { ...transformer, norm: 'post', dropout: 0, classes: 3 },
        { batch: 4, optimiser: { kind: 'sgd', momentum: 0.9 }, stepsPerRun: 2 },
      ),
    },
  ];
}

/**
 * Compares a runtime with a reference.
 *
 * @param runtime What is checked.
 * @param reference What it is held against, such as `node-cpu`.
 * @param wanted Which programs, by their description; a card in software takes minutes for all. Default: all.
 */
export async function checkGenerated(
  runtime: Runtime,
  reference: Runtime,
  wanted: (what: string) => boolean = () => true,
): Promise<Check[]> {
  const checks: Check[] = [];
  const cases = [...residualCases(), ...transformerCases()].filter(({ what }) => wanted(what));
  for (const { what, program } of cases) {
    const [found, expected] = [await ranOn(runtime, program), await ranOn(reference, program)];
    checks.push(worst(`${what}: results`, distances(found.results, expected.results), LIMITS.optimiser));
    if (program.state.some(({ updated }) => updated))
      checks.push(worst(`${what}: state`, distances(found.state, expected.state), LIMITS.optimiser));
  }
  return checks;
}

interface Ran {
  readonly results: ReadonlyMap<string, Float32Array>;
  readonly state: ReadonlyMap<string, Float32Array>;
}

async function ranOn(runtime: Runtime, program: Program): Promise<Ran> {
  await using session = await runtime.load(program, madeUpState(program.state));
  const steps = await session.steps([1, 2].map((seed) => madeUpBatch(program, seed, LEARNING_RATE)));
  return { results: named(steps), state: valuesOf(await session.readState()) };
}

function named(steps: readonly StepResult[]): Map<string, Float32Array> {
  return new Map(
    steps.flatMap((step, index) =>
      Object.entries(step).map(([name, values]) => [`${name}, step ${index + 1}`, values] as const),
    ),
  );
}

function valuesOf(state: State): Map<string, Float32Array> {
  return new Map([...state].map(([name, { data }]) => [name, data]));
}

function distances(found: Ran['results'], expected: Ran['results']): Map<string, number> {
  return new Map(
    [...expected].map(([name, values]) => [name, relativeDistance(found.get(name) ?? [], values)]),
  );
}
