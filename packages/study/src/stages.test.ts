import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findStage, STAGES } from './stages.ts';

const HERE = import.meta.dirname;
const PACKAGES = resolve(HERE, '../..');

/** What a file runs, as paths relative to packages/: itself, what it imports, and what these import. */
function filesRun(file: string, seen = new Set<string>()): ReadonlySet<string> {
  const path = relative(PACKAGES, file);
  if (seen.has(path)) return seen;
  seen.add(path);
  const text = readFileSync(file, 'utf8');
  for (const [, types, from = ''] of text.matchAll(/^(?:import|export) (type )?[^;]*?from '([^']+)';/gm)) {
    if (types !== undefined) continue;
    const own = /^@mriscore\/(\w+)$/.exec(from)?.[1];
    if (own !== undefined) seen.add(`${own}/src`);
    if (from.startsWith('.')) filesRun(resolve(dirname(file), from), seen);
  }
  return seen;
}

/**
 * Whether the key of a stage knows a file. What runs units and opens studies decides no result, and what an earlier
 * stage says of its files' names and forms is in the key by those files.
 */
function isKnown(path: string, code: readonly string[]): boolean {
  const around = /^study\/src\/(run\/)?[^/]+\.ts$|^study\/src\/\w+\/artefact\.ts$/.test(path);
  const listed = code.some((one) => path === one || path.startsWith(`${one}/`) || one.startsWith(`${path}/`));
  return around || listed;
}

describe('the stages', () => {
  test('read only what was there before or what an earlier stage writes', () => {
    const there = new Set(['data']);
    for (const { name, reads, writes } of STAGES) {
      for (const folder of reads) expect(there, `${name} reads ${folder}`).toContain(folder);
      there.add(writes);
    }
  });

  test('have names of their own and name source folders that exist', () => {
    expect(new Set(STAGES.map(({ name }) => name)).size).toBe(STAGES.length);
    for (const { code } of STAGES) {
      for (const folder of code) expect(existsSync(join(PACKAGES, folder)), folder).toBe(true);
    }
  });

  test.each(STAGES)('$name makes its key from all the code it runs', ({ name, code }) => {
    const unknown = [...filesRun(join(HERE, name, 'stage.ts'))].filter((path) => !isKnown(path, code));
    expect(unknown).toEqual([]);
  });

  test('are found by name, and an unknown name gets the known ones', () => {
    expect(findStage('train').writes).toBe('4-encoders');
    expect(() => findStage('traim')).toThrow('Stages: import, cohort, preprocess, train');
  });
});
