/**
 * The steps of the test command, in order: what each runs.
 *
 * A step is one or more programs that a person can run alone just as well. Knows nothing of counting.
 */
import { SLOW } from './slow.ts';

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
  readonly programs: (wish: Wish) => readonly Program[];
  /** Whether file filters mean anything to it. */
  readonly hasFiles: boolean;
  /** Whether it belongs to an answer within two minutes. */
  readonly quick: boolean;
}

/** What a person asked for. */
export interface Wish {
  /** Parts of test files' paths; empty for all files. */
  readonly filters: readonly string[];
  /** Whether to leave out the test files that take long. */
  readonly quick: boolean;
}

const VITEST = ['vitest', 'run', '--reporter=default', '--reporter=./scripts/suite/reporter.ts'] as const;
const TSC_CACHE = ['--incremental', '--tsBuildInfoFile', 'node_modules/.cache/mriscore/types.tsbuildinfo'];

/** Typed rules look beyond the file whose answer is remembered, so only the quick answer remembers. */
const ESLINT_CACHE = ['--cache', '--cache-location', 'node_modules/.cache/mriscore/eslint/'];

/** A kind of tests from vitest.config.ts. Finding no file is fine only when the filters were meant for another kind. */
function vitest(kind: string, { filters, quick }: Wish): Program {
  const none = filters.length > 0 ? ['--passWithNoTests'] : [];
  const slow = quick ? SLOW.map(({ file }) => `--exclude=${file}`) : [];
  return { run: [...VITEST, `--project=${kind}`, ...slow, ...none, ...filters], tallies: true };
}

/** All steps, cheap ones first, so that a small mistake is seen early. */
export const STEPS: readonly Step[] = [
  {
    name: 'types',
    heading: 'the compiler finds nothing wrong',
    programs: () => [{ run: ['tsc', '-p', 'tsconfig.json', ...TSC_CACHE], tallies: false }],
    hasFiles: false,
    quick: true,
  },
  {
    name: 'lint',
    heading: 'format and lint rules are kept',
    programs: ({ quick }) => [
      { run: ['biome', 'ci', '--colors=off', '--error-on-warnings', '.'], tallies: false },
      { run: ['eslint', '--max-warnings=0', ...(quick ? ESLINT_CACHE : []), '.'], tallies: false },
    ],
    hasFiles: false,
    quick: true,
  },
  {
    name: 'house',
    heading: 'the promises about the source hold, and their checks can fail',
    programs: (wish) => [
      ...(wish.filters.length === 0
        ? [{ run: ['node', 'tests/house/main.ts'], tallies: true } as const]
        : []),
      vitest('house', wish),
    ],
    hasFiles: true,
    quick: true,
  },
  {
    name: 'unit',
    heading: 'the tests beside the sources pass',
    programs: (wish) => [vitest('unit', wish)],
    hasFiles: true,
    quick: true,
  },
  {
    name: 'conformance',
    heading: 'numbers, gradients and scans agree with R, PyTorch and dcm2niix',
    programs: (wish) => [vitest('conformance', wish)],
    hasFiles: true,
    quick: false,
  },
  {
    name: 'hostile',
    heading: 'no damaged file makes a reader crash, hang or take memory it does not need',
    programs: () => [{ run: ['node', 'scripts/hostile.ts'], tallies: false }],
    hasFiles: false,
    quick: false,
  },
  {
    name: 'promises',
    heading: 'the promises of the whole hold, one file at a time',
    programs: (wish) => [vitest('promises', wish)],
    hasFiles: true,
    quick: false,
  },
];
