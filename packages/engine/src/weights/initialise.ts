/**
 * Starting weights from a random source, as torchvision and PyTorch draw them.
 *
 * Reads a specification and a generator a name; gives a state. Knows the rule of each kind of tensor.
 *
 * @see He et al., Delving Deep into Rectifiers, ICCV 2015
 */

import { elements } from '../graph/shape.ts';
import { type FusionSpec, fusionState } from '../nn/fusion.ts';
import { hasBottlenecks, type ResNetSpec } from '../nn/residual.ts';
import { resnetState } from '../nn/shapes.ts';
import { checkOptions } from '../options.ts';
import type { State, StateSpec, StateTensor } from '../program/state.ts';
import type { RandomSource } from '../random.ts';

/** Options of a fresh residual network. */
export interface InitialiseResNetOptions {
  /** Whether each block starts as the identity: its last normalisation gets scale 0. Default false. */
  readonly zeroLastScale?: boolean;
}

/** A generator for each tensor, so that one tensor's draw does not depend on another's size. */
export type RandomByName = (name: string) => RandomSource;

/**
 * Fresh parameters and running statistics of a residual network.
 *
 * Convolutions are normal with variance 2 / (filters * kernel^2), norms are the identity, the last layer is uniform
 * within 1 / sqrt(features).
 *
 * @param spec Which network.
 * @param random A generator for each tensor's name.
 * @param options Whether blocks start as the identity.
 * @throws EngineError `options/unknown-key`, `model/spec`.
 * @example
 * initialiseResNet(spec, (name) => random(seed, 'weights', name));
 */
export function initialiseResNet(
  spec: ResNetSpec,
  random: RandomByName,
  options: InitialiseResNetOptions = {},
): State {
  checkOptions(options, { zeroLastScale: false });
  const last = hasBottlenecks(spec) ? /^layer\d\.\d+\.bn3\.weight$/ : /^layer\d\.\d+\.bn2\.weight$/;
  const features = resnetState(spec).find(({ name }) => name === 'fc.weight')!.shape[1]!;
  return stateOf(resnetState(spec), (entry) => {
    if (options.zeroLastScale && last.test(entry.name)) return () => 0;
    if (entry.shape.length === 4)
      return normal(random(entry.name), Math.sqrt(2 / (entry.shape[0]! * entry.shape[2]! ** 2)));
    if (entry.name.startsWith('fc.')) return uniform(random(entry.name), 1 / Math.sqrt(features));
    const one = entry.name.endsWith('.weight') || entry.name.endsWith('running_var');
    return () => (one ? 1 : 0);
  });
}

/**
 * Fresh parameters of a fusion transformer.
 *
 * Attention projections are uniform after Glorot, other layers uniform within 1 / sqrt(inputs) as PyTorch draws them,
 * tokens and embeddings normal with deviation 0.02.
 *
 * @param spec Which transformer.
 * @param random A generator for each tensor's name.
 * @throws EngineError `model/spec`.
 */
export function initialiseFusion(spec: FusionSpec, random: RandomByName): State {
  const entries = fusionState(spec);
  const inputsOf = new Map(entries.map(({ name, shape }) => [name, shape[1] ?? 1]));
  return stateOf(entries, ({ name, shape }) => {
    if (name.endsWith('_embedding') || name === 'class_token') return normal(random(name), 0.02);
    if (name.endsWith('in_proj_weight')) return uniform(random(name), Math.sqrt(6 / (shape[0]! + shape[1]!)));
    if (/norm\d?\.weight$/.test(name)) return () => 1;
    if (/norm\d?\.bias$/.test(name) || /self_attn.*bias$/.test(name)) return () => 0;
    const inputs = inputsOf.get(name.replace(/bias$/, 'weight'))!;
    return uniform(random(name), 1 / Math.sqrt(inputs));
  });
}

/** All tensors share one buffer: given back, it leaves the process, which hundreds of small ones do not. */
function stateOf(entries: readonly StateSpec[], rule: (entry: StateSpec) => () => number): State {
  const total = entries.reduce((sum, { shape }) => sum + elements(shape), 0);
  const all = new Float32Array(total);
  const state = new Map<string, StateTensor>();
  let start = 0;
  for (const entry of entries) {
    const end = start + elements(entry.shape);
    state.set(entry.name, { shape: [...entry.shape], data: fill(all.subarray(start, end), rule(entry)) });
    start = end;
  }
  return state;
}

function fill(data: Float32Array, draw: () => number): Float32Array {
  for (let i = 0; i < data.length; i++) data[i] = draw();
  return data;
}

function normal(random: RandomSource, deviation: number): () => number {
  return () => deviation * random.normal();
}

function uniform(random: RandomSource, limit: number): () => number {
  return () => limit * (2 * random.uniform() - 1);
}
