/**
 * Whether every export says what it means, and every file what it answers.
 *
 * Reads syntax trees of what users install; tests are exempt. Looks for presence and length, cannot judge the prose.
 */
import ts from 'typescript';
import { type Check, type CodeFile, isPublished, lineOf, type Repository, type Violation } from './check.ts';
import { declaredExports } from './exported-names.ts';

/** Fewer characters say nothing; "P(X <= x)." says enough. */
const SHORTEST = 6;

function docstringOf(node: ts.Node): string {
  const docs = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return docs.map((doc) => ts.getTextOfJSDocComment(doc.comment) ?? '').join('\n');
}

/** The node that carries the comment of a declaration: for a variable, its whole statement. */
const commented = (node: ts.Node) => (ts.isVariableDeclaration(node) ? node.parent.parent : node);

function undocumented(file: CodeFile): Violation[] {
  const documented = new Set<string>();
  const missing = new Map<string, ts.Node>();
  for (const { name, node } of declaredExports(file)) {
    if (docstringOf(commented(node)).trim().length >= SHORTEST) documented.add(name);
    else if (!missing.has(name)) missing.set(name, node);
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
