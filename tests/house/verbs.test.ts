import { expect, test } from 'vitest';
import { repositoryOf } from './check.ts';
import { verbs } from './verbs.ts';

const NEAR = {
  'packages/scans/src/disk/index.ts': "export { bytesOf as load } from './bytes.ts';",
  'packages/scans/src/disk/bytes.ts':
    "import { readFile } from 'node:fs/promises'; export const bytesOf = (file: string) => readFile(file);",
  'packages/volume/src/geometry.ts': 'export function place() { return 1; }',
};
const find = (text: string) =>
  verbs.find(repositoryOf({ ...NEAR, 'packages/study/src/a.ts': text })).map(({ name }) => name);

test.each([
  'export function readRows(text: string) { return text.split(","); }',
  'export const readRows = (text: string) => text.split(",");',
  'export function readRows(bytes: Buffer) { return bytes.readInt32LE(0); }',
  "import { place } from '@mriscore/volume/geometry'; export function readRows() { return place(); }",
  "import type fs from 'node:fs'; export function readRows(x: fs.Stats) { return x.size; }",
])('a read that touches no disk is found in: %s', (text) => {
  expect(find(text)).toEqual(['readRows']);
});

test.each([
  "import fs from 'node:fs'; export function parseRows(x: string) { return fs.readFileSync(x); }",
  "import { load } from '@mriscore/scans/disk'; const one = () => load('x'); export const parseRows = () => one();",
])('a parse that touches the disk is found in: %s', (text) => {
  expect(find(text)).toEqual(['parseRows']);
});

test.each([
  "import fs from 'node:fs'; export function readRows() { return fs.readFileSync('x'); }",
  "import { load } from '@mriscore/scans/disk'; const one = () => load('x'); export const readRows = () => one();",
  'export const readRows = (files: Files) => files.readText("rows.csv");',
  'export const readRows = (source: Blob) => source.arrayBuffer();',
  'export const parseRows = (text: string) => text.split(",");',
  'export function reader() {} export function parser() {} export interface readX {}',
])('this name is true: %s', (text) => {
  expect(find(text)).toEqual([]);
});
