/**
 * What a file imports, and which file or package that is.
 *
 * Reads syntax trees, gives imports with their kind. Knows no rule about who may import whom.
 */
import path from 'node:path';
import ts from 'typescript';
import { type CodeFile, lineOf, visit } from './check.ts';

/** One import or re-export as written. */
export interface Import {
  /** The text between the quotes. */
  readonly specifier: string;
  readonly line: number;
  /** True for `import type` and for a list in which every name is a type: nothing of it is left when it runs. */
  readonly typesOnly: boolean;
}

function isTypesOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) {
    const names = node.exportClause;
    const everyName = names !== undefined && ts.isNamedExports(names) && names.elements.length > 0;
    return node.isTypeOnly || (everyName && names.elements.every((name) => name.isTypeOnly));
  }
  const clause = node.importClause;
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  if (clause.name !== undefined || names === undefined || !ts.isNamedImports(names)) return false;
  return names.elements.length > 0 && names.elements.every((name) => name.isTypeOnly);
}

/** Where a node names a module: an import, a re-export, an import() of a type or while running; else undefined. */
function moduleOf(node: ts.Node): { literal: ts.Node; typesOnly: boolean } | undefined {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) {
    return { literal: node.moduleSpecifier, typesOnly: isTypesOnly(node) };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const literal = node.arguments[0];
    return literal === undefined ? undefined : { literal, typesOnly: false };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return { literal: node.argument.literal, typesOnly: true };
  }
  return undefined;
}

/** Every import, re-export and import() of a file, in order. */
export function importsOf(file: CodeFile): Import[] {
  const found: Import[] = [];
  visit(file.tree, (node) => {
    const module = moduleOf(node);
    if (module === undefined || !ts.isStringLiteralLike(module.literal)) return;
    const line = lineOf(module.literal, file.tree);
    found.push({ specifier: module.literal.text, line, typesOnly: module.typesOnly });
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
