/**
 * What the main thread and the worker that owns the sessions say to each other.
 *
 * Only types. Every request is answered once, in order.
 */

import type { EngineError, EngineErrorCode } from '../../errors.ts';
import type { Batch, StepResult } from '../../program/batch.ts';
import type { Program } from '../../program/program.ts';
import type { StateTensor } from '../../program/state.ts';
import type { HoldSettings } from '../onnxruntime.ts';

/** A request to the worker. */
export type OwnerRequest =
  | {
      /** The first one: proves that the provider executes something here. */
      readonly kind: 'open';
      readonly settings: HoldSettings;
    }
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

/** A request with the number that its reply carries. */
export interface NumberedRequest {
  readonly id: number;
  readonly request: OwnerRequest;
}

/** What a request gives back. */
export type OwnerAnswer = { readonly results?: StepResult[]; readonly state?: Map<string, StateTensor> };

/** A reply: the answer, or the error in parts that can cross threads. */
export type OwnerReply =
  | { readonly id: number; readonly answer: OwnerAnswer }
  | {
      readonly id: number;
      readonly error: { readonly code: EngineErrorCode; readonly finding: EngineError['finding'] };
    };
