/**
 * What a runtime and its sessions can do, whatever executes the model.
 *
 * Only types. Knows nothing of threads, processes or graphics cards.
 */

import type { Batch, StepResult } from '../program/batch.ts';
import type { Program } from '../program/program.ts';
import type { State } from '../program/state.ts';

/** A loaded program with its state. */
export interface Session extends AsyncDisposable {
  /**
   * Runs the program once; state that the program updates moves on.
   *
   * @throws EngineError `runtime/batch` when inputs are missing, unknown or of another length, or not finite;
   *   `runtime/failed` when the model fails or its loss is not finite. A session with an optimiser's memory is then of
   *   no further use, since a step may write over it; any other keeps its state as it was.
   */
  step(batch: Batch): Promise<StepResult>;
  /** Runs several steps in a row; faster than single steps when the program was built with `stepsPerRun` above 1. */
  steps(batches: readonly Batch[]): Promise<StepResult[]>;
  /** The same as `step`, for programs without updates. */
  run(batch: Batch): Promise<StepResult>;
  /** A copy of everything the session keeps: parameters, running statistics, optimiser memory. */
  readState(): Promise<State>;
}

/** Every runtime there is: where it runs, and what executes. */
export type RuntimeName = 'node-cpu' | 'node-webgpu' | 'node-cuda' | 'web-wasm' | 'web-webgpu';

/** Something that executes programs. */
export interface Runtime extends AsyncDisposable {
  /** What executes. */
  readonly name: RuntimeName;
  /**
   * Loads a program and copies the state into it.
   *
   * @param state Parameters by PyTorch name; optimiser memory may be absent and then starts from zero.
   * @throws EngineError `weights/missing`, `weights/shape`, `runtime/state` for an unknown name, `runtime/failed`.
   */
  load(program: Program, state: State): Promise<Session>;
}
