/**
 * What the cohort stage leaves in `2-cohort/`: who is in the study, in which part, with which target and follow-up.
 */
import type { Protocol } from '../../protocol/schema.ts';
import type { FlowStep, Subject } from '../../table/select.ts';

/** The part a patient plays. training fits weights, tuning picks epoch and threshold, test is only ever scored. */
export type Split = 'training' | 'tuning' | 'test';

/** One patient of the study. */
export interface Member extends Subject {
  readonly split: Split;
  /** Sequences that the patient has, in the order of the protocol. At least one. */
  readonly sequences: readonly string[];
  /** Volume of the tumour mask, mm3. */
  readonly tumourMm3: number;
}

/** One cohort in numbers. */
export interface CohortCount {
  readonly name: string;
  readonly role: Protocol['cohorts'][string]['role'];
  readonly patients: number;
  readonly positives: number;
  /** Sequence name -> patients without it. */
  readonly missing: Readonly<Record<string, number>>;
}

/** How the table became the cohorts. */
export interface Flow {
  readonly rows: number;
  readonly left: readonly FlowStep[];
  readonly cohorts: readonly CohortCount[];
}

/** `2-cohort/cohort.json`. */
export interface CohortArtefact {
  readonly schema: 'mriscore/cohort/1';
  /** In the order of the table. */
  readonly members: readonly Member[];
  readonly flow: Flow;
}

/** Where the artefact lies, relative to the study folder. */
export const COHORT_FILE = '2-cohort/cohort.json';
/** Members as a table: one row a patient. */
export const COHORT_TABLE = '2-cohort/cohort.csv';
