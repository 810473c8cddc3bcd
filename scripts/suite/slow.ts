/**
 * Which test files an answer within two minutes does without, and why each takes long.
 *
 * Measured on two cores: a unit test file is listed when it takes more than about three seconds of their time, or
 * starts a browser. A test of the house keeps the list free of files that are gone.
 */

/** A test file that takes long. */
export interface SlowFile {
  /** Path from the root. */
  readonly file: string;
  /** What takes the time. */
  readonly reason: string;
}

/** The list, in the order of the alphabet. */
export const SLOW: readonly SlowFile[] = [
  { file: 'packages/cli/src/analyse/page.browser.test.ts', reason: 'starts a browser' },
  { file: 'packages/engine/src/nn/resnet-programs.test.ts', reason: 'builds and trains whole networks' },
  { file: 'packages/engine/src/optimise/optimise.test.ts', reason: 'trains with every optimiser' },
  { file: 'packages/engine/src/runtime/choose/choose.test.ts', reason: 'times ways to compute a layer' },
  {
    file: 'packages/engine/src/runtime/node/open.test.ts',
    reason: 'trains, saves and resumes in several sessions',
  },
  { file: 'packages/scans/src/open/inputs.test.ts', reason: 'reads a folder of 10000 files' },
  { file: 'packages/simulation/src/simulate-patient.test.ts', reason: 'draws and scans whole patients' },
  {
    file: 'packages/stats/src/survival/properties.test.ts',
    reason: 'fits models to hundreds of made-up cohorts',
  },
  {
    file: 'packages/study/src/run/code/version.test.ts',
    reason: 'changes every source file that a stage reaches, one by one',
  },
  { file: 'packages/study/src/stages/report/page.browser.test.ts', reason: 'starts a browser' },
  { file: 'packages/study/src/stages/train/learn.test.ts', reason: 'trains, and is killed and resumed' },
  {
    file: 'packages/study/src/stages/train/loader.test.ts',
    reason: 'starts and ends processes that make batches',
  },
  { file: 'packages/study/src/stages/train/start.test.ts', reason: 'writes weights of whole networks' },
  { file: 'packages/study/src/weights/fetch.test.ts', reason: 'moves weights of whole networks over HTTP' },
  { file: 'packages/volume/src/bias/bias.test.ts', reason: 'corrects whole scans' },
  {
    file: 'packages/volume/src/bombs.test.ts',
    reason: 'packs and refuses bombs, each in a process of its own',
  },
  {
    file: 'packages/volume/src/gzip/deflate/portable.test.ts',
    reason: 'inflates megabytes of made-up bytes',
  },
  { file: 'packages/volume/src/hostile.test.ts', reason: 'reads thousands of damaged files' },
  { file: 'packages/volume/src/register/register.test.ts', reason: 'registers whole scans' },
];
