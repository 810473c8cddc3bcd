import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeManyPatients } from './many-patients.ts';
import { scratchFolder } from './small-study.ts';

const MAIN = join(import.meta.dirname, '../../packages/cli/src/main.mjs');

/** Runs the command where only so many files may be open at once. */
function withFewFiles(files: number, args: readonly string[]): { code: number | null; text: string } {
  const script = `ulimit -n ${files} && exec "$0" "$@"`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script, process.execPath, MAIN, ...args], {
    encoding: 'utf8',
  });
  return { code: status, text: stdout + stderr };
}

test('files are opened in bounded numbers, however many patients there are', async () => {
  await using scratch = await scratchFolder();
  const study = join(scratch.path, 'study');
  await writeManyPatients(study, 600);
  const checked = withFewFiles(64, ['check', study, '--no-quality', '--quiet']);
  expect(checked.code, checked.text).toBe(0);
  expect(checked.text).toContain('600 rows, 600 patients in 2 cohorts.');
  const status = withFewFiles(64, ['status', study]);
  expect(status.code, status.text).toBe(0);
  expect(status.text).toMatch(/import +done +600 of 600 done/);
});
