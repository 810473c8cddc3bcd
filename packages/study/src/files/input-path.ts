/**
 * Where an input file lies: below the data folder, or at the absolute path that the protocol names.
 */
import { resolve } from 'node:path';

/**
 * The absolute path of an input file.
 *
 * @param data Absolute folder of the input files.
 * @param file Relative to it, or absolute, which stays as it is.
 * @example
 * inputPath('/data', 'images/P1.nii.gz'); // '/data/images/P1.nii.gz'
 */
export function inputPath(data: string, file: string): string {
  return resolve(data, file);
}
