/**
 * Which declaration a name in a file stands for.
 *
 * Reads syntax trees and follows imports through the packages of the repository. Knows names at the top of a file only:
 * a local variable that bears the name of an import is taken for the import.
 */
import path from 'node:path';
import ts from 'typescript';
import type { CodeFile, Repository } from './check.ts';
import { declaredBy, handedOut, type Public } from './exported-names.ts';
import { resolveRelative } from './imports.ts';

/** A declaration at the top of a file of the repository. */
export interface Definition {
  readonly file: CodeFile;
  readonly name: string;
  readonly node: ts.Node;
}

/** A name that comes from outside the repository: Node's or an installed package's. */
export interface Outside {
  readonly module: string;
}

/** Gives what a name stands for in a file; undefined for what is declared further down or is a language's own. */
export type FindDefinition = (file: CodeFile, name: string) => Definition | Outside | undefined;

interface Imported {
  readonly specifier: string;
  /** Undefined for a default import and for `* as`. */
  readonly name: string | undefined;
}

/** Every name that a file imports, under the name it has there. */
function importedNames(file: CodeFile): Map<string, Imported> {
  const found = new Map<string, Imported>();
  for (const node of file.tree.statements) {
    if (!ts.isImportDeclaration(node) || !ts.isStringLiteral(node.moduleSpecifier)) continue;
    const specifier = node.moduleSpecifier.text;
    const whole = node.importClause?.name;
    if (whole !== undefined) found.set(whole.text, { specifier, name: undefined });
    const names = node.importClause?.namedBindings;
    if (names === undefined) continue;
    if (ts.isNamespaceImport(names)) found.set(names.name.text, { specifier, name: undefined });
    else {
      for (const element of names.elements) {
        found.set(element.name.text, { specifier, name: (element.propertyName ?? element.name).text });
      }
    }
  }
  return found;
}

/** The files that a specifier can mean, the likeliest first; none for what lies outside the repository. */
export function filesOf(from: string, specifier: string): string[] {
  const relative = resolveRelative(from, specifier);
  if (relative !== undefined) return [relative];
  const [, workspace, below = ''] = /^@mriscore\/([^/]+)(?:\/(.+))?$/.exec(specifier) ?? [];
  if (workspace === undefined) return [];
  const place = path.posix.join('packages', workspace, 'src', below);
  return [`${place}/index.ts`, `${place}.ts`];
}

/** Remembers what a function gave for a file. */
function oncePerFile<T>(make: (file: CodeFile) => T): (file: CodeFile) => T {
  const known = new Map<CodeFile, T>();
  return (file) => {
    const value = known.get(file) ?? make(file);
    known.set(file, value);
    return value;
  };
}

/** Makes the look-up for a repository. */
export function definitionsOf(repository: Repository): FindDefinition {
  const files = new Map(repository.code.map((file) => [file.path, file]));
  const imported = oncePerFile(importedNames);
  const exported = oncePerFile((file) => {
    return new Map(handedOut(file, files).map((found): [string, Public] => [found.as, found]));
  });
  const declared = oncePerFile((file) => {
    const all = file.tree.statements.flatMap(declaredBy).reverse();
    return new Map(all.map((one) => [one.name, { ...one, file }]));
  });
  return (file, name) => {
    const own = declared(file).get(name);
    const from = imported(file).get(name);
    if (own !== undefined || from === undefined) return own;
    const target = filesOf(file.path, from.specifier)
      .map((place) => files.get(place))
      .find((found) => found !== undefined);
    if (target === undefined) return { module: from.specifier };
    return from.name === undefined ? undefined : exported(target).get(from.name);
  };
}
