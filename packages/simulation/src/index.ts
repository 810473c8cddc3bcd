/**
 * The reference cohort: simulated patients whose truth is known, from latent causes to files.
 */
export { planReferenceCohort, type ReferenceCohortOptions } from './cohort-plan.ts';
export { SimulationError, type SimulationErrorCode } from './errors.ts';
export type { RealisedValues } from './ideal-reader.ts';
export type {
  CentreName,
  ClinicalRecord,
  Latents,
  PatientPlan,
  ReferenceCohortName,
  SequenceName,
  Subsite,
} from './patient-plan.ts';
export type { PlantedValues } from './planted-values.ts';
export { type SimulatedPatient, simulatePatient } from './simulate-patient.ts';
export { type CohortTruth, type PatientTruth, type ReferenceTruth, referenceTruth } from './truth.ts';
export { type WriteFile, type WriteReferenceCohortOptions, writeReferenceCohort } from './write-cohort.ts';
