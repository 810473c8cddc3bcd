import { expect, test } from 'vitest';
import { repositoryOf } from './check.ts';
import { lock } from './lock.ts';

const ROOT = { devDependencies: { tool: '1.0.0' } };
const GOOD = {
  '': ROOT,
  'packages/stats': { dependencies: { zod: '4.0.0' } },
  'node_modules/tool': { version: '1.0.0', optionalDependencies: { 'tool-linux': '1.0.0' } },
  'node_modules/tool-linux': { version: '1.0.0', optional: true },
  'packages/stats/node_modules/zod': { version: '4.0.0' },
};
const names = (packages: object, root: object = ROOT) =>
  lock
    .find(
      repositoryOf({
        'package.json': JSON.stringify(root),
        'packages/stats/package.json': JSON.stringify({ dependencies: { zod: '4.0.0' } }),
        'package-lock.json': JSON.stringify({ packages }),
      }),
    )
    .map((violation) => violation.name);

test('a lock file with a version for everything passes', () => {
  expect(names(GOOD)).toEqual([]);
});

test('a dependency without a version is found, also an optional one for another platform', () => {
  const { 'node_modules/tool-linux': _, ...rest } = GOOD;
  expect(names(rest)).toEqual(['tool-linux']);
});

test('a package.json that has moved on is found, whether it gained, lost or changed a dependency', () => {
  expect(names(GOOD, { devDependencies: { tool: '2.0.0' } })).toEqual(['tool']);
  expect(names(GOOD, {})).toEqual(['tool']);
  expect(names(GOOD, { ...ROOT, dependencies: { yaml: '2.0.0' } })).toEqual(['yaml']);
});

test('an install script that nobody decided on is found', () => {
  const withScript = { ...GOOD, 'node_modules/tool': { version: '1.0.0', hasInstallScript: true } };
  expect(names(withScript)).toEqual(['tool']);
  expect(names(withScript, { ...ROOT, allowScripts: { tool: false } })).toEqual([]);
});

test('a missing lock file is found', () => {
  expect(lock.find(repositoryOf({}))).toHaveLength(1);
});
