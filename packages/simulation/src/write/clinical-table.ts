/**
 * The hospital's table and its data dictionary, as text.
 *
 * Reads plans; gives CSV and JSON. Holds nothing latent. Knows nothing of the disk.
 */
import type { PatientPlan } from '../plan/patient-plan.ts';

/** One cell; nothing in this table needs quotes. */
type Cell = string | number | null;

/** One column: how it is made and what the dictionary says about it. */
interface Column {
  readonly name: string;
  readonly type: 'text' | 'number' | 'category';
  readonly meaning: string;
  readonly unit?: string;
  readonly values?: readonly (string | number)[];
  /** What an empty cell means; left out where none is empty. */
  readonly empty?: string;
  readonly cell: (plan: PatientPlan) => Cell;
}

const COLUMNS: readonly Column[] = [
  {
    name: 'patient',
    type: 'text',
    meaning: 'Pseudonym; also the name of the folder of images and of the mask.',
    cell: ({ patient }) => patient,
  },
  {
    name: 'centre',
    type: 'category',
    meaning: 'Hospital whose scanner was used: A at 1.5 T, B at 3 T.',
    values: ['A', 'B'],
    cell: ({ centre }) => centre,
  },
  {
    name: 'cohort',
    type: 'category',
    meaning: 'Which part of the study the patient belongs to.',
    values: ['training', 'internal', 'external', 'immunotherapy'],
    cell: ({ cohort }) => cohort,
  },
  {
    name: 'age_years',
    type: 'number',
    meaning: 'Age at diagnosis.',
    unit: 'years',
    cell: ({ clinical }) => clinical.ageYears,
  },
  {
    name: 'sex',
    type: 'category',
    meaning: 'Sex as recorded.',
    values: ['female', 'male'],
    cell: ({ clinical }) => clinical.sex,
  },
  {
    name: 'subsite',
    type: 'category',
    meaning: 'Where the tumour began.',
    values: ['oropharynx', 'oral cavity', 'hypopharynx', 'larynx'],
    cell: ({ clinical }) => clinical.subsite,
  },
  {
    name: 'hpv',
    type: 'category',
    meaning: 'HPV status by p16.',
    values: ['positive', 'negative'],
    empty: 'not tested',
    cell: ({ clinical }) => clinical.hpv,
  },
  {
    name: 'stage',
    type: 'category',
    meaning: 'Overall stage.',
    values: ['I', 'II', 'III', 'IVA', 'IVB'],
    cell: ({ clinical }) => clinical.stage,
  },
  {
    name: 'cps',
    type: 'number',
    meaning: 'PD-L1 combined positive score, as read: 0 stands for less than 1.',
    unit: 'points, 0 to 100',
    cell: ({ clinical }) => clinical.cps,
  },
  {
    name: 'cps_assay',
    type: 'category',
    meaning: 'Antibody clone of the PD-L1 test.',
    values: ['22C3', 'SP263'],
    cell: ({ clinical }) => clinical.cpsAssay,
  },
  {
    name: 'pfs_months',
    type: 'number',
    meaning: 'Time from start of treatment to progression, death or last contact.',
    unit: 'months',
    cell: ({ clinical }) => clinical.pfsMonths,
  },
  {
    name: 'pfs_event',
    type: 'category',
    meaning: '1 when progression or death was seen, 0 when the patient was censored.',
    values: [0, 1],
    cell: ({ clinical }) => clinical.pfsEvent,
  },
  {
    name: 'dcb',
    type: 'category',
    meaning: 'Durable clinical benefit of immunotherapy: 1 when free of progression at 6 months, 0 when not.',
    values: [0, 1],
    empty: 'no immunotherapy, or censored before 6 months and so not evaluable',
    cell: ({ clinical }) => clinical.durableBenefit,
  },
  {
    name: 'treatment',
    type: 'category',
    meaning: 'First treatment after the scan.',
    values: [
      'chemoradiotherapy',
      'surgery and radiotherapy',
      'surgery',
      'pembrolizumab',
      'pembrolizumab and chemotherapy',
      'nivolumab',
    ],
    cell: ({ clinical }) => clinical.treatment,
  },
];

/**
 * The table: a header and one row a patient, in the order of the plans.
 *
 * @example formatClinicalTable(planReferenceCohort({ patients: 40, seed: 1 })).split('\n')[0]; // 'patient,centre,...'
 */
export function formatClinicalTable(plans: readonly PatientPlan[]): string {
  const header = COLUMNS.map(({ name }) => name);
  const rows = plans.map((plan) => COLUMNS.map(({ cell }) => cell(plan) ?? ''));
  return `${[header, ...rows].map((row) => row.join(',')).join('\n')}\n`;
}

/** The data dictionary: what each column means, its unit or values, and what an empty cell says. */
export function formatDataDictionary(): string {
  const columns = COLUMNS.map(({ cell: _, ...described }) => described);
  return `${JSON.stringify({ schema: 'mriscore/data-dictionary/1', table: 'clinical.csv', columns }, null, 2)}\n`;
}
