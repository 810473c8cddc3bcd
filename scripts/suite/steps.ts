/**
 * The steps of the test command, in order: what each runs.
 *
 * A step is one or more programs that a person can run alone just as well. Knows nothing of counting.
 */

/** One program of a step, with its arguments. */
export interface Program {
  readonly run: readonly [program: string, ...args: string[]];
  /** Whether it writes a tally; if not, its exit code counts as one test. */
  readonly tallies: boolean;
}

/** A step of the test command. */
export interface Step {
  readonly name: string;
  readonly heading: string;
  /** @param filters Parts of test files' paths; empty for all files. */
  readonly programs: (filters: readonly string[]) => readonly Program[];
  /** Whether file filters mean anything to it. */
  readonly hasFiles: boolean;
}

const VITEST = ['vitest', 'run', '--reporter=default', '--reporter=./scripts/suite/reporter.ts'] as const;
const TSC_CACHE = ['--incremental', '--tsBuildInfoFile', 'node_modules/.cache/mriscore/types.tsbuildinfo'];

/** A kind of tests from vitest.config.ts. Finding no file is fine only when the filters were meant for another kind. */
function vitest(kind: string, filters: readonly string[]): Program {
  const none = filters.length > 0 ? ['--passWithNoTests'] : [];
  return { run: [...VITEST, `--project=${kind}`, ...none, ...filters], tallies: true };
}

/** All steps, cheap ones first, so that a small mistake is seen early. */
export const STEPS: readonly Step[] = [
  {
    name: 'types',
    heading: 'the compiler finds nothing wrong',
    programs: () => [{ run: ['tsc', '-p', 'tsconfig.json', ...TSC_CACHE], tallies: false }],
    hasFiles: false,
  },
  {
    name: 'lint',
    heading: 'format and lint rules are kept',
    programs: () => [
      { run: ['biome', 'ci', '--colors=off', '--error-on-warnings', '.'], tallies: false },
      { run: ['eslint', '--max-warnings=0', '.'], tallies: false },
    ],
    hasFiles: false,
  },
  {
    name: 'house',
    heading: 'the promises about the source hold, and their checks can fail',
    programs: (filters) => [
      ...(filters.length === 0 ? [{ run: ['node', 'tests/house/main.ts'], tallies: true } as const] : []),
      vitest('house', filters),
    ],
    hasFiles: true,
  },
  {
    name: 'unit',
    heading: 'the tests beside the sources pass',
    programs: (filters) => [vitest('unit', filters)],
    hasFiles: true,
  },
  {
    name: 'conformance',
    heading: 'numbers, gradients and scans agree with R, PyTorch and dcm2niix',
    programs: (filters) => [vitest('conformance', filters)],
    hasFiles: true,
  },
  {
    name: 'hostile',
    heading: 'no damaged file makes a reader crash, hang or take memory it does not need',
    programs: () => [{ run: ['node', 'scripts/hostile.ts'], tallies: false }],
    hasFiles: false,
  },
  {
    name: 'promises',
    heading: 'the promises of the whole hold, one file at a time',
    programs: (filters) => [vitest('promises', filters)],
    hasFiles: true,
  },
];
