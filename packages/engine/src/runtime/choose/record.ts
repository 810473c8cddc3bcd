/**
 * What a choice between runtimes looked at and found, as plain data that can be printed and kept.
 *
 * Only types.
 */

import type { Runtime, RuntimeName } from '../runtime.ts';

/** What was found of one runtime. */
export interface CandidateRecord {
  readonly name: RuntimeName;
  /** Whether it may be used: it opened, and its scores agree with the reference's. */
  readonly accepted: boolean;
  /** Why not, in whole sentences; null when it was accepted. */
  readonly reason: string | null;
  /** Milliseconds until it had opened; null when it did not. */
  readonly openMs: number | null;
  /** Milliseconds of one training step of the probe, the median of three; null when it came to none. */
  readonly stepMs: number | null;
  /** Largest relative distance of losses and scores to the reference's; null for the reference and where none was measured. */
  readonly largestDifference: number | null;
}

/** A choice and its grounds. */
export interface RuntimeRecord {
  /** What was asked for. */
  readonly wish: RuntimeName | 'auto';
  readonly chosen: RuntimeName;
  /** The runtime whose scores the others are held against. */
  readonly reference: RuntimeName;
  /** Largest relative distance that is accepted. */
  readonly tolerance: number;
  /** In the order they were tried, the reference first; empty when the reference itself was asked for. */
  readonly candidates: readonly CandidateRecord[];
}

/** An open runtime with the grounds for choosing it. The caller closes the runtime. */
export interface ChosenRuntime {
  readonly runtime: Runtime;
  readonly record: RuntimeRecord;
}

/** A runtime that may be chosen. */
export interface Candidate {
  readonly name: RuntimeName;
  /** Opens it; raises `runtime/unavailable` where it cannot run. */
  open(): Promise<Runtime>;
}
