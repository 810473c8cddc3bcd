/**
 * What the engine's bench can time: training, inference, the fusion, and training behind a frozen trunk.
 *
 * Reads a case's text, gives a program with its state and a batch. Knows nothing of clocks or PyTorch.
 */

import {
  type Batch,
  type FusionSpec,
  fusionTraining,
  initialiseFusion,
  initialiseResNet,
  type OptimiserOptions,
  type Program,
  type ResNetSpec,
  resnetInference,
  resnetTailTraining,
  resnetTraining,
  type State,
  stateFor,
} from '../../packages/engine/src/index.ts';
import { pseudoRandom } from '../../packages/engine/src/random.fixture.ts';

/** One thing to time. */
export interface Case {
  /** `tail`: stem and stages 1 to 3 are frozen and their output kept; PyTorch computes them at every step. */
  readonly kind: 'train' | 'infer' | 'fusion' | 'tail';
  /** Pixels, or tokens for the fusion. */
  readonly size: number;
  readonly batch: number;
  readonly batchNorm: 'training' | 'frozen';
  readonly optimiser: 'sgd' | 'adamw';
  readonly stepsPerRun: number;
}

const resnet: ResNetSpec = { depth: 101, classes: 1, inputChannels: 3, stride: 'torchvision' };

/**
 * Reads KIND:SIZE:BATCH:NORM:OPTIMISER:STEPS_A_RUN; what is left out is training, sgd, 1.
 *
 * @param text Such as `train:224:8:frozen`.
 */
export function parseCase(text: string): Case {
  const [kind, size, batch, batchNorm, optimiser, stepsPerRun] = text.split(':');
  return {
    kind: kind as Case['kind'],
    size: Number(size),
    batch: Number(batch),
    batchNorm: (batchNorm || 'training') as Case['batchNorm'],
    optimiser: (optimiser || 'sgd') as Case['optimiser'],
    stepsPerRun: Number(stepsPerRun ?? 1),
  };
}

const fusionSpec = (tokens: number): FusionSpec => ({
  sequences: tokens,
  slices: 1,
  features: 2048,
  width: 256,
  layers: 2,
  heads: 8,
  feedForward: 512,
  norm: 'pre',
  dropout: 0,
  classes: 1,
});

/**
 * The program of a case and the state it starts from.
 *
 * @param bench The case.
 */
export function programOf(bench: Case): { program: Program; state: State } {
  const { batch, size, batchNorm, stepsPerRun } = bench;
  const optimiser: OptimiserOptions =
    bench.optimiser === 'sgd' ? { kind: 'sgd', weightDecay: 1e-4 } : { kind: 'adamw', weightDecay: 0.01 };
  if (bench.kind === 'fusion') {
    const spec = fusionSpec(size);
    return {
      program: fusionTraining(spec, { batch, optimiser, stepsPerRun }),
      state: initialiseFusion(spec, pseudoRandom),
    };
  }
  const state = initialiseResNet(resnet, pseudoRandom, { zeroLastScale: true });
  if (bench.kind === 'infer')
    return { program: resnetInference(resnet, state, { batch, sizePx: size }), state: new Map() };
  const options = { batch, sizePx: size, batchNorm, optimiser, stepsPerRun };
  const program =
    bench.kind === 'tail'
      ? resnetTailTraining(resnet, { ...options, frozenStages: 3 })
      : resnetTraining(resnet, options);
  return { program, state: stateFor(program, state) };
}

/**
 * A batch of random pixels or features.
 *
 * @param program What will run.
 */
export function batchOf(program: Program): Batch {
  const random = pseudoRandom('batch');
  const fill: Record<string, (index: number) => number> = {
    labels: (index) => index % 2,
    sampleWeights: () => 1,
    learningRate: () => 1e-4,
    missing: () => 0,
  };
  return Object.fromEntries(
    program.inputs.map(({ name, shape }) => {
      const length = shape.reduce((product, extent) => product * extent, 1);
      return [name, Float32Array.from({ length }, (_, index) => fill[name]?.(index) ?? random.normal())];
    }),
  );
}
