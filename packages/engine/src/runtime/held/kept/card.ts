/**
 * State in buffers of the graphics card, which never crosses to the processor while steps run.
 *
 * Reads and gives tensors. Knows nothing of what they mean.
 *
 * Copies between card and memory go through models of nothing but Identity nodes: onnxruntime-node has no other way to
 * put a tensor onto the card, and reading one directly (`getData`) ends its process in version 1.30.
 */

import { copyModel } from '../../copy-model.ts';
import type {
  HoldSettings,
  InferenceSession,
  OnnxRuntime,
  RuntimeTensor,
  RuntimeTensors,
} from '../../onnxruntime.ts';
import type { FirstState, KeptState } from './kept.ts';
import { giveBack, replaced, tensorsOf, valuesOf } from './memory.ts';

/**
 * Brings a state to the graphics card and keeps it there.
 *
 * @param ort ONNX Runtime, with a WebGPU provider.
 * @param first What it starts from.
 * @param settings What executes.
 */
export async function keepOnCard(
  ort: OnnxRuntime,
  first: FirstState,
  settings: HoldSettings,
): Promise<KeptState> {
  const copier = await copierBetween(ort, first, settings);
  const inMemory = tensorsOf(ort, first);
  const kept: Record<string, RuntimeTensor> = { ...(await copier.up(inMemory)) };
  for (const tensor of Object.values(inMemory)) giveBack(tensor);
  return {
    location: 'gpu-buffer',
    tensors: () => kept,
    ...replaced(kept, first.updates, (tensor) => tensor.dispose()),
    read: async () => valuesOf(await copier.down(kept)),
    release: async () => {
      for (const tensor of Object.values(kept)) tensor.dispose();
      await copier.release();
    },
  };
}

interface Copier {
  up(tensors: RuntimeTensors): Promise<RuntimeTensors>;
  down(tensors: RuntimeTensors): Promise<RuntimeTensors>;
  release(): Promise<void>;
}

async function copierBetween(
  ort: OnnxRuntime,
  { data, extents }: FirstState,
  { provider }: HoldSettings,
): Promise<Copier> {
  const names = Object.keys(data);
  const model = copyModel(names.map((name) => extents[name]!));
  const copying = async (location: KeptState['location']): Promise<InferenceSession | undefined> =>
    names.length === 0
      ? undefined
      : ort.InferenceSession.create(model, {
          executionProviders: [provider],
          preferredOutputLocation: location,
          logSeverityLevel: 3,
        });
  const [up, down] = [await copying('gpu-buffer'), await copying('cpu')];
  const copy = async (
    session: InferenceSession | undefined,
    tensors: RuntimeTensors,
  ): Promise<RuntimeTensors> => {
    if (session === undefined) return {};
    const feeds = Object.fromEntries(names.map((name, index) => [`from/${index}`, tensors[name]!]));
    const results = await session.run(feeds);
    return Object.fromEntries(names.map((name, index) => [name, results[`to/${index}`]!]));
  };
  return {
    up: (tensors) => copy(up, tensors),
    down: (tensors) => copy(down, tensors),
    release: async () => {
      await up?.release();
      await down?.release();
    },
  };
}
