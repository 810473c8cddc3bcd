import { expect, test } from 'vitest';
import { repositoryOf } from './check.ts';
import { cycles } from './cycles.ts';

const find = (files: Record<string, string>) => cycles.find(repositoryOf(files));

test('two files that import each other are one violation that names both', () => {
  const found = find({ 'a/one.ts': "import './two.ts';", 'a/two.ts': "\nimport '../a/one.ts';" });
  expect(found).toHaveLength(1);
  expect(found[0]?.message).toContain('a/one.ts -> a/two.ts -> a/one.ts');
});

test('a cycle of three is found, also through types and re-exports', () => {
  const files = {
    'a.ts': "import type { B } from './b.ts';",
    'b.ts': "export { c } from './c.ts';",
    'c.ts': "const a = await import('./a.ts');",
  };
  expect(find(files)).toHaveLength(1);
});

test('a file that imports itself is a cycle', () => {
  expect(find({ 'a.ts': "import './a.ts';" })).toHaveLength(1);
});

test('a cycle through a package name is found', () => {
  const files = {
    'packages/stats/src/index.ts': "export * from './roc.ts';",
    'packages/stats/src/roc.ts': "import { x } from '@mriscore/stats';",
  };
  expect(find(files)).toHaveLength(1);
});

test('a diamond is no cycle', () => {
  const files = {
    'a.ts': "import './b.ts'; import './c.ts';",
    'b.ts': "import './d.ts';",
    'c.ts': "import './d.ts';",
    'd.ts': '',
  };
  expect(find(files)).toEqual([]);
});
