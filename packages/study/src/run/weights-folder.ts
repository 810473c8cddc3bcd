/**
 * Where this machine keeps the weights that protocols name.
 *
 * Reads environment variables, gives a path. Knows nothing of what lies there.
 */

import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Where weights are kept: `MRISCORE_WEIGHTS`, or below the cache folder of the machine's user.
 *
 * @param environment Such as `process.env`.
 */
export function weightsFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const { MRISCORE_WEIGHTS: own, XDG_CACHE_HOME: cache } = environment;
  if (own !== undefined && own !== '') return resolve(own);
  return join(cache !== undefined && cache !== '' ? cache : join(homedir(), '.cache'), 'mriscore', 'weights');
}
