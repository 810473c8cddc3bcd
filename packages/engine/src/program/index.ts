/**
 * What a session runs, what goes into a step and what stays between steps. Runs in browsers too.
 */
export type { Batch, StepResult } from './batch.ts';
export type { Program, Spec } from './program.ts';
export { releaseState, type State, type StateSpec, type StateTensor, withoutMemory } from './state.ts';
