/**
 * Tells Stryker which mutants to leave alone: those that begin on a line that was not drawn, and texts of errors.
 *
 * A plugin of Stryker. It reads the drawn lines from the last comment of the file, because Stryker does not say which
 * file it is in. A message is sentences named found, needed and remedy; no test may hold its words.
 */

interface Node {
  readonly type?: string;
  readonly loc?: {
    readonly start: { readonly line: number };
    readonly end: { readonly line: number };
  } | null;
  /** Of a file. */
  readonly comments?: readonly { readonly value: string }[] | null;
  /** Of an object. */
  readonly properties?: readonly Node[];
  /** Of a member of an object. */
  readonly key?: { readonly name?: string };
  /** Of a call. */
  readonly arguments?: readonly Node[];
  /** Of a text. */
  readonly value?: unknown;
}

/** What Babel says about a node and where it stands. */
export interface NodePath {
  readonly node: Node;
  readonly parent: Node;
  readonly parentPath: NodePath | null;
}

const COMMENT = 'drawn:';
const SENTENCES: ReadonlySet<string> = new Set(['found', 'needed', 'remedy']);
const CODE = /^[a-z0-9-]+\/[a-z0-9-]+$/;
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

const isSentence = ({ key }: Node): boolean => SENTENCES.has(key?.name ?? '');

/** Whether members are those of a message: at least what was found and what was needed. */
function tell({ properties = [] }: Node): boolean {
  const names = properties.map(({ key }) => key?.name);
  return names.includes('found') && names.includes('needed');
}

/** Words that nobody reads but people: the sentences of an error, or texts that are handed over after its code. */
function areWords({ node, parent }: NodePath): boolean {
  if (tell(node) && node.properties?.every(isSentence)) return true;
  if (tell(parent) && isSentence(node)) return true;
  const [code, ...others] = parent.arguments ?? [];
  const isText = node.type === 'StringLiteral' || node.type === 'TemplateLiteral';
  return isText && others.includes(node) && typeof code?.value === 'string' && CODE.test(code.value);
}

/**
 * Why a node and all below it stay as they are, or undefined when something in it may change.
 *
 * A node that begins on another line is entered when a drawn line lies in it.
 */
export function shouldIgnore(path: NodePath): string | undefined {
  if (areWords(path)) return 'words of an error';
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
