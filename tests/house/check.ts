/**
 * What a house check is, and what it may see of the repository.
 *
 * Gives the types that every check shares and the way to make a repository of made-up files for a test. Knows no
 * rule itself.
 */
import path from 'node:path';
import ts from 'typescript';

/** One file of the repository: its path from the root with forward slashes, and its text. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** A TypeScript file with its syntax tree. The tree has no types: every check must do with what is written. */
export interface CodeFile extends TextFile {
  readonly tree: ts.SourceFile;
}

/** Everything the checks read. No check touches the disk. */
export interface Repository {
  readonly code: readonly CodeFile[];
  /** Markdown files. */
  readonly prose: readonly TextFile[];
  /** package.json of each workspace, by the folder's name under packages/. */
  readonly manifests: ReadonlyMap<string, Manifest>;
  /** Every file and folder there is, from the root. */
  readonly paths: ReadonlySet<string>;
  /** Every text that is looked through for words that do not belong in it. */
  readonly texts: readonly TextFile[];
}

/** What a check reads of a workspace's package.json. */
export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  /** Names that begin with #, of files that differ by where the package runs. */
  readonly imports?: Readonly<Record<string, unknown>>;
  /** Subpaths that may be imported, each with its file by condition. */
  readonly exports?: Readonly<Record<string, object>>;
}

/** One place where a promise of the house is not kept. */
export interface Violation {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** What an exception must name besides the file: a function, an import, a word. */
  readonly name: string;
  /** What was found, what was needed. */
  readonly message: string;
}

/** A promise about the whole source, and how to find where it is broken. */
export interface Check {
  /** Short name, as exceptions use it. */
  readonly name: string;
  /** The promise as one true sentence. */
  readonly promise: string;
  readonly find: (repository: Repository) => Violation[];
}

/** Parses one TypeScript file. */
export function parseCode(file: TextFile): CodeFile {
  const kind = file.path.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return { ...file, tree: ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true, kind) };
}

/**
 * A repository that exists only in memory, sorted into the kinds that the checks read.
 *
 * @param files Text by path from the root.
 * @throws SyntaxError when a package.json under packages/ is not JSON.
 * @example
 * repositoryOf({ 'packages/stats/src/index.ts': 'export {};' }).code.length; // 1
 */
export function repositoryOf(files: Readonly<Record<string, string>>): Repository {
  const texts = Object.entries(files).map(([file, text]) => ({ path: file, text }));
  const manifests = new Map<string, Manifest>();
  const paths = new Set<string>();
  for (const { path: file, text } of texts) {
    for (let at = file; at !== '.'; at = path.posix.dirname(at)) paths.add(at);
    const workspace = /^packages\/([^/]+)\/package\.json$/.exec(file)?.[1];
    if (workspace !== undefined) manifests.set(workspace, JSON.parse(text) as Manifest);
  }
  return {
    code: texts.filter((file) => /\.tsx?$/.test(file.path)).map(parseCode),
    prose: texts.filter((file) => file.path.endsWith('.md')),
    manifests,
    paths,
    texts,
  };
}

/** Line of a node's first token, counted from 1. */
export function lineOf(node: ts.Node, tree: ts.SourceFile): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}

/** Calls a visitor with every node of a tree, parents before children. */
export function visit(node: ts.Node, visitor: (node: ts.Node) => void): void {
  visitor(node);
  ts.forEachChild(node, (child) => visit(child, visitor));
}

/** Whether a file is source of a package, not a test or its data. */
export function isPublished(file: string): boolean {
  return /^packages\/[^/]+\/src\//.test(file) && !isTest(file);
}

/** Whether a file is a test, a benchmark or their data, and so not part of what users install. */
export function isTest(file: string): boolean {
  return /\.(test|bench|fixture)\.tsx?$|^(tests|bench)\/|^packages\/[^/]+\/bench\/|(^|\/)fixtures\//.test(
    file,
  );
}
