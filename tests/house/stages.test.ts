import { expect, test } from 'vitest';
import { repositoryOf } from './check.ts';
import { stages } from './stages.ts';

const find = (file: string, specifier: string) =>
  stages.find(repositoryOf({ [`packages/study/src/${file}`]: `import { x } from '${specifier}';` }));

test.each([
  ['train/run.ts', '../cohort/split.ts'],
  ['cohort/run.ts', '../train/artefact.ts'],
  ['run/pool.ts', '../train/fit.ts'],
  ['errors.ts', './report/page.ts'],
  ['fuse/run.ts', '../stages.ts'],
])('%s may not import %s', (file, specifier) => {
  expect(find(file, specifier)).toHaveLength(1);
});

test.each([
  ['train/run.ts', '../cohort/artefact.ts'],
  ['train/run.ts', '../run/unit.ts'],
  ['train/run.ts', '../errors.ts'],
  ['train/run.ts', './fit.ts'],
  ['stages.ts', './train/run.ts'],
  ['train/run.test.ts', '../cohort/split.ts'],
])('%s may import %s', (file, specifier) => {
  expect(find(file, specifier)).toEqual([]);
});

test('a folder that is neither stage nor foundation is found', () => {
  expect(find('extras/a.ts', './b.ts').map((violation) => violation.name)).toEqual(['extras']);
});
