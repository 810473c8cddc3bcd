/**
 * What a session runs: a model as bytes, with the names and shapes of what goes in, comes out and stays.
 *
 * Only types. Knows nothing of graphs or runtimes.
 */

import type { StateSpec } from './state.ts';

/** Name and shape of a float32 value handed in or out at each step. */
export interface Spec {
  readonly name: string;
  /** Extents; images are [batch, height, width, channels]. */
  readonly shape: readonly number[];
}

/** A model ready to be loaded. */
export interface Program {
  /** ONNX bytes. */
  readonly onnx: Uint8Array;
  readonly inputs: readonly Spec[];
  readonly outputs: readonly Spec[];
  readonly state: readonly StateSpec[];
  /** How many steps one run of the model can take; 1 unless the program was built with a loop. */
  readonly stepsPerRun: number;
}

/** ONNX name of a state tensor's next value. */
export const nextName = (name: string): string => `next/${name}`;

/** ONNX name of what enters a loop: a state's first value, or an input of all steps. */
export const loopName = (name: string): string => `all/${name}`;

/** ONNX name of the loop's number of steps. */
export const LOOP_COUNT = 'steps';

/** ONNX name of a result of all steps of a loop, with a leading axis of steps. */
export const stackedName = (name: string): string => `stacked/${name}`;
