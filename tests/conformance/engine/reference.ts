/**
 * Reference values on the disk: named tensors made by another framework.
 *
 * Reads safetensors files. Knows the layout of a conformance folder's tensors; nothing of how they are compared.
 */

import { readFile } from 'node:fs/promises';
import { parseTensors } from '../../../packages/engine/src/checkpoint/tensors.ts';
import { EngineError } from '../../../packages/engine/src/errors.ts';
import type { State, StateTensor } from '../../../packages/engine/src/program/state.ts';

/** Tensors of one reference file. */
export interface Reference {
  readonly tensors: State;
  /** One tensor; raises conformance/folder when the file has none of that name. */
  get(name: string): StateTensor;
  /** All tensors under a prefix, without the prefix. */
  under(prefix: string): State;
}

/**
 * Reads a reference file.
 *
 * @param path A safetensors file.
 * @throws EngineError `weights/malformed` when it is damaged.
 */
export async function readReference(path: string): Promise<Reference> {
  const { state: tensors } = parseTensors(new Uint8Array(await readFile(path)), 'weights');
  return {
    tensors,
    get: (name) => tensors.get(name) ?? refuse(path, name),
    under: (prefix) =>
      new Map(
        [...tensors].flatMap(([name, tensor]) =>
          name.startsWith(prefix) ? [[name.slice(prefix.length), tensor]] : [],
        ),
      ),
  };
}

function refuse(path: string, name: string): never {
  throw new EngineError('conformance/folder', {
    found: `Found no tensor ${name} in ${path}.`,
    needed: 'Needed the tensors that the README of reference values lists.',
    remedy: 'Make the reference file again.',
  });
}

/**
 * Pixels of an image batch in NHWC order.
 *
 * @param images Batch [N, C, H, W].
 */
export function channelsLast({ shape, data }: StateTensor): Float32Array {
  const [batch, channels, height, width] = shape as [number, number, number, number];
  const pixels = height * width;
  const turned = new Float32Array(data.length);
  for (let n = 0; n < batch; n++)
    for (let c = 0; c < channels; c++)
      for (let p = 0; p < pixels; p++)
        turned[(n * pixels + p) * channels + c] = data[(n * channels + c) * pixels + p]!;
  return turned;
}

export { relativeDistance } from '../../../packages/engine/src/runtime/choose/distance.ts';
