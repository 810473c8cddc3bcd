/**
 * Holds a whole residual network, with weights made by the formula, against features, logits and lengths of gradients.
 *
 * Reads one reference file and the order of parameters, gives comparisons. Sizes come from the names `evalPX`, `trainPX`.
 */

import { EngineError } from '../../../packages/engine/src/errors.ts';
import { lossOfLogits } from '../../../packages/engine/src/losses/loss.ts';
import { type ResNetSpec, resnet } from '../../../packages/engine/src/nn/residual.ts';
import { resnetInference } from '../../../packages/engine/src/nn/resnet-programs.ts';
import { resnetState } from '../../../packages/engine/src/nn/shapes.ts';
import { trainingLayers } from '../../../packages/engine/src/nn/training-layers.ts';
import { input } from '../../../packages/engine/src/ops/leaves.ts';
import { parameters } from '../../../packages/engine/src/program/parameters.ts';
import type { State } from '../../../packages/engine/src/program/state.ts';
import { relativeDistance } from '../../../packages/engine/src/runtime/choose/distance.ts';
import { formulaImages, formulaParameters } from '../../../packages/engine/src/runtime/choose/formula.ts';
import type { Runtime } from '../../../packages/engine/src/runtime/runtime.ts';
import { type Check, LIMITS, worst } from './check.ts';
import { gradientProgram, namedGradients } from './gradient-program.ts';
import { channelsLast, type Reference } from './reference.ts';
import { untrainedStatistics } from './resnet-tensors.ts';

const SEEDS = Object.freeze({ eval: 1001, train: 1002 });

/** What is checked, and by what. */
export interface FormulaSubject {
  readonly reference: Reference;
  readonly runtime: Runtime;
  /** Parameter names in PyTorch's order. */
  readonly order: readonly string[];
  readonly depth: number;
}

/**
 * Compares every pass the file holds.
 *
 * @param subject The file, the order of parameters and the depth.
 * @throws EngineError `conformance/folder` when names and depth do not fit.
 */
export async function checkResNetFormula(subject: FormulaSubject): Promise<Check[]> {
  const passes = new Set([...subject.reference.tensors.keys()].map((name) => name.split('/')[0]!));
  const checks: Check[] = [];
  for (const pass of passes) {
    const [, mode, pixels] = /^(eval|train)(\d+)$/.exec(pass) ?? [];
    if (mode === 'eval') checks.push(...(await inference(subject, pass, Number(pixels))));
    if (mode === 'train') checks.push(...(await training(subject, pass, Number(pixels))));
  }
  return checks;
}

function networkOf(
  { reference, depth, order }: FormulaSubject,
  pass: string,
): { spec: ResNetSpec; state: State; batch: number } {
  const [batch, classes] = reference.get(`${pass}/logits`).shape as [number, number];
  const spec: ResNetSpec = {
    depth: depth as ResNetSpec['depth'],
    classes,
    inputChannels: 3,
    stride: 'torchvision',
  };
  const shapes = new Map(resnetState(spec).map(({ name, shape }) => [name, shape]));
  const entries = order.map((name) => ({ name, shape: shapes.get(name) ?? refuse(name, depth) }));
  return { spec, batch, state: untrainedStatistics(formulaParameters(entries)) };
}

function refuse(name: string, depth: number): never {
  throw new EngineError('conformance/folder', {
    found: `Found a parameter ${name} in the order of a ResNet-${depth}.`,
    needed: 'Needed the parameters of that network.',
    remedy: 'Name the file after its depth, such as resnet101.safetensors.',
  });
}

async function inference(subject: FormulaSubject, pass: string, sizePx: number): Promise<Check[]> {
  const { spec, state, batch } = networkOf(subject, pass);
  await using session = await subject.runtime.load(
    resnetInference(spec, state, { batch, sizePx }),
    new Map(),
  );
  const result = await session.run({
    images: channelsLast(formulaImages(SEEDS.eval, [batch, 3, sizePx, sizePx])),
  });
  return ['features', 'logits'].map((name) => ({
    what: `${pass}, ${name}`,
    distance: relativeDistance(result[name]!, subject.reference.get(`${pass}/${name}`).data),
    limit: LIMITS.wholeNetwork,
  }));
}

async function training(subject: FormulaSubject, pass: string, sizePx: number): Promise<Check[]> {
  const { spec, state, batch } = networkOf(subject, pass);
  const from = parameters();
  const layers = trainingLayers(from, { batchNorm: 'training' });
  const { logits } = resnet(input('images', [batch, sizePx, sizePx, 3]), spec, layers);
  const program = gradientProgram({
    loss: lossOfLogits(logits),
    outputs: { logits },
    declared: from.declared,
    updates: layers.updates(),
  });
  await using session = await subject.runtime.load(program, state);
  const result = await session.step({
    images: channelsLast(formulaImages(SEEDS.train, [batch, 3, sizePx, sizePx])),
    labels: Float32Array.from({ length: batch }, (_, index) => index % 2),
    sampleWeights: new Float32Array(batch).fill(1),
  });
  const gradients = namedGradients(from.declared, result);
  const lengths = subject.reference.get(`${pass}/gradient_l2`).data;
  const distances = subject.order.map(
    (name, index) => [name, Math.abs(lengthOf(gradients.get(name)!) / lengths[index]! - 1)] as const,
  );
  const value = (name: 'loss' | 'logits'): Check => ({
    what: `${pass}, ${name}`,
    distance: relativeDistance(result[name]!, subject.reference.get(`${pass}/${name}`).data),
    limit: LIMITS.wholeNetwork,
  });
  return [
    value('loss'),
    value('logits'),
    worst(`${pass}, lengths of gradients`, new Map(distances), LIMITS.gradientLengths),
  ];
}

function lengthOf(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
