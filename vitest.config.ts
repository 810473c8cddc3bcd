import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

/** Long enough for a slow machine: a test that reaches it hangs. */
const HANGS_AFTER_MS = 20 * 60_000;

const HOUSE = 'tests/house/**/*.test.ts';
const CONFORMANCE = 'tests/conformance/**/*.test.ts';

/** Packages of this clone resolve to their sources: here, in the tests' processes and in what they start. */
const SOURCE = '@mriscore/source';
/** What a module may ask for besides: what Vite takes for Node when nothing is set. */
const CONDITIONS = ['module', 'node', 'development|production'];
const nodeOptions = process.env.NODE_OPTIONS ?? '';
if (!nodeOptions.includes(SOURCE)) process.env.NODE_OPTIONS = `${nodeOptions} --conditions=${SOURCE}`.trim();

/** Four kinds of tests, which `npm test` runs one after the other. */
export default defineConfig({
  ssr: { resolve: { conditions: [SOURCE, ...CONDITIONS], externalConditions: [SOURCE, ...CONDITIONS] } },
  test: {
    pool: 'forks',
    maxWorkers: Math.min(availableParallelism(), 4),
    testTimeout: HANGS_AFTER_MS,
    hookTimeout: HANGS_AFTER_MS,
    projects: [
      { extends: true, test: { name: 'house', include: [HOUSE, 'scripts/**/*.test.ts'] } },
      { extends: true, test: { name: 'unit', include: ['packages/*/src/**/*.test.ts'] } },
      { extends: true, test: { name: 'conformance', include: [CONFORMANCE] } },
      {
        extends: true,
        test: {
          name: 'promises',
          include: ['tests/**/*.test.ts'],
          exclude: [...configDefaults.exclude, HOUSE, CONFORMANCE],
          // Each of these trains networks or starts programs: two at once would fight for cores and memory.
          fileParallelism: false,
        },
      },
    ],
  },
});
