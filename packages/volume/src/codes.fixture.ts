/**
 * What the tests of this package share: the code of a refusal, and where the reference data lie.
 *
 * Not exported from the package.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { VolumeError } from './errors.ts';

/** The code of the VolumeError that `run` throws, or 'none'. Other errors pass. */
export function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof VolumeError) return error.code;
    throw error;
  }
  return 'none';
}

/** The folder of reference data, from MRISCORE_SHARED. */
const SHARED = process.env.MRISCORE_SHARED ?? '../shared';

/** Path of a reference file or folder, such as `data/tcga_fg6692/t1.nii.gz`. */
export function reference(path: string): string {
  return join(SHARED, path);
}

/** Whether a reference folder is absent, for `describe.skipIf`: the suite is then counted as skipped. */
export function isAbsent(path: string): boolean {
  return !existsSync(reference(path));
}
