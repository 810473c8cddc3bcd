/**
 * What a table is read by.
 */
import type { Protocol } from '../protocol/schema.ts';

/** The part of a protocol that decides who is in the study. */
export type SelectionRules = Pick<
  Protocol,
  'table' | 'patient' | 'target' | 'cohorts' | 'exclude' | 'endpoints' | 'response'
>;
