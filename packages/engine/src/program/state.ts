/**
 * Named tensors outside a graph: parameters, running statistics and an optimiser's memory.
 *
 * Shapes and names are those of PyTorch and torchvision, so a state is a safetensors file others can read.
 */

import { EngineError } from '../errors.ts';
import { elements, type Shape } from '../graph/shape.ts';

/** A tensor with its data. */
export interface StateTensor {
  /** Extents as in PyTorch: convolution weights are [out, in, height, width], linear weights [out, in]. */
  readonly shape: readonly number[];
  /** Elements, last axis fastest. */
  readonly data: Float32Array;
}

/** Tensors by their PyTorch name. */
export type State = ReadonlyMap<string, StateTensor>;

/** What a program keeps under one name, and how it lies in memory there. */
export interface StateSpec {
  readonly name: string;
  /** Shape in a `State`. */
  readonly shape: readonly number[];
  /** `taps` stores [out, in, k, k] as [k * k * in, out]; `plain` keeps the order. */
  readonly layout: 'plain' | 'taps';
  /** Shape inside the program. */
  readonly held: readonly number[];
  /** `memory` belongs to the optimiser and starts from zero when a state lacks it. */
  readonly role: 'parameter' | 'statistic' | 'memory';
  /** Parameter whose value memory starts from when a state lacks it; otherwise it starts from zero. */
  readonly startsFrom?: string;
  /** Whether a step changes it. */
  readonly updated: boolean;
  /** Whether a step may write its next value over it: everything that reads it has run by then. */
  readonly overwritable: boolean;
}

/** Names of optimiser memory begin with this, so that a checkpoint can be told from bare weights. */
export const MEMORY_PREFIX = 'optimiser.';

/**
 * Gets one tensor of a state and checks its shape.
 *
 * @param state Named tensors.
 * @param name PyTorch name.
 * @param shape Shape it must have.
 * @throws EngineError `weights/missing` or `weights/shape`.
 */
export function getTensor(state: State, name: string, shape: Shape): StateTensor {
  const tensor = state.get(name);
  if (!tensor)
    throw new EngineError('weights/missing', {
      found: `Found no tensor named ${name} among ${state.size}.`,
      needed: `Needed ${name} of shape [${shape.join(', ')}].`,
      remedy: 'Check that the weights belong to this network and depth.',
    });
  const fits =
    tensor.shape.length === shape.length && tensor.shape.every((extent, axis) => extent === shape[axis]);
  if (!fits || tensor.data.length !== elements(shape))
    throw new EngineError('weights/shape', {
      found: `Found ${name} of shape [${tensor.shape.join(', ')}] with ${tensor.data.length} numbers.`,
      needed: `Needed shape [${shape.join(', ')}].`,
      remedy: 'Check the depth, the number of classes and the width of the network.',
    });
  return tensor;
}

/**
 * Data in the order a program holds them.
 *
 * @param spec What the program keeps.
 * @param data Data in PyTorch's order.
 */
export function toHeld(spec: StateSpec, data: Float32Array): Float32Array {
  if (spec.layout === 'plain') return data;
  const [filters, channels, height, width] = spec.shape as [number, number, number, number];
  const rows = channels * height * width;
  const held = new Float32Array(data.length);
  for (let o = 0; o < filters; o++)
    for (let c = 0; c < channels; c++)
      for (let tap = 0; tap < height * width; tap++)
        held[(tap * channels + c) * filters + o] = data[o * rows + c * height * width + tap]!;
  return held;
}

/**
 * Data in PyTorch's order; the inverse of `toHeld`.
 *
 * @param spec What the program keeps.
 * @param held Data as the program holds them.
 */
export function fromHeld(spec: StateSpec, held: Float32Array): Float32Array {
  if (spec.layout === 'plain') return held.slice();
  const [filters, channels, height, width] = spec.shape as [number, number, number, number];
  const rows = channels * height * width;
  const data = new Float32Array(held.length);
  for (let o = 0; o < filters; o++)
    for (let c = 0; c < channels; c++)
      for (let tap = 0; tap < height * width; tap++)
        data[o * rows + c * height * width + tap] = held[(tap * channels + c) * filters + o]!;
  return data;
}

/**
 * A state without an optimiser's memory: the parameters and running statistics that a network is applied with.
 *
 * @param state A session's state; its tensors are shared, not copied.
 * @example
 * withoutMemory(await session.readState()).has('optimiser.step'); // false
 */
export function withoutMemory(state: State): State {
  return new Map([...state].filter(([name]) => !name.startsWith(MEMORY_PREFIX)));
}

/**
 * Gives the memory of a state back at once; its tensors are empty afterwards.
 *
 * For states of hundreds of megabytes that nobody reads again, which the garbage collector would keep for a while.
 *
 * @param state A state that no session and nobody else uses any more; tensors that share a buffer with it go too.
 */
export function releaseState(state: State): void {
  const buffers = new Set([...state.values()].map(({ data }) => data.buffer as ArrayBuffer));
  for (const buffer of buffers) buffer.transfer(0);
}
