/**
 * A session's state between two steps, wherever it lies.
 *
 * Only types. Knows nothing of what the tensors mean.
 */

import type { RuntimeTensors } from '../../onnxruntime.ts';

/** State of a session, by the names of the model's inputs. */
export interface KeptState {
  /** What a session is told of outputs that become state. */
  readonly location: 'cpu' | 'gpu-buffer';
  /**
   * What the next step reads.
   *
   * @throws EngineError `runtime/failed` after a step that was begun and not accepted, where it wrote over memory.
   */
  tensors(): RuntimeTensors;
  /** Where the next step is to write, by the names of outputs. Empty where it gives new tensors. */
  targets(): RuntimeTensors;
  /** Makes a step's results the state. */
  accept(results: RuntimeTensors): void;
  /** Drops a step's results. Parameters and statistics stay as they were; memory that was written over is lost. */
  refuse(results: RuntimeTensors): void;
  /**
   * Values of every tensor. Those of a state in memory are the state's own: copy before the next step.
   *
   * @throws EngineError `runtime/failed` as `tensors` does.
   */
  read(): Promise<Record<string, Float32Array>>;
  release(): Promise<void>;
}

/** An input that is state, and the output that is its next value. */
export interface StateUpdate {
  readonly input: string;
  readonly output: string;
  /** Whether the output may be written over the input. */
  readonly overwritable: boolean;
}

/** What a state starts from. */
export interface FirstState {
  /** Values by the names of inputs; the state takes them over. */
  readonly data: Readonly<Record<string, Float32Array>>;
  /** Extents by the names of inputs. */
  readonly extents: Readonly<Record<string, readonly number[]>>;
  readonly updates: readonly StateUpdate[];
}
