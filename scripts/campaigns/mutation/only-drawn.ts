/**
 * Tells Stryker which mutants to leave alone: those that begin on a line that was not drawn, and texts of errors.
 *
 * A plugin of Stryker. It reads the drawn lines from the last comment of the file, because Stryker does not say which
 * file it is in. A message is three sentences named found, needed and remedy; no test may hold its words.
 */

interface Node {
  readonly loc?: {
    readonly start: { readonly line: number };
    readonly end: { readonly line: number };
  } | null;
  readonly comments?: readonly { readonly value: string }[] | null;
  readonly properties?: readonly { readonly key?: { readonly name?: string } }[];
}

/** What Babel says about a node and where it stands. */
export interface NodePath {
  readonly node: Node;
  readonly parent: Node;
  readonly parentPath: NodePath | null;
}

const COMMENT = 'drawn:';
const SENTENCES = ['found', 'needed', 'remedy'];
const known = new WeakMap<Node, ReadonlySet<number>>();

/**
 * The comment that tells the drawn lines, for the end of a file.
 *
 * @example
 * drawnComment([3, 17]); // '// drawn: 3 17'
 */
export function drawnComment(lines: readonly number[]): string {
  return `// ${COMMENT} ${lines.join(' ')}`;
}

function drawnLines(path: NodePath): ReadonlySet<number> {
  let top = path;
  while (top.parentPath !== null) top = top.parentPath;
  const file = top.parent;
  const found = known.get(file);
  if (found !== undefined) return found;
  const comment = file.comments?.at(-1)?.value.trim() ?? '';
  const lines = comment.startsWith(COMMENT)
    ? comment.slice(COMMENT.length).trim().split(' ').map(Number)
    : [];
  known.set(file, new Set(lines));
  return new Set(lines);
}

function isMessage({ properties }: Node): boolean {
  return SENTENCES.every((name) => properties?.some(({ key }) => key?.name === name));
}

/**
 * Why a node and all below it stay as they are, or undefined when something in it may change.
 *
 * A node that begins on another line is entered when a drawn line lies in it.
 */
export function shouldIgnore(path: NodePath): string | undefined {
  if (isMessage(path.node)) return 'words of an error';
  const { loc } = path.node;
  if (!loc) return undefined;
  for (const line of drawnLines(path)) if (loc.start.line <= line && line <= loc.end.line) return undefined;
  return 'not drawn';
}

const plugin = () => ({ shouldIgnore });
plugin.inject = [] as const;

/** The name of the plugin in Stryker's options. */
export const IGNORER = 'only-drawn';

/** What Stryker looks for in a plugin. */
export const strykerPlugins = [{ kind: 'Ignore', name: IGNORER, factory: plugin }];
