/**
 * What is decided about a simulated patient before any voxel exists.
 *
 * Gives types only. Knows nothing of how values are drawn or of how images are made.
 */
import type { Triple } from '@mriscore/volume';

/** The four cohorts of the reproduced study. */
export type ReferenceCohortName = 'training' | 'internal' | 'external' | 'immunotherapy';

/** Centre A scans at 1.5 T, centre B at 3 T. */
export type CentreName = 'A' | 'B';

/** T1-weighted, T2-weighted and contrast-enhanced T1-weighted. */
export type SequenceName = 'T1' | 'T2' | 'T1c';

/** Where the tumour began. It decides where in the neck the tumour lies. */
export type Subsite = 'oropharynx' | 'oral cavity' | 'hypopharynx' | 'larynx';

/** What nobody at a hospital could see: the causes that the data come from. */
export interface Latents {
  /** Imaging severity, standard normal. All that the images say about PD-L1. */
  readonly imaging: number;
  /** PD-L1 expression, standard normal, correlated with `imaging`. CPS is a function of it alone. */
  readonly expression: number;
  /** Log hazard of progression relative to imaging 0 and a stage below IV. Lower is better. */
  readonly logHazard: number;
}

/** What the hospital's table says. */
export interface ClinicalRecord {
  readonly ageYears: number;
  readonly sex: 'female' | 'male';
  readonly subsite: Subsite;
  /** p16 status; null where it was not tested. */
  readonly hpv: 'positive' | 'negative' | null;
  readonly stage: 'I' | 'II' | 'III' | 'IVA' | 'IVB';
  /** Combined positive score, whole number from 0 to 100. 0 stands for CPS < 1. */
  readonly cps: number;
  /** Antibody clone of the PD-L1 test. */
  readonly cpsAssay: string;
  /** Time to progression, death or last contact, in months, > 0. */
  readonly pfsMonths: number;
  /** 1 when progression or death was seen, 0 when censored. */
  readonly pfsEvent: 0 | 1;
  /** Durable clinical benefit; null outside immunotherapy and where the patient was lost before six months. */
  readonly durableBenefit: 0 | 1 | null;
  readonly treatment: string;
}

/** One simulated patient: all that images, table and truth follow from. */
export interface PatientPlan {
  /** Name in folders and tables, such as `T001`: a letter for the cohort and the place in it. */
  readonly patient: string;
  readonly cohort: ReferenceCohortName;
  readonly centre: CentreName;
  /** Seed of the whole cohort. Images are drawn from it and the patient's name. */
  readonly seed: number;
  readonly latents: Latents;
  readonly clinical: ClinicalRecord;
  /** The sequence that was never acquired, or null. */
  readonly missing: SequenceName | null;
  /** Voxels of the T1 and T1c grid when not the centre's own; the field of view stays. */
  readonly sizeVoxel: Triple | null;
}
