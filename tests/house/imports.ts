/**
 * What a file imports, and which file or package that is.
 *
 * Reads syntax trees, gives imports in order. Knows no rule about who may import whom.
 */
import path from 'node:path';
import ts from 'typescript';
import { type CodeFile, lineOf, visit } from './check.ts';

/** One import or re-export as written. */
export interface Import {
  /** The text between the quotes. */
  readonly specifier: string;
  readonly line: number;
}

/** Where a node names a module: an import, a re-export, an import() of a type or while running; else undefined. */
function moduleOf(node: ts.Node): ts.Node | undefined {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) {
    return node.moduleSpecifier;
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return node.arguments[0];
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return node.argument.literal;
  }
  return undefined;
}

/** Every import, re-export and import() of a file, in order. */
export function importsOf(file: CodeFile): Import[] {
  const found: Import[] = [];
  visit(file.tree, (node) => {
    const literal = moduleOf(node);
    if (literal === undefined || !ts.isStringLiteralLike(literal)) return;
    found.push({ specifier: literal.text, line: lineOf(literal, file.tree) });
  });
  return found;
}

/** Path from the root of the file that a relative specifier names; undefined for a package. */
export function resolveRelative(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return path.posix.normalize(path.posix.join(path.posix.dirname(from), specifier));
}

/** Name of the package that a specifier names, `@scope/name` or `name`; undefined for a relative one. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('.')) return undefined;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}

/** Folder's name under packages/ that a file belongs to; undefined outside. */
export function workspaceOf(file: string): string | undefined {
  return /^packages\/([^/]+)\//.exec(file)?.[1];
}
