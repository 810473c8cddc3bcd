import { expect, test } from 'vitest';
import { arrows } from './arrows.ts';
import { repositoryOf } from './check.ts';

const names = (files: Record<string, string>) =>
  arrows.find(repositoryOf(files)).map((violation) => violation.name);

test.each([
  ['stats', '@mriscore/volume'],
  ['volume', '@mriscore/stats'],
  ['engine', '@mriscore/stats'],
  ['evaluation', '@mriscore/volume'],
  ['model', '@mriscore/scans'],
  ['scans', '@mriscore/study'],
  ['simulation', '@mriscore/evaluation'],
  ['cli', '@mriscore/volume'],
])('%s may not import %s', (workspace, specifier) => {
  expect(names({ [`packages/${workspace}/src/a.ts`]: `import { x } from '${specifier}';` })).toEqual([
    specifier,
  ]);
});

test.each([
  ['study', '@mriscore/engine'],
  ['study', '@mriscore/scans/disk'],
  ['evaluation', '@mriscore/stats'],
  ['cli', '@mriscore/evaluation'],
])('%s may import %s', (workspace, specifier) => {
  expect(names({ [`packages/${workspace}/src/a.ts`]: `import { x } from '${specifier}';` })).toEqual([]);
});

test('a re-export, an import() and an import of types are imports too', () => {
  const source =
    "export * from '@mriscore/volume'; await import('@mriscore/engine'); let x: import('@mriscore/study').Unit;";
  expect(names({ 'packages/stats/src/a.ts': source })).toHaveLength(3);
});

test('a relative path may not leave its package', () => {
  const source = "import { x } from '../../stats/src/roc.ts';";
  expect(names({ 'packages/volume/src/a.ts': source })).toEqual(['../../stats/src/roc.ts']);
});

test('only the engine may load onnxruntime', () => {
  const source = "import ort from 'onnxruntime-node';";
  expect(names({ 'packages/study/src/a.ts': source })).toEqual(['onnxruntime-node']);
  expect(names({ 'packages/engine/src/a.ts': source })).toEqual([]);
});
