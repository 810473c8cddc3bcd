/**
 * What one module is made of: its top-level declarations, what each of them uses, and its text without what decides
 * nothing.
 *
 * Reads the text of a JavaScript or TypeScript module. Comments, types, white space and the sentences of errors are not
 * part of a declaration's text, since no result depends on them. Knows nothing of other modules or of the disk.
 */
import { stripTypeScriptTypes } from 'node:module';
import { type AnyNode, type Node, type Program, parse, type Token } from 'acorn';

/** A name that a module takes from another. */
export interface Imported {
  /** As written: `./auc.ts`, `@mriscore/stats`. */
  readonly from: string;
  /** Exported name over there; `*` for everything. */
  readonly name: string;
}

/** One top-level statement. */
export interface Declaration {
  /** Names it binds in its module; none for a statement that only does something. */
  readonly binds: readonly string[];
  /** Identifiers that stand anywhere in it. */
  readonly uses: ReadonlySet<string>;
  /** Modules that it loads while it runs, or whose file it hands to a process. */
  readonly loads: readonly string[];
  /** Its tokens, one a line, without the sentences of errors. */
  readonly text: string;
}

/** A module, statement by statement. */
export interface ModuleParts {
  readonly declarations: readonly Declaration[];
  /** Local name -> where it comes from. */
  readonly imports: ReadonlyMap<string, Imported>;
  /** Exported name -> local name. */
  readonly exports: ReadonlyMap<string, string>;
  /** Exported name -> the name in another module that it passes on. */
  readonly passedOn: ReadonlyMap<string, Imported>;
  /** Modules of which every export is passed on. */
  readonly passedOnWhole: readonly string[];
  /** Modules that are loaded for what they do. */
  readonly loadedOnly: readonly string[];
}

/** The sentences of an error, which nobody reads but people. */
const SENTENCES: ReadonlySet<string> = new Set(['found', 'needed', 'remedy']);

type Range = readonly [start: number, end: number];

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

function visit(node: AnyNode, visitor: (node: AnyNode) => void): void {
  visitor(node);
  for (const child of Object.values(node) as unknown[]) {
    if (Array.isArray(child)) for (const one of child as unknown[]) if (isNode(one)) visit(one, visitor);
    if (isNode(child)) visit(child, visitor);
  }
}

function literal(node: AnyNode | null | undefined): string | undefined {
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}

/** `import.meta.url` anywhere among the arguments: the first text is a file beside the module. */
function isBeside(args: readonly AnyNode[]): boolean {
  return args.some(
    (arg) =>
      arg.type === 'MemberExpression' &&
      arg.object.type === 'MetaProperty' &&
      arg.property.type === 'Identifier' &&
      arg.property.name === 'url',
  );
}

/** The module that an expression loads or whose file it names. */
function loadedBy(node: AnyNode): string | undefined {
  if (node.type === 'ImportExpression') return literal(node.source);
  if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return undefined;
  const path = literal(node.arguments[0]);
  return path?.startsWith('.') && isBeside(node.arguments) ? path : undefined;
}

/** An object of the three sentences of an error, and where they stand. */
function sentencesIn(node: AnyNode): readonly Range[] {
  if (node.type !== 'ObjectExpression') return [];
  const named = node.properties.flatMap((property) =>
    property.type === 'Property' && property.key.type === 'Identifier' && SENTENCES.has(property.key.name)
      ? [property]
      : [],
  );
  return named.length < SENTENCES.size ? [] : named.map(({ start, end }) => [start, end] as const);
}

function bindingNames(pattern: AnyNode): readonly string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((one) =>
        bindingNames(one.type === 'Property' ? one.value : one.argument),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((one) => (one === null ? [] : bindingNames(one)));
    case 'AssignmentPattern':
      return bindingNames(pattern.left);
    case 'RestElement':
      return bindingNames(pattern.argument);
    default:
      return [];
  }
}

function boundBy(node: AnyNode): readonly string[] {
  if (node.type === 'VariableDeclaration') return node.declarations.flatMap(({ id }) => bindingNames(id));
  if (node.type !== 'FunctionDeclaration' && node.type !== 'ClassDeclaration') return [];
  return node.id === null ? [] : [node.id.name];
}

function declarationOf(node: AnyNode, tokens: readonly Token[], source: string): Declaration {
  const uses = new Set<string>();
  const loads: string[] = [];
  const sentences: Range[] = [];
  visit(node, (inner) => {
    if (inner.type === 'Identifier') uses.add(inner.name);
    const loaded = loadedBy(inner);
    if (loaded !== undefined) loads.push(loaded);
    sentences.push(...sentencesIn(inner));
  });
  const isSentence = ({ start, end }: Token): boolean =>
    sentences.some(([from, to]) => start >= from && end <= to);
  // The end of the file is a token as well, and stands where the last statement ends when no line end follows.
  const own = tokens.filter(({ start, end }) => start >= node.start && start < node.end && end <= node.end);
  const text = own.filter((token) => !isSentence(token)).map(({ start, end }) => source.slice(start, end));
  return { binds: boundBy(node), uses, loads, text: text.join('\n') };
}

const nameOf = (node: AnyNode): string =>
  node.type === 'Identifier' ? node.name : (literal(node) ?? String((node as { value?: unknown }).value));

/** What `parseModule` fills. */
interface Draft {
  readonly declarations: Declaration[];
  readonly imports: Map<string, Imported>;
  readonly exports: Map<string, string>;
  readonly passedOn: Map<string, Imported>;
  readonly passedOnWhole: string[];
  readonly loadedOnly: string[];
}

function addImport(node: Extract<AnyNode, { type: 'ImportDeclaration' }>, draft: Draft): void {
  const from = literal(node.source) ?? '';
  if (node.specifiers.length === 0) draft.loadedOnly.push(from);
  for (const one of node.specifiers) {
    const name =
      one.type === 'ImportSpecifier'
        ? nameOf(one.imported)
        : one.type === 'ImportDefaultSpecifier'
          ? 'default'
          : '*';
    draft.imports.set(one.local.name, { from, name });
  }
}

function addNamedExport(
  node: Extract<AnyNode, { type: 'ExportNamedDeclaration' }>,
  draft: Draft,
  declare: (node: AnyNode) => Declaration,
): void {
  const from = literal(node.source);
  if (node.declaration) {
    const declaration = declare(node.declaration);
    draft.declarations.push(declaration);
    for (const name of declaration.binds) draft.exports.set(name, name);
  }
  for (const { local, exported } of node.specifiers) {
    if (from === undefined) draft.exports.set(nameOf(exported), nameOf(local));
    else draft.passedOn.set(nameOf(exported), { from, name: nameOf(local) });
  }
}

function addDefaultExport(
  node: Extract<AnyNode, { type: 'ExportDefaultDeclaration' }>,
  draft: Draft,
  declare: (node: AnyNode) => Declaration,
): void {
  const declaration = declare(node.declaration);
  const binds = declaration.binds.length > 0 ? declaration.binds : ['*default*'];
  draft.declarations.push({ ...declaration, binds });
  draft.exports.set('default', binds[0] ?? '');
}

function addWholeExport(node: Extract<AnyNode, { type: 'ExportAllDeclaration' }>, draft: Draft): void {
  const from = literal(node.source) ?? '';
  if (node.exported) draft.passedOn.set(nameOf(node.exported), { from, name: '*' });
  else draft.passedOnWhole.push(from);
}

function addStatement(node: AnyNode, draft: Draft, declare: (node: AnyNode) => Declaration): void {
  if (node.type === 'ImportDeclaration') addImport(node, draft);
  else if (node.type === 'ExportNamedDeclaration') addNamedExport(node, draft, declare);
  else if (node.type === 'ExportDefaultDeclaration') addDefaultExport(node, draft, declare);
  else if (node.type === 'ExportAllDeclaration') addWholeExport(node, draft);
  else draft.declarations.push(declare(node));
}

/** Takes types out as Node does when it runs the file, without the notice that this function of Node is new. */
function stripTypes(source: string): string {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}

/**
 * Takes a module apart.
 *
 * @param source Its text.
 * @param isTyped Whether it is TypeScript; types are taken out as Node takes them out.
 * @throws SyntaxError when it is neither JavaScript nor TypeScript that Node runs as it is.
 * @example
 * parseModule("export const one = 1; // why", false).declarations[0].text; // 'const\none\n=\n1\n;'
 */
export function parseModule(source: string, isTyped: boolean): ModuleParts {
  const text = isTyped ? stripTypes(source) : source;
  const tokens: Token[] = [];
  const tree: Program = parse(text, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    allowHashBang: true,
    onToken: tokens,
  });
  const draft: Draft = {
    declarations: [],
    imports: new Map(),
    exports: new Map(),
    passedOn: new Map(),
    passedOnWhole: [],
    loadedOnly: [],
  };
  const declare = (node: AnyNode): Declaration => declarationOf(node, tokens, text);
  for (const node of tree.body) addStatement(node, draft, declare);
  return draft;
}
