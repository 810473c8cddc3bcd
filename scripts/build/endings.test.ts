import { expect, test } from 'vitest';
import { withBuiltEndings } from './endings.ts';

test('imports, re-exports, and imports of a type or while running name built files', () => {
  const source = `import { a } from './a.ts';
export * from "../b.ts";
type C = import('./c.ts').C;
const d = await import('./d.ts');`;
  expect(withBuiltEndings(source)).toBe(`import { a } from './a.js';
export * from "../b.js";
type C = import('./c.js').C;
const d = await import('./d.js');`);
});

test("a worker's file beside its module is the built one", () => {
  expect(withBuiltEndings("new Worker(new URL('./worker.ts', import.meta.url));")).toBe(
    "new Worker(new URL('./worker.js', import.meta.url));",
  );
});

test('packages, declarations and other texts stay as they are', () => {
  const text = `import 'some.ts';
import './types.d.ts';
const say = './a.ts'; // see ./a.ts
new URL('./a.ts', base);
new URL('../package.json', import.meta.url);`;
  expect(withBuiltEndings(text)).toBe(text);
});
