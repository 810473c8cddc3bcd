/**
 * Whether every export says what it means, and every file what it answers.
 *
 * Reads syntax trees of what users install; tests are exempt. Looks for presence and length, cannot judge the prose.
 */
import ts from 'typescript';
import { type Check, type CodeFile, isPublished, lineOf, type Repository, type Violation } from './check.ts';

/** Fewer characters say nothing; "P(X <= x)." says enough. */
const SHORTEST = 6;

type Named = { readonly name: string; readonly node: ts.Node };

function isExported(node: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  return modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

/** What a statement declares, one entry a name. */
function declaredBy(node: ts.Statement): Named[] {
  if (ts.isVariableStatement(node)) {
    return node.declarationList.declarations.map((declaration) => ({
      name: declaration.name.getText(),
      node,
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

function docstringOf(node: ts.Node): string {
  const docs = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return docs.map((doc) => ts.getTextOfJSDocComment(doc.comment) ?? '').join('\n');
}

function undocumented(file: CodeFile): Violation[] {
  const listed = listedNames(file);
  const documented = new Set<string>();
  const missing = new Map<string, ts.Node>();
  for (const statement of file.tree.statements) {
    for (const { name, node } of declaredBy(statement)) {
      if (!isExported(statement) && !listed.has(name)) continue;
      if (docstringOf(node).trim().length >= SHORTEST) documented.add(name);
      else if (!missing.has(name)) missing.set(name, node);
    }
  }
  return [...missing]
    .filter(([name]) => !documented.has(name))
    .map(([name, node]) => ({
      file: file.path,
      line: lineOf(node, file.tree),
      name,
      message: `Found the export ${name} without a docstring. Needed one that says what it means, with units and ranges.`,
    }));
}

/** Every exported declaration has a docstring; an overload may carry it for its name. */
export const docstrings: Check = {
  name: 'docstrings',
  promise: 'every export has a docstring',
  find: (repository: Repository) =>
    repository.code.filter((file) => isPublished(file.path)).flatMap(undocumented),
};

function findHeadless(repository: Repository): Violation[] {
  return repository.code.flatMap((file) => {
    const isList = file.path.endsWith('/index.ts');
    if (!isPublished(file.path) || isList || /^(#!.*\n)?\s*\/[*/]/.test(file.text)) return [];
    const message =
      'Found no comment at the head. Needed one sentence on what the file answers, and what it does not know.';
    return [{ file: file.path, line: 1, name: 'head', message }];
  });
}

/** Every source file opens with a comment on what it answers; lists of exports need none. */
export const heads: Check = {
  name: 'heads',
  promise: 'every source file begins by saying what it answers',
  find: findHeadless,
};
