/**
 * What is mutated, and which tests have to notice.
 *
 * Gives three scopes by name. Knows no tool: paths and patterns only, relative to the clone.
 */

/** Sources of one kind and the tests that answer for them. */
export interface Scope {
  readonly name: string;
  /** Folders of sources; tests and fixtures in them are not mutated. */
  readonly sources: readonly string[];
  /** Patterns of test files, as vitest takes them. */
  readonly tests: readonly string[];
  /** Test files that are left out, because each change would cost a minute: others hold the same. */
  readonly withoutTests?: readonly string[];
}

const READERS = ['nifti', 'nrrd', 'mha', 'gzip', 'dicom/parse', 'dicom/zip', 'dicom/pixels'];

/** Every scope, in the order in which they run. */
export const SCOPES: readonly Scope[] = [
  {
    name: 'stats',
    sources: ['packages/stats/src'],
    tests: ['packages/stats/src/**/*.test.ts', 'tests/conformance/stats/*.test.ts'],
  },
  {
    name: 'run',
    sources: ['packages/study/src/run', 'packages/study/src/files', 'packages/scans/src/disk'],
    tests: [
      'packages/study/src/run/**/*.test.ts',
      'packages/study/src/files/**/*.test.ts',
      'packages/scans/src/disk/**/*.test.ts',
    ],
    // Takes every source of the project apart, for every stage.
    withoutTests: ['packages/study/src/run/code/version.test.ts'],
  },
  {
    name: 'readers',
    sources: READERS.map((folder) => `packages/volume/src/${folder}`),
    tests: ['packages/volume/src/**/*.test.ts', 'tests/conformance/volume/syntaxes.test.ts'],
  },
];

/**
 * The scopes of a list of names.
 *
 * @param names Such as `stats,run`.
 * @throws Error when a name is none of them.
 */
export function getScopes(names: string): readonly Scope[] {
  return names.split(',').map((name) => {
    const scope = SCOPES.find((one) => one.name === name);
    if (scope !== undefined) return scope;
    const known = SCOPES.map((one) => one.name).join(', ');
    throw new Error(`Found scope ${name}. Needed one of: ${known}.`);
  });
}
