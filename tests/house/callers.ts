/**
 * Whether what a package hands out is used by somebody or written down for somebody.
 *
 * An export counts as used when another package, a test of the whole, an example, a bench or a script imports it by
 * name, and as written down when its name stands in code on a page of docs/reference. A type also counts when it
 * stands in the declaration of an export that counts: whoever calls a function may need to name what it takes.
 */
import ts from 'typescript';
import { type Check, type CodeFile, lineOf, type Repository, type Violation, visit } from './check.ts';
import { functionOf, type Public, publicNames } from './exported-names.ts';
import { importsOf, workspaceOf } from './imports.ts';

/** The package's folder that a specifier leads to; undefined for everything else. */
function targetOf(specifier: string): string | undefined {
  if (/^mriscore(\/|$)/.test(specifier)) return 'cli';
  return /^@mriscore\/([^/]+)/.exec(specifier)?.[1];
}

/** Names that a file takes from a package: those of its lists, or every word of it where it imports all at once. */
function namesTaken(file: CodeFile, workspace: string): string[] {
  const isFrom = (node: ts.Expression | undefined) =>
    node !== undefined && ts.isStringLiteralLike(node) && targetOf(node.text) === workspace;
  const names: string[] = [];
  let takesAll = false;
  visit(file.tree, (node) => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      takesAll ||= isFrom(node.arguments[0]);
    }
    if (!(ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) || !isFrom(node.moduleSpecifier))
      return;
    const list = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : node.exportClause;
    if (list === undefined || !(ts.isNamedImports(list) || ts.isNamedExports(list))) takesAll = true;
    else for (const element of list.elements) names.push((element.propertyName ?? element.name).text);
  });
  return takesAll ? [...names, ...(file.text.match(/\w+/g) ?? [])] : names;
}

/** Every word that stands in code, inline or fenced, on a page of the reference. */
function wordsOfReference(repository: Repository): Set<string> {
  const words = new Set<string>();
  for (const { path, text } of repository.prose) {
    if (!path.startsWith('docs/reference/')) continue;
    for (const [code] of text.matchAll(/```[\s\S]*?```|`[^`\n]+`/g)) {
      for (const word of code.match(/\w+/g) ?? []) words.add(word);
    }
  }
  return words;
}

/** Names in what a caller sees of a declaration: all of a type, the head of a function. */
function namesSeen({ node, file }: Public): string[] {
  const declared = functionOf(node);
  const seen =
    declared === undefined ? [node] : [...declared.parameters, ...(declared.type ? [declared.type] : [])];
  const names: string[] = [];
  for (const part of [...seen, ...(declared?.typeParameters ?? [])]) {
    visit(part, (one) => {
      if (ts.isIdentifier(one)) names.push(one.getText(file.tree));
    });
  }
  return names;
}

/** Adds every type that stands in the declaration of what counts already, and so on. */
function addTypesSeen(counts: Set<string>, all: readonly Public[]): void {
  const isType = ({ node }: Public) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
  const queue = all.filter(({ as }) => counts.has(as));
  for (const one of queue) {
    const seen = new Set(namesSeen(one));
    for (const type of all.filter(
      (other) => isType(other) && seen.has(other.name) && !counts.has(other.as),
    )) {
      counts.add(type.as);
      queue.push(type);
    }
  }
}

function findUncalled(repository: Repository): Violation[] {
  const reference = wordsOfReference(repository);
  return [...repository.manifests.keys()].flatMap((workspace) => {
    const all = publicNames(repository, workspace);
    const outside = repository.code.filter(
      (file) =>
        workspaceOf(file.path) !== workspace &&
        importsOf(file).some(({ specifier }) => targetOf(specifier) === workspace),
    );
    const counts = new Set([...reference, ...outside.flatMap((file) => namesTaken(file, workspace))]);
    addTypesSeen(counts, all);
    const left = new Map(all.filter(({ as }) => !counts.has(as)).map((one) => [one.as, one]));
    return [...left].map(([name, { file, node }]) => ({
      file: file.path,
      line: lineOf(node, file.tree),
      name,
      message: `Found ${name}, which ${workspace} hands out and nobody outside takes. Needed a caller, a sentence in docs/reference, or no export from the index.`,
    }));
  });
}

/** A package hands out what somebody needs, so that the rest can change. */
export const callers: Check = {
  name: 'callers',
  promise: 'what a package exports has a caller outside it or a place in docs/reference',
  find: findUncalled,
};
