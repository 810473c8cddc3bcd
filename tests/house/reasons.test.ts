import { expect, test } from 'vitest';
import { repositoryOf } from './check.ts';
import { reasons } from './reasons.ts';

const names = (rows: string) =>
  reasons
    .find(
      repositoryOf({
        'package.json': '{ "devDependencies": { "vitest": "1.0.0" } }',
        'packages/study/package.json': '{ "dependencies": { "zod": "1.0.0", "@mriscore/stats": "0.1.0" } }',
        'docs/decisions/dependencies.md': `| dependency | reason |\n| --- | --- |\n${rows}`,
      }),
    )
    .map((violation) => violation.name);

test('a dependency without a reason is found, whoever asks for it', () => {
  expect(names('')).toEqual(['vitest', 'zod']);
  expect(names('| zod | study | parses |\n| vitest | |')).toEqual(['vitest']);
});

test('a reason that has outlived its dependency is found', () => {
  expect(names('| zod | x |\n| vitest | x |\n| @scope/gone | x |')).toEqual(['@scope/gone']);
});

test('tables that name every dependency pass', () => {
  expect(names('| zod | x |\n| vitest | x |')).toEqual([]);
});
