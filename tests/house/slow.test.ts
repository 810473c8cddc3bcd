import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { SLOW } from '../../scripts/suite/slow.ts';
import { STEPS } from '../../scripts/suite/steps.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const programs = (quick: boolean) =>
  STEPS.flatMap((step) => step.programs({ filters: [], quick })).map(({ run }) => run.join(' '));

test('every test file that the quick answer leaves out is there', () => {
  expect(SLOW.filter(({ file }) => !fs.existsSync(path.join(ROOT, file)))).toEqual([]);
});

test('the quick answer leaves these files out, and the whole one none', () => {
  const left = SLOW.map(({ file }) => `--exclude=${file}`);
  expect(programs(true).find((run) => run.includes('--project=unit'))).toContain(left.join(' '));
  expect(programs(false).join(' ')).not.toContain('--exclude');
});
