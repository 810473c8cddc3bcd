/**
 * Gives every key of the protocol another value and runs each study whole, from the scans to the report.
 *
 *   npm run campaign -- leaves
 *
 * The test of the same name in `npm test` stops where a key has no say any more and takes trainings over by their keys;
 * here nothing is taken over. Ends with 1 when a key stood for two results or a corrected study differed from a fresh one.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');

const { status } = spawnSync(
  process.execPath,
  [VITEST, 'run', '--project=promises', 'tests/promises/keys.test.ts'],
  {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, MRISCORE_WHOLE_LEAVES: '1' },
  },
);
process.exitCode = status === 0 ? 0 : 1;
