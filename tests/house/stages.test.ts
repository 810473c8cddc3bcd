import { expect, test } from 'vitest';
import { repositoryOf } from './check.ts';
import { stages } from './stages.ts';

const ORDER = `const STAGES: readonly Stage[] = [
  cohortStage, // who
  trainStage, //  learns
  fuseStage,
  reportStage,
];`;

const find = (file: string, specifier: string) =>
  stages.find(
    repositoryOf({
      'packages/study/src/stages.ts': ORDER,
      [`packages/study/src/${file}`]: `import { x } from '${specifier}';`,
    }),
  );

test.each([
  ['stages/train/run.ts', '../cohort/split.ts'],
  ['stages/cohort/run.ts', '../train/artefact.ts'],
  ['run/pool.ts', '../stages/train/fit.ts'],
  ['run/pool.ts', '../stages/train/artefact.ts'],
  ['run/pool.ts', '../stages.ts'],
  ['stages/fuse/run.ts', '../../stages.ts'],
])('%s may not import %s', (file, specifier) => {
  expect(find(file, specifier)).toHaveLength(1);
});

test.each([
  ['stages/train/run.ts', '../cohort/artefact.ts'],
  ['stages/train/run.ts', '../../run/unit.ts'],
  ['stages/train/run.ts', '../../errors.ts'],
  ['stages/train/run.ts', './fit.ts'],
  ['index.ts', './stages/train/run.ts'],
  ['stages/train/run.test.ts', '../cohort/split.ts'],
])('%s may import %s', (file, specifier) => {
  expect(find(file, specifier)).toEqual([]);
});

test('a stage that stages.ts does not list is found', () => {
  expect(find('stages/extra/a.ts', './b.ts').map((violation) => violation.name)).toEqual(['extra']);
});
