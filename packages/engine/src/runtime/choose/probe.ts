/**
 * Two short trainings that show whether a runtime computes rightly and how fast: a tiny one and one of some size.
 *
 * Weights and images are made by the formula, so every machine computes the same. Knows nothing of choices.
 */

import type { ResNetSpec } from '../../nn/residual.ts';
import { resnetTraining } from '../../nn/resnet-programs.ts';
import { resnetState } from '../../nn/shapes.ts';
import type { StepResult } from '../../program/batch.ts';
import type { Runtime } from '../runtime.ts';
import { madeUpBatch, madeUpState } from './made-up.ts';

/** A training to measure. */
export interface Probe {
  readonly spec: ResNetSpec;
  readonly batch: number;
  readonly sizePx: number;
  /** Steps that are timed, after one that is not. */
  readonly steps: number;
}

const network: ResNetSpec = {
  depth: 50,
  classes: 1,
  inputChannels: 3,
  stride: 'torchvision',
  blocks: [1, 1, 1, 1],
  width: 8,
};

/** Tells right from wrong within milliseconds on a processor; small enough for graphics in software. */
export const TINY: Probe = Object.freeze({ spec: network, batch: 2, sizePx: 32, steps: 3 });

/** A ResNet-50 of four blocks: large enough that a graphics card shows what it can do. */
export const SIZEABLE: Probe = Object.freeze({
  spec: { ...network, width: 64 },
  batch: 4,
  sizePx: 64,
  steps: 3,
});

/** What a runtime made of a probe. */
export interface Probed {
  /** Losses and scores of every step, one after the other. */
  readonly scores: Float32Array;
  /** Median of the timed steps, in milliseconds. */
  readonly stepMs: number;
}

/**
 * Trains and times.
 *
 * @param runtime What executes.
 * @param probe What to train.
 * @throws EngineError as loading and stepping do.
 */
export async function runProbe(runtime: Runtime, { spec, batch, sizePx, steps }: Probe): Promise<Probed> {
  const program = resnetTraining(spec, {
    batch,
    sizePx,
    batchNorm: 'frozen',
    optimiser: { kind: 'sgd', momentum: 0.9 },
  });
  await using session = await runtime.load(program, madeUpState(resnetState(spec)));
  const results: StepResult[] = [await session.step(madeUpBatch(program, 1, 1e-4))];
  const times: number[] = [];
  for (let step = 0; step < steps; step++) {
    const own = madeUpBatch(program, step + 2, 1e-4);
    const start = performance.now();
    results.push(await session.step(own));
    times.push(performance.now() - start);
  }
  const scores = results.flatMap(({ loss, logits }) => [...loss!, ...logits!]);
  return { scores: Float32Array.from(scores), stepMs: times.sort((a, b) => a - b)[steps >> 1]! };
}
