/**
 * Whether the source keeps away from what this house does not use: any, shells, code from text, unguarded writes.
 *
 * Reads syntax trees. Biome refuses `any` too; this check also reads what a Biome comment silences.
 */
import ts from 'typescript';
import {
  type Check,
  type CodeFile,
  isTest,
  lineOf,
  type Repository,
  type Violation,
  visit,
} from './check.ts';

/** A check that looks at every node of every file and says what is wrong with it, if anything. */
function nodeCheck(
  head: Pick<Check, 'name' | 'promise'>,
  fault: (node: ts.Node, file: CodeFile) => { name: string; message: string } | undefined,
): Check {
  const find = (repository: Repository): Violation[] => {
    const violations: Violation[] = [];
    for (const file of repository.code) {
      visit(file.tree, (node) => {
        const found = fault(node, file);
        if (found) violations.push({ file: file.path, line: lineOf(node, file.tree), ...found });
      });
    }
    return violations;
  };
  return { ...head, find };
}

/** Nothing is typed `any`. */
export const noAny = nodeCheck({ name: 'any', promise: 'nothing has the type any' }, (node) => {
  if (node.kind !== ts.SyntaxKind.AnyKeyword) return undefined;
  return {
    name: 'any',
    message: 'Found the type any. Needed unknown, parsed by a schema, or the real type.',
  };
});

/** Biome, which looks for circles and unlisted dependencies, does not look into the types of a file. */
export const noInlineImports = nodeCheck(
  { name: 'inline-imports', promise: "types are imported at the head of a file, not as import('x').T" },
  (node) => {
    if (!ts.isImportTypeNode(node)) return undefined;
    return { name: 'import', message: 'Found an import inside a type. Needed import type at the head.' };
  },
);

/** The name a call ends in: `run` of `run()`, of `a.run()` and of `a?.run()`. */
function calledName(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined;
  if (ts.isIdentifier(node.expression)) return node.expression.text;
  return ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : undefined;
}

/** Whether a file imports node:child_process at all, so that `exec` of a pattern is not mistaken. */
function importsProcesses(file: CodeFile): boolean {
  return file.tree.statements.some((node) => {
    const module = ts.isImportDeclaration(node) ? node.moduleSpecifier : undefined;
    return module !== undefined && ts.isStringLiteral(module) && /^(node:)?child_process$/.test(module.text);
  });
}

const isRegularExpression = (node: ts.Node) =>
  ts.isCallExpression(node) &&
  ts.isPropertyAccessExpression(node.expression) &&
  ts.isRegularExpressionLiteral(node.expression.expression);

/** A name from a file or a peer never reaches a shell or an interpreter. */
export const noShell = nodeCheck(
  { name: 'shell', promise: 'no program is started through a shell and no text is run as code' },
  (node, file) => {
    const name = calledName(node) ?? '';
    if (name === 'eval' || name === 'Function') {
      return { name, message: `Found ${name}(). Needed code that is written, not made from text.` };
    }
    if (/^exec(Sync)?$/.test(name) && importsProcesses(file) && !isRegularExpression(node)) {
      return { name, message: `Found ${name}(). Needed spawn or execFile with a list of arguments.` };
    }
    const opensShell =
      ts.isPropertyAssignment(node) &&
      /^['"]?shell['"]?$/.test(node.name.getText(file.tree)) &&
      node.initializer.kind === ts.SyntaxKind.TrueKeyword;
    if (!opensShell) return undefined;
    return {
      name: 'shell',
      message: 'Found the option shell. Needed a list of arguments that no shell reads.',
    };
  },
);

const WRITERS =
  /^(writeFile|writeFileSync|appendFile|appendFileSync|createWriteStream|copyFile|copyFileSync)$/;

/** Whether a call opens a file with a flag other than reading. */
function opensForWriting(node: ts.Node, name: string): boolean {
  if (!/^open(Sync)?$/.test(name) || !ts.isCallExpression(node)) return false;
  const flag = node.arguments[1];
  return flag !== undefined && ts.isStringLiteralLike(flag) && flag.text !== 'r';
}

/** A killed process leaves the old file or the new one: everything is written in the one place that sees to it. */
export const writes = nodeCheck(
  { name: 'writes', promise: 'files are written by the module for atomic writes alone' },
  (node, file) => {
    if (!/^packages\/[^/]+\/src\//.test(file.path) || isTest(file.path)) return undefined;
    const name = calledName(node) ?? '';
    if (!WRITERS.test(name) && !opensForWriting(node, name)) return undefined;
    return { name, message: `Found ${name}(). Needed the module for atomic writes.` };
  },
);
