import { describe, expect, test } from 'vitest';
import { drawnComment, type NodePath, shouldIgnore } from './only-drawn.ts';

/** A node of a file whose last comment tells the drawn lines. */
function nodeAt(first: number, last: number, more: object = {}): NodePath {
  const file = { comments: [{ value: ' drawn: 1' }, { value: drawnComment([4, 9]).slice('//'.length) }] };
  const program = { node: {}, parent: file, parentPath: null };
  const node = { loc: { start: { line: first }, end: { line: last } }, ...more };
  return { node, parent: program.node, parentPath: program };
}

const named = (...names: string[]) => ({ properties: names.map((name) => ({ key: { name } })) });

describe('a node of a copied source', () => {
  test('may change when a drawn line lies in it', () => {
    expect([nodeAt(4, 4), nodeAt(1, 4), nodeAt(8, 12)].map(shouldIgnore)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('stays when none does, whatever earlier comments say', () => {
    expect([nodeAt(1, 3), nodeAt(5, 8), nodeAt(10, 99)].map(shouldIgnore)).toEqual([
      'not drawn',
      'not drawn',
      'not drawn',
    ]);
  });

  test('stays when it is the three sentences of an error, and not with two of them', () => {
    expect(shouldIgnore(nodeAt(4, 4, named('found', 'needed', 'remedy')))).toBe('words of an error');
    expect(shouldIgnore(nodeAt(4, 4, named('found', 'needed')))).toBeUndefined();
  });
});
