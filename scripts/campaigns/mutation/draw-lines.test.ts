import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { drawLines, linesOf } from './draw-lines.ts';

const SOURCE = `/** A comment. */
import { a } from './a.ts';

interface B {
  readonly c: 'd';
}
export const e = (f: B) => {
  if (f.c === 'd') {
    return a(
      f,
    );
  }
};
`;

/** A clone of one scope with two sources, a test and a fixture. */
function cloneOf(files: readonly string[]): string {
  const clone = mkdtempSync(join(tmpdir(), 'lines-'));
  mkdirSync(join(clone, 'src', 'deep'), { recursive: true });
  for (const file of files) writeFileSync(join(clone, 'src', file), SOURCE);
  return clone;
}

const SCOPE = { name: 'made', sources: ['src'], tests: [] };

describe('the lines that can be changed', () => {
  test('are those on which something is computed, never a comment, an import or a type', () => {
    expect(linesOf('x.ts', SOURCE).map(({ line }) => line)).toEqual([7, 8, 9]);
  });

  test('reach to the end of what begins on them', () => {
    expect(linesOf('x.ts', SOURCE).map(({ lastLine }) => lastLine)).toEqual([13, 12, 11]);
  });

  test('are drawn from sources alone, the same by the same seed', () => {
    const clone = cloneOf(['a.ts', 'a.test.ts', 'deep/b.ts', 'deep/b.fixture.ts']);
    const draw = (seed: number, count = 4) => drawLines(clone, SCOPE, { count, seed });
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    expect(new Set(draw(1, 100).map(({ file }) => file))).toEqual(new Set(['src/a.ts', 'src/deep/b.ts']));
    expect(draw(1, 100)).toHaveLength(6);
  });
});
