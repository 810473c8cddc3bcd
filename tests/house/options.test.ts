import { expect, test } from 'vitest';
import { repositoryOf } from './check.ts';
import { options } from './options.ts';

const NEAR = {
  'packages/a/package.json':
    '{ "exports": { ".": { "types": "./dist/x.d.ts", "source": "./src/index.ts" } } }',
  'packages/a/src/index.ts': "export * from './one.ts';",
  'packages/a/src/options.ts': 'export function checkOptions(given: object, known: object) {}',
  'packages/a/src/open.ts':
    "import { checkOptions } from './options.ts'; export function open(x: string, o: O) { checkOptions(o, {}); } export function deaf(o: O) {}",
};
const find = (text: string) =>
  options
    .find(
      repositoryOf({
        ...NEAR,
        'packages/a/src/one.ts': `import { checkOptions } from './options.ts'; import { open, deaf } from './open.ts'; ${text}`,
      }),
    )
    .map(({ name }) => name);

test.each([
  'export function cut(o: CutOptions) { return o.size; }',
  'export function cut({ size }: CutOptions) { return size; }',
  'export const cut = (o: Partial<CutOptions> = {}) => deaf(o);',
  'export const cut = (o?: CutRequest | undefined) => open(o.name, o.rest);',
  'export const cut = (o: CutOptions) => open(o, {});',
  'export const cut = (o: CutOptions) => checkOptions({ size: o.size }, {});',
  'const again = (o: CutOptions) => again(o); export const cut = (o: CutOptions) => again(o);',
])('a function that refuses no option is found in: %s', (text) => {
  expect(find(text)).toEqual(['cut']);
});

test.each([
  'export function cut(o: CutOptions) { checkOptions(o, {}); }',
  'export function cut(x: number, o: Partial<CutOptions> = {}) { return () => open("a", { ...o, x }); }',
  'const again = (o: CutOptions) => open("a", o); export const cut = (o?: CutRequest) => again(o ?? {});',
  'function cut(o: CutOptions) {}',
  'export function cut(size: number, all: readonly CutOptions[]) {}',
  'export interface CutOptions {}',
])('this passes: %s', (text) => {
  expect(find(text)).toEqual([]);
});
