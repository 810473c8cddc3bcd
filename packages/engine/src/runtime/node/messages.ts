/**
 * What the main thread and the worker that owns the sessions say to each other.
 *
 * Only types. Every request is answered once, in order.
 */

import type { EngineErrorCode, Finding } from '../../errors.ts';
import type { Program } from '../../program.ts';
import type { StateTensor } from '../../state.ts';
import type { Batch, StepResult } from '../runtime.ts';

/** How the worker sets up ONNX Runtime. */
export interface WorkerOptions {
  /** Threads for one operation. */
  readonly threads: number;
}

/** A request to the worker. */
export type Request =
  | {
      readonly kind: 'load';
      readonly session: number;
      readonly program: Program;
      readonly state: Map<string, StateTensor>;
    }
  | { readonly kind: 'steps'; readonly session: number; readonly batches: readonly Batch[] }
  | { readonly kind: 'readState'; readonly session: number }
  | { readonly kind: 'release'; readonly session: number }
  | { readonly kind: 'close' };

/** What a request gives back. */
export type Answer = { readonly results?: StepResult[]; readonly state?: Map<string, StateTensor> };

/** A reply: the answer, or the error in parts that can cross threads. */
export type Reply =
  | { readonly id: number; readonly answer: Answer }
  | { readonly id: number; readonly error: { readonly code: EngineErrorCode; readonly finding: Finding } };
