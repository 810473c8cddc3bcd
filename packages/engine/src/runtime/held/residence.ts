/**
 * Where a session's state lies between two steps: in this process's memory, or in buffers of the graphics card.
 *
 * Reads and gives tensors. Knows nothing of what they mean.
 *
 * Copies between the two go through models of nothing but Identity nodes: onnxruntime-node has no other way to put a
 * tensor onto the card, and reading one directly (`getData`) ends its process in version 1.30.
 */

import { formatModel } from '../../onnx/model.ts';
import type { HoldSettings, InferenceSession, OnnxRuntime, Tensor, Tensors } from './onnxruntime.ts';

/** Where state is kept. */
export interface Residence {
  /** What a session is told of outputs that become state. */
  readonly location: 'cpu' | 'gpu-buffer';
  /** Brings tensors in memory to where state is kept. */
  keep(tensors: Tensors): Promise<Tensors>;
  /** Values of kept tensors. Those of a state in memory are the tensors' own: copy before the next step. */
  read(tensors: Tensors): Promise<Record<string, Float32Array>>;
  /** Gives back the memory of a tensor that nothing reads any more. */
  discard(tensor: Tensor): void;
  release(): Promise<void>;
}

/**
 * State in this process's memory.
 *
 * Left to the garbage collector, outputs of several steps pile up: half a gigabyte each for ResNet-101 with AdamW. So
 * memory is given back at once.
 */
export const IN_MEMORY: Residence = Object.freeze({
  location: 'cpu',
  keep: (tensors: Tensors) => Promise.resolve(tensors),
  read: (tensors: Tensors) =>
    Promise.resolve(
      Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, data as Float32Array])),
    ),
  discard: (tensor: Tensor) => {
    (tensor.data as Float32Array<ArrayBuffer>).buffer.transfer(0);
  },
  release: () => Promise.resolve(),
});

type Location = Residence['location'];

/**
 * State in buffers of the graphics card, which never cross to the processor while steps run.
 *
 * @param ort ONNX Runtime, with a WebGPU provider.
 * @param extents Extents of every tensor that may be kept, by name.
 * @param settings What executes.
 */
export async function onGraphicsCard(
  ort: OnnxRuntime,
  extents: Readonly<Record<string, readonly number[]>>,
  settings: HoldSettings,
): Promise<Residence> {
  const names = Object.keys(extents);
  const model = copyModel(names.map((name) => extents[name]!));
  const copier = async (location: Location): Promise<InferenceSession | undefined> =>
    names.length === 0
      ? undefined
      : ort.InferenceSession.create(model, {
          executionProviders: [settings.provider],
          preferredOutputLocation: location,
          logSeverityLevel: 3,
        });
  const [up, down] = [await copier('gpu-buffer'), await copier('cpu')];
  const copy = async (session: InferenceSession | undefined, tensors: Tensors): Promise<Tensors> => {
    if (session === undefined) return {};
    const feeds = Object.fromEntries(names.map((name, index) => [`from/${index}`, tensors[name]!]));
    const results = await session.run(feeds);
    return Object.fromEntries(names.map((name, index) => [name, results[`to/${index}`]!]));
  };
  return {
    location: 'gpu-buffer',
    keep: async (tensors) => {
      const kept = await copy(up, tensors);
      for (const tensor of Object.values(tensors)) IN_MEMORY.discard(tensor);
      return kept;
    },
    read: async (tensors) => IN_MEMORY.read(await copy(down, tensors)),
    discard: (tensor) => tensor.dispose(),
    release: async () => {
      await up?.release();
      await down?.release();
    },
  };
}

/**
 * A model that gives every input again: tensor number i enters as `from/i` and leaves as `to/i`.
 *
 * @param shapes Extents of each tensor.
 */
export function copyModel(shapes: readonly (readonly number[])[]): Uint8Array {
  const value = (side: 'from' | 'to') => (dims: readonly number[], index: number) =>
    ({ name: `${side}/${index}`, type: 'float32', dims }) as const;
  return formatModel({
    nodes: shapes.map((_, index) => ({
      type: 'Identity',
      name: `copy_${index}`,
      inputs: [`from/${index}`],
      outputs: [`to/${index}`],
      attributes: {},
      domain: '',
    })),
    initializers: [],
    inputs: shapes.map(value('from')),
    outputs: shapes.map(value('to')),
  });
}
