/**
 * What a running study tells whoever watches: a terminal, a log, a page. Nothing here decides anything.
 */
import type { StageName } from './unit.ts';

/** One thing that happened. Seconds are wall-clock. */
export type ProgressEvent =
  | {
      readonly kind: 'stage-started';
      readonly stage: StageName;
      readonly units: number;
      readonly finished: number;
    }
  | { readonly kind: 'stage-finished'; readonly stage: StageName; readonly seconds: number }
  | { readonly kind: 'unit-started'; readonly stage: StageName; readonly unit: string }
  | {
      readonly kind: 'unit-finished';
      readonly stage: StageName;
      readonly unit: string;
      readonly seconds: number;
      /** True when a receipt showed that the work had been done before. */
      readonly reused: boolean;
    }
  | TrainingProgress
  | { readonly kind: 'note'; readonly stage?: StageName; readonly text: string };

/** Where a training is. Steps and epochs count from 1. */
export interface TrainingProgress {
  readonly kind: 'training';
  readonly stage: StageName;
  readonly unit: string;
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly steps: number;
  /** Mean training loss of the steps since the last report, in nats a patient. */
  readonly loss: number;
  /** Estimate from the speed of this run so far, or null before it is known. */
  readonly secondsLeft: number | null;
}

/** Takes events as they happen. Must not throw. */
export interface Progress {
  report(event: ProgressEvent): void;
}

/** Takes everything and shows nothing. */
export const SILENT: Progress = { report() {} };
