/**
 * State in this process's memory, where every step gives new tensors.
 *
 * Reads and gives tensors. Knows nothing of what they mean.
 *
 * Left to the garbage collector, outputs of several steps pile up: half a gigabyte each for ResNet-101 with AdamW. So
 * memory is given back at once.
 */

import type { OnnxRuntime, RuntimeTensor, RuntimeTensors } from '../../onnxruntime.ts';
import type { FirstState, KeptState, StateUpdate } from './kept.ts';

/**
 * Keeps a state in memory.
 *
 * @param ort ONNX Runtime.
 * @param first What it starts from.
 */
export function keepInMemory(ort: OnnxRuntime, first: FirstState): KeptState {
  const kept: Record<string, RuntimeTensor> = { ...tensorsOf(ort, first) };
  return {
    location: 'cpu',
    tensors: () => kept,
    ...replaced(kept, first.updates, giveBack),
    read: () => Promise.resolve(valuesOf(kept)),
    release: () => Promise.resolve(),
  };
}

/**
 * How a state moves on where every step gives new tensors: they take the place of the old ones.
 *
 * @param kept The state's tensors by the names of inputs; changed here.
 * @param updates What a step changes.
 * @param discard Gives back a tensor that nothing reads any more.
 */
export function replaced(
  kept: Record<string, RuntimeTensor>,
  updates: readonly StateUpdate[],
  discard: (tensor: RuntimeTensor) => void,
): Pick<KeptState, 'targets' | 'accept' | 'refuse'> {
  return {
    targets: () => ({}),
    accept: (results) => {
      for (const { input, output } of updates) {
        discard(kept[input]!);
        kept[input] = results[output]!;
      }
    },
    refuse: (results) => {
      for (const { output } of updates) discard(results[output]!);
    },
  };
}

/**
 * Tensors over the first values.
 *
 * @param ort ONNX Runtime.
 * @param first Values and extents.
 */
export function tensorsOf(ort: OnnxRuntime, { data, extents }: FirstState): RuntimeTensors {
  return Object.fromEntries(
    Object.entries(data).map(([name, values]) => [name, new ort.Tensor('float32', values, extents[name]!)]),
  );
}

/**
 * Values of tensors in memory, not copied.
 *
 * @param tensors By name.
 */
export function valuesOf(tensors: RuntimeTensors): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, data as Float32Array]));
}

/**
 * Gives back the memory of a tensor that nothing reads any more.
 *
 * @param tensor In memory.
 */
export function giveBack({ data }: RuntimeTensor): void {
  (data as Float32Array<ArrayBuffer>).buffer.transfer(0);
}
