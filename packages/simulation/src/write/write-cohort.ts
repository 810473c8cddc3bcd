/**
 * Puts a reference cohort into a folder as a hospital would hand it over, with the truth beside it.
 *
 * Reads options and a function that writes one file; gives the plans back. Never reads what is there.
 */
import { join } from 'node:path';
import { formatNifti } from '@mriscore/volume';
import { checkOptions, type KnownOptions } from '../options.ts';
import { COHORT_OPTIONS, planReferenceCohort, type ReferenceCohortOptions } from '../plan/cohort-plan.ts';
import type { PatientPlan } from '../plan/patient-plan.ts';
import { simulatePatient } from '../simulate-patient.ts';
import { referenceTruth } from '../truth/truth.ts';
import { formatClinicalTable, formatDataDictionary } from './clinical-table.ts';

/** Writes one whole file; folders are made. `writeAtomic` is one. */
export type WriteFile = (path: string, bytes: Uint8Array | string) => Promise<void>;

/** Where a cohort is written and who is told. */
export interface WriteReferenceCohortOptions extends ReferenceCohortOptions {
  /** The folder that receives images/, masks/, clinical.csv, clinical.dictionary.json and truth.json. */
  readonly directory: string;
  /** Called after each patient. Must not throw. */
  readonly onProgress?: (progress: { readonly finished: number; readonly patients: number }) => void;
  /** Stops between two patients. */
  readonly signal?: AbortSignal;
}

const KNOWN: KnownOptions<WriteReferenceCohortOptions> = {
  directory: null,
  ...COHORT_OPTIONS,
  onProgress: null,
  signal: null,
};

/** Noise hardly compresses: the fastest level gives files a tenth larger in a third of the time. */
const COMPRESSION_LEVEL = 1;

/** Files of one patient, as paths relative to the cohort's folder. */
function* patientFiles(plan: PatientPlan): Generator<readonly [path: string, bytes: Uint8Array]> {
  const { volumes, mask } = simulatePatient(plan);
  const options = { level: COMPRESSION_LEVEL, description: 'simulated, not a patient' };
  for (const [sequence, volume] of Object.entries(volumes)) {
    yield [join('images', plan.patient, `${sequence}.nii.gz`), formatNifti(volume, options)];
  }
  yield [join('masks', `${plan.patient}.nii.gz`), formatNifti(mask, options)];
}

/**
 * Writes a reference cohort: NIfTI images and masks, table, data dictionary and truth.
 *
 * The table, the dictionary and the truth come last, so a folder with truth.json is whole. The same options give the
 * same bytes.
 *
 * @param write Writes one file.
 * @returns The plans, in the order of the table.
 * @throws SimulationError and RangeError as `planReferenceCohort`; the signal's reason when it is aborted; whatever `write` throws.
 * @example
 * await writeReferenceCohort({ directory: 'demo', patients: 80, seed: 1 }, writeAtomic);
 */
export async function writeReferenceCohort(
  options: WriteReferenceCohortOptions,
  write: WriteFile,
): Promise<readonly PatientPlan[]> {
  checkOptions(options, KNOWN);
  const { directory, onProgress, signal, ...cohort } = options;
  const plans = planReferenceCohort(cohort);
  let finished = 0;
  for (const plan of plans) {
    signal?.throwIfAborted();
    for (const [path, bytes] of patientFiles(plan)) await write(join(directory, path), bytes);
    finished += 1;
    onProgress?.({ finished, patients: plans.length });
  }
  await write(join(directory, 'clinical.csv'), formatClinicalTable(plans));
  await write(join(directory, 'clinical.dictionary.json'), formatDataDictionary());
  await write(join(directory, 'truth.json'), `${JSON.stringify(referenceTruth(plans), null, 2)}\n`);
  return plans;
}
