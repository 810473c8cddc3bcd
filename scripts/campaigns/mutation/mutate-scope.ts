/**
 * Changes the drawn lines of one scope one by one, and runs the tests on each change.
 *
 * Works in a copy of the clone, which it leaves broken. Gives every change and what became of it.
 */
import { spawn } from 'node:child_process';
import { appendFile, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { writeAtomic } from '@mriscore/scans/disk';
import type { SourceLine } from './draw-lines.ts';
import { drawnComment, IGNORER } from './only-drawn.ts';
import type { Scope } from './scopes.ts';

/** One change of a source. */
export interface Mutant {
  readonly file: string;
  readonly line: number;
  /** What kind of change it is, as Stryker calls it. */
  readonly mutator: string;
  readonly replacement: string;
  readonly status: string;
}

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly ReportedMutant[] }>>;
}

interface ReportedMutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: string;
  readonly location: { readonly start: { readonly line: number } };
}

const REPORT = 'mutation.json';
/** A change may slow a test down; one that takes this much longer will not end. */
const TIMEOUT_MS = 20_000;
const TIMEOUT_FACTOR = 3;

/** Vitest's configuration of the clone, with the tests of the scope alone. */
function testConfig({ tests, withoutTests = [] }: Scope): string {
  const chosen = `include: ${JSON.stringify(tests)}, exclude: ${JSON.stringify(withoutTests)}`;
  return [
    "import base from './vitest.config.ts';",
    'const { projects, ...test } = base.test;',
    `export default { ...base, test: { ...test, ${chosen} } };`,
    '',
  ].join('\n');
}

function strykerOptions(lines: readonly SourceLine[], configFile: string) {
  return {
    mutate: lines.map(({ file, line, lastLine }) => `${file}:${line}-${lastLine}`),
    inPlace: true,
    testRunner: 'vitest',
    vitest: { configFile, related: false, pool: 'forks' },
    plugins: ['@stryker-mutator/vitest-runner', join(import.meta.dirname, 'only-drawn.ts')],
    ignorers: [IGNORER],
    coverageAnalysis: 'perTest',
    ignoreStatic: true,
    concurrency: 2,
    timeoutMS: TIMEOUT_MS,
    timeoutFactor: TIMEOUT_FACTOR,
    dryRunTimeoutMinutes: 30,
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: REPORT },
    allowEmpty: true,
    allowConsoleColors: false,
    disableTypeChecks: false,
    checkers: [],
  };
}

async function runStryker(copy: string, clone: string, options: string): Promise<void> {
  const program = join(clone, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  const shared = process.env.MRISCORE_SHARED ?? resolve(clone, '..', 'shared');
  const child = spawn(process.execPath, [program, 'run', options], {
    cwd: copy,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, MRISCORE_SHARED: shared },
  });
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail);
    child.once('exit', done);
  });
  if (code !== 0) throw new Error(`Stryker ended with ${code}. Needed 0: read what it printed above.`);
}

async function markDrawn(copy: string, lines: readonly SourceLine[]): Promise<void> {
  const byFile = Map.groupBy(lines, ({ file }) => file);
  for (const [file, drawn] of byFile) {
    await appendFile(join(copy, file), `${drawnComment(drawn.map(({ line }) => line))}\n`);
  }
}

async function readMutants(copy: string): Promise<readonly Mutant[]> {
  const report = JSON.parse(await readFile(join(copy, REPORT), 'utf8')) as Report;
  return Object.entries(report.files).flatMap(([file, { mutants }]) =>
    mutants.map(({ mutatorName, replacement = '', status, location }) => ({
      file,
      line: location.start.line,
      mutator: mutatorName,
      replacement,
      status,
    })),
  );
}

/**
 * Every change of the drawn lines and what the tests made of it.
 *
 * @param copy A copy of the clone that nothing was changed in yet.
 * @param clone The clone, for the programs that it has installed.
 * @throws Error when the tests fail without any change.
 */
export async function mutateScope(
  scope: Scope,
  lines: readonly SourceLine[],
  { copy, clone }: { readonly copy: string; readonly clone: string },
): Promise<readonly Mutant[]> {
  const [config, options] = ['vitest.mutate.config.ts', 'stryker.json'];
  await markDrawn(copy, lines);
  await writeAtomic(join(copy, config), testConfig(scope));
  await writeAtomic(join(copy, options), `${JSON.stringify(strykerOptions(lines, config), null, 2)}\n`);
  await runStryker(copy, clone, options);
  const drawn = new Set(lines.map(({ file, line }) => `${file}:${line}`));
  const mutants = await readMutants(copy);
  return mutants.filter(({ file, line }) => drawn.has(`${file}:${line}`));
}
