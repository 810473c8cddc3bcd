/**
 * The reference cohort: simulated patients whose truth is known, from latent causes to files.
 */

export { SimulationError, type SimulationErrorCode } from './errors.ts';
export { planReferenceCohort, type ReferenceCohortOptions } from './plan/cohort-plan.ts';
export type {
  CentreName,
  ClinicalRecord,
  Latents,
  PatientPlan,
  ReferenceCohortName,
  SequenceName,
  Subsite,
} from './plan/patient-plan.ts';
export { type SimulatedPatient, simulatePatient } from './simulate-patient.ts';
export type { RealisedValues } from './truth/ideal-reader.ts';
export type { PlantedValues } from './truth/planted-values.ts';
export { type CohortTruth, type PatientTruth, type ReferenceTruth, referenceTruth } from './truth/truth.ts';
export {
  type WriteFile,
  type WriteReferenceCohortOptions,
  writeReferenceCohort,
} from './write/write-cohort.ts';
