/**
 * Which lines of the sources are mutated: drawn by a seed from those on which something is computed.
 *
 * Reads source files, gives lines. A line of a comment, an import, a type or a lone name is never drawn, because
 * nothing in it can be changed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { random, shuffle } from '@mriscore/stats';
import ts from 'typescript';
import type { Scope } from './scopes.ts';

/** A line on which something is computed. */
export interface SourceLine {
  /** Relative to the clone. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Last line of what begins on it: that of a statement of several lines is further down. */
  readonly lastLine: number;
}

const NOT_MUTATED = /\.(test|fixture)\.ts$/;

/** Imports and types: nothing of them runs. */
function runsNever(node: ts.Node): boolean {
  return (
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isTypeNode(node)
  );
}

function computes(node: ts.Node): boolean {
  return ts.isBlock(node) || (ts.isExpression(node) && !ts.isIdentifier(node) && !ts.isNumericLiteral(node));
}

/**
 * The lines of a source on which something is computed.
 *
 * @param file Its name; comes back in every line.
 * @param text TypeScript.
 * @example
 * linesOf('a.ts', 'import x from "x";\nconst a = x + 1;').map(({ line }) => line); // [2]
 */
export function linesOf(file: string, text: string): readonly SourceLine[] {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lineAt = (position: number) => tree.getLineAndCharacterOfPosition(position).line + 1;
  const lastLines = new Map<number, number>();
  const visit = (node: ts.Node): void => {
    if (runsNever(node)) return;
    const line = lineAt(node.getStart(tree));
    if (computes(node)) lastLines.set(line, Math.max(lastLines.get(line) ?? 0, lineAt(node.end)));
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return [...lastLines].map(([line, lastLine]) => ({ file, line, lastLine }));
}

/**
 * Draws lines of a scope; the same seed draws the same lines as long as the sources stay.
 *
 * @param clone Folder of the clone.
 * @param count Lines wanted; fewer come when there are fewer.
 */
export function drawLines(
  clone: string,
  scope: Scope,
  { count, seed }: { readonly count: number; readonly seed: number },
): readonly SourceLine[] {
  const files = scope.sources.flatMap((folder) =>
    readdirSync(join(clone, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !NOT_MUTATED.test(name))
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .sort(),
  );
  const lines = files.flatMap((file) => linesOf(file, readFileSync(join(clone, file), 'utf8')));
  return shuffle(lines, random(seed, 'mutate', scope.name)).slice(0, count);
}
