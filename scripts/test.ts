/**
 * The test command: runs every step whatever the others say, and ends with one line of counts.
 *
 *   npm test                      everything
 *   npm test -- unit house        some steps
 *   npm test -- roc calibration   tests in files whose path holds one of these words
 *   npm run test:quick            an answer within two minutes: no step and no test file that takes long
 *   npm test -- --no-install      no system package is installed; scripts/ready.mjs, which comes first, obeys it
 *
 * Exit code 0 when nothing failed, 1 when something did, 2 for a wrong call. With CI=true a skipped test has failed.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Program, STEPS, type Step, type Wish } from './suite/steps.ts';
import {
  countSkipsAsFailures,
  formatSkips,
  formatTotals,
  readTally,
  sum,
  TALLY_FILE,
  type Tally,
} from './suite/tally.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const TOOLS = path.join(ROOT, 'node_modules', '.bin');
const PASSED: Tally = { passed: 1, failed: 0, skips: [] };
const FAILED: Tally = { passed: 0, failed: 1, skips: [] };

/** Exit code of a program that writes straight to our output; 1 when a signal ended it or it is not there. */
function exitCode(program: Program, tallyFile: string): Promise<number> {
  const [name, ...args] = program.run;
  const env = {
    ...process.env,
    PATH: `${TOOLS}${path.delimiter}${process.env.PATH ?? ''}`,
    [TALLY_FILE]: tallyFile,
  };
  return new Promise((resolve) => {
    const child = spawn(name, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', (error) => {
      console.log(`Could not start ${name}: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

async function runProgram(program: Program, tallyFile: string): Promise<Tally> {
  fs.rmSync(tallyFile, { force: true });
  const code = await exitCode(program, tallyFile);
  if (!program.tallies) return code === 0 ? PASSED : FAILED;
  const tally = readTally(tallyFile) ?? FAILED;
  // A runner that ended badly without a failed test, say by running out of memory, is a failure of its own.
  return code !== 0 && tally.failed === 0 ? sum([tally, FAILED]) : tally;
}

async function runStep(step: Step, wish: Wish, tallyFile: string): Promise<Tally> {
  console.log(`\n== ${step.name}: ${step.heading}`);
  const started = performance.now();
  const tallies: Tally[] = [];
  for (const program of step.programs(wish)) tallies.push(await runProgram(program, tallyFile));
  const tally = sum(tallies);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`-- ${step.name}: ${formatTotals(tally)} in ${seconds} s`);
  return tally;
}

/** Options of the command. What `--no-install` asks for has been done before this program starts. */
const OPTIONS = ['--quick', '--no-install'];

function refuseUnknown(words: readonly string[]): void {
  const unknown = words.filter((word) => word.startsWith('-') && !OPTIONS.includes(word));
  if (unknown.length === 0) return;
  const names = STEPS.map((step) => step.name).join(', ');
  console.error(
    `Found the option ${unknown.join(', ')}. Needed steps (${names}), parts of test files' paths, or ${OPTIONS.join(', ')}.`,
  );
  process.exit(2);
}

/** Splits the words of the command line into steps and a wish. A filter alone means every step that has files. */
function choose(words: readonly string[]): { steps: readonly Step[]; wish: Wish } {
  refuseUnknown(words);
  const quick = words.includes('--quick');
  const plain = words.filter((word) => !OPTIONS.includes(word));
  const named = STEPS.filter((step) => plain.includes(step.name));
  const filters = plain.filter((word) => !STEPS.some((step) => step.name === word));
  const usual = filters.length > 0 ? STEPS.filter((step) => step.hasFiles) : STEPS;
  const steps = (named.length > 0 ? named : usual).filter((step) => step.quick || !quick);
  return { steps, wish: { filters, quick } };
}

async function main(): Promise<void> {
  const { steps, wish } = choose(process.argv.slice(2));
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'mriscore-test-'));
  process.on('exit', () => fs.rmSync(scratch, { recursive: true, force: true }));
  const tallies: Tally[] = [];
  for (const step of steps) tallies.push(await runStep(step, wish, path.join(scratch, 'tally.json')));
  let total = sum(tallies);
  console.log('');
  for (const line of formatSkips(total)) console.log(line);
  if (process.env.CI === 'true' && total.skips.length > 0) {
    console.log('CI=true: every skipped test counts as failed.');
    total = countSkipsAsFailures(total);
  }
  if (total.passed + total.failed + total.skips.length === 0) {
    console.log(`No test file has ${wish.filters.join(' or ')} in its path.`);
    total = FAILED;
  }
  console.log(formatTotals(total));
  process.exitCode = total.failed > 0 ? 1 : 0;
}

await main();
