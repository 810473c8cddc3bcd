/**
 * Puts foreign weights into a network: the body from a file, the last layer fresh where the task differs.
 *
 * Reads two states, gives one. Knows torchvision's names; nothing of files.
 */

import { parseTensors } from '../checkpoint/tensors.ts';
import { EngineError } from '../errors.ts';
import type { ResNetSpec } from '../nn/residual.ts';
import { resnetState } from '../nn/shapes.ts';
import { getTensor, type State, type StateTensor } from '../program/state.ts';

/** A state with where its tensors came from. */
export interface AdoptedWeights {
  readonly state: State;
  /** Names taken from the source. */
  readonly adopted: readonly string[];
  /** Names that stayed fresh: the last layer, when its number of classes differs. */
  readonly fresh: readonly string[];
}

/**
 * Reads torchvision-named weights from safetensors bytes; PyTorch's batch counters are left out.
 *
 * @param bytes A whole file.
 * @throws EngineError `weights/malformed`.
 */
export function importTorchvision(bytes: Uint8Array): State {
  const { state } = parseTensors(bytes, 'weights');
  return new Map([...state].filter(([name]) => !name.endsWith('num_batches_tracked')));
}

/**
 * A network's state with every tensor from `source` but a last layer of another size.
 *
 * @param spec The network.
 * @param source Torchvision-named parameters and running statistics.
 * @param fresh A freshly initialised state of the same network.
 * @throws EngineError `weights/missing`, `weights/shape`, or `weights/malformed` for a name the network has not.
 */
export function adoptWeights(spec: ResNetSpec, source: State, fresh: State): AdoptedWeights {
  const entries = resnetState(spec);
  const known = new Set(entries.map(({ name }) => name));
  const unknown = [...source.keys()].find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new EngineError('weights/malformed', {
      found: `Found a tensor named ${unknown} in the weights.`,
      needed: `Needed weights of a ResNet-${spec.depth} under torchvision's names.`,
      remedy: 'Check the depth, or convert the names.',
    });
  const state = new Map<string, StateTensor>();
  const [adopted, kept]: [string[], string[]] = [[], []];
  for (const { name, shape } of entries) {
    const head = name.startsWith('fc.') && source.get(name)?.shape[0] !== shape[0];
    (head ? kept : adopted).push(name);
    state.set(name, getTensor(head ? fresh : source, name, shape));
  }
  return { state, adopted, fresh: kept };
}
