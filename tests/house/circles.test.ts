import { expect, test } from 'vitest';
import { repositoryOf } from './check.ts';
import { circles } from './circles.ts';

const find = (files: Record<string, string>) =>
  circles
    .find(
      repositoryOf(
        Object.fromEntries(Object.entries(files).map(([file, text]) => [`packages/p/src/${file}`, text])),
      ),
    )
    .map(({ file, name }) => `${file}: ${name}`);

test('two folders that need each other through different files are a circle', () => {
  const files = {
    'a/one.ts': "import '../b/one.ts';",
    'b/one.ts': '',
    'b/two.ts': "import '../a/two.ts';",
    'a/two.ts': '',
  };
  expect(find(files)).toEqual(['packages/p/src: a b']);
});

test('types, re-exports, import() and deeper files tie folders just as well', () => {
  const files = {
    'a/deep/one.ts': "import type { B } from '../../b/one.ts';",
    'b/one.ts': "export { c } from '../c/one.ts';",
    'c/one.ts': "const a = await import('../a/two.ts');",
    'a/two.ts': '',
  };
  expect(find(files)).toEqual(['packages/p/src: a b c']);
});

test('a circle below another folder is found there', () => {
  const files = {
    'x/a/one.ts': "import '../b/one.ts';",
    'x/b/one.ts': '',
    'x/b/two.ts': "import '../a/two.ts';",
    'x/a/two.ts': '',
  };
  expect(find(files)).toEqual(['packages/p/src/x: a b']);
});

test('two circles are two findings', () => {
  const files = {
    'a/one.ts': "import '../b/one.ts';",
    'b/one.ts': "import '../a/two.ts';",
    'a/two.ts': '',
    'c/one.ts': "import '../d/one.ts';",
    'd/one.ts': "import '../c/two.ts';",
    'c/two.ts': '',
  };
  expect(find(files)).toEqual(['packages/p/src: a b', 'packages/p/src: c d']);
});

test('a file beside the folders can be part of a circle, and two such files are two members', () => {
  const files = {
    'errors.ts': "import type { Tag } from './a/tag.ts';",
    'a/tag.ts': '',
    'a/one.ts': "import '../errors.ts';",
    'index.ts': "export * from './a/one.ts';",
  };
  expect(find(files)).toEqual(['packages/p/src: a errors.ts']);
});

test('floors, tests and fixtures are no circle', () => {
  const files = {
    'a/one.ts': "import '../b/one.ts';",
    'b/one.ts': "import './two.ts';",
    'b/two.ts': '',
    'b/one.test.ts': "import '../a/one.ts';",
    'b/one.fixture.ts': "import '../a/one.ts';",
  };
  expect(find(files)).toEqual([]);
});
