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

  test('stays when it is the sentences of an error and nothing else', () => {
    expect(shouldIgnore(nodeAt(4, 4, named('found', 'needed', 'remedy')))).toBe('words of an error');
    expect(shouldIgnore(nodeAt(4, 4, named('found', 'needed')))).toBe('words of an error');
    expect(shouldIgnore(nodeAt(4, 4, named('found', 'remedy')))).toBeUndefined();
    expect(shouldIgnore(nodeAt(4, 4, named('found', 'needed', 'details')))).toBeUndefined();
  });

  test('stays when it is a sentence beside other members, which may change', () => {
    const member = (name: string): NodePath => {
      const path = nodeAt(4, 4, { key: { name } });
      return { ...path, parent: named('found', 'needed', 'details') };
    };
    expect(shouldIgnore(member('needed'))).toBe('words of an error');
    expect(shouldIgnore(member('details'))).toBeUndefined();
  });

  test('stays when it is a text that is handed over after a code, and not when it is the code', () => {
    const handed = (first: string, at: number, type = 'TemplateLiteral'): string | undefined => {
      const words = nodeAt(4, 4, { type });
      const code = nodeAt(4, 4, { type: 'StringLiteral', value: first });
      const path = at === 0 ? code : words;
      return shouldIgnore({ ...path, parent: { arguments: [code.node, words.node] } });
    };
    expect(handed('nrrd/header', 1)).toBe('words of an error');
    expect(handed('nrrd/header', 0)).toBeUndefined();
    expect(handed('header', 1)).toBeUndefined();
    expect(handed('nrrd/header', 1, 'NumericLiteral')).toBeUndefined();
  });
});
