/**
 * What a file exports, and under which names a package hands it out.
 *
 * Reads syntax trees and the `exports` of package.json files. Follows `export *` and lists from file to file inside a
 * package; knows no rule about what may be exported.
 */
import ts from 'typescript';
import type { CodeFile, Repository } from './check.ts';
import { resolveRelative } from './imports.ts';

/** One name that a statement declares. */
export interface Declared {
  readonly name: string;
  readonly node: ts.Node;
}

/** One name that a package hands out, and where it is written. */
export interface Public extends Declared {
  /** The name under which it is handed out. */
  readonly as: string;
  readonly file: CodeFile;
}

function isExported(node: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  return modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

/** What a statement declares, one entry a name. */
export function declaredBy(node: ts.Statement): Declared[] {
  if (ts.isVariableStatement(node)) {
    return node.declarationList.declarations.map((declaration) => ({
      name: declaration.name.getText(),
      node: declaration,
    }));
  }
  const declares =
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node);
  return declares ? [{ name: node.name?.getText() ?? 'default', node }] : [];
}

/** Names exported by a list without `from`, as in `export { mean };`. */
function listedNames(file: CodeFile): Set<string> {
  const names = new Set<string>();
  for (const node of file.tree.statements) {
    const clause = ts.isExportDeclaration(node) && !node.moduleSpecifier ? node.exportClause : undefined;
    if (clause === undefined || !ts.isNamedExports(clause)) continue;
    for (const element of clause.elements) names.add((element.propertyName ?? element.name).text);
  }
  return names;
}

/** Every exported declaration of a file, an overloaded function once for each of its heads. */
export function declaredExports(file: CodeFile): Declared[] {
  const listed = listedNames(file);
  return file.tree.statements.flatMap((statement) =>
    declaredBy(statement).filter(({ name }) => isExported(statement) || listed.has(name)),
  );
}

/** The function that a declaration is or holds; undefined for everything else. */
export function functionOf(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  if (ts.isFunctionDeclaration(node)) return node;
  const value = ts.isVariableDeclaration(node) ? node.initializer : undefined;
  return value !== undefined && (ts.isArrowFunction(value) || ts.isFunctionExpression(value))
    ? value
    : undefined;
}

/** Every file under src/ that a value of `exports` in package.json leads to. */
function sourcesIn(exported: unknown): string[] {
  if (typeof exported === 'string') return exported.startsWith('./src/') ? [exported.slice(2)] : [];
  return typeof exported === 'object' && exported !== null ? Object.values(exported).flatMap(sourcesIn) : [];
}

/** What a file hands out by itself and by what it re-exports. `seen` ends a circle of re-exports. */
export function handedOut(
  file: CodeFile,
  files: ReadonlyMap<string, CodeFile>,
  seen: ReadonlySet<string> = new Set(),
): Public[] {
  const own = declaredExports(file).map((declared) => ({ ...declared, as: declared.name, file }));
  const passedOn = file.tree.statements.flatMap((node) => {
    if (!ts.isExportDeclaration(node) || node.moduleSpecifier === undefined) return [];
    const specifier = ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : '';
    const target = files.get(resolveRelative(file.path, specifier) ?? '');
    if (target === undefined || seen.has(target.path)) return [];
    const all = handedOut(target, files, new Set([...seen, file.path]));
    const clause = node.exportClause;
    if (clause === undefined || !ts.isNamedExports(clause)) return all;
    return clause.elements.flatMap((element) =>
      all
        .filter((found) => found.as === (element.propertyName ?? element.name).text)
        .map((found) => ({ ...found, as: element.name.text })),
    );
  });
  return [...own, ...passedOn];
}

/**
 * Every name that a package hands out through the files its package.json names under `exports`.
 *
 * @param workspace The folder's name under packages/.
 */
export function publicNames(repository: Repository, workspace: string): Public[] {
  const files = new Map(repository.code.map((file) => [file.path, file]));
  const entries = new Set(sourcesIn(repository.manifests.get(workspace)?.exports));
  const found = [...entries].flatMap((entry) => {
    const file = files.get(`packages/${workspace}/${entry}`);
    return file === undefined ? [] : handedOut(file, files);
  });
  const unique = new Map(found.map((name) => [`${name.as} ${name.file.path} ${name.node.pos}`, name]));
  return [...unique.values()];
}
