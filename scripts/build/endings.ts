/**
 * Names of source files in what was emitted become names of built files: `./roc.ts` becomes `./roc.js`.
 *
 * Reads and gives the text of one emitted file. Does what the compiler leaves: it changes the imports of JavaScript, but
 * neither those of declarations nor the file of a worker, `new URL('./worker.ts', import.meta.url)`.
 */
import ts from 'typescript';

const SOURCE = /^\.\.?\/.*(?<!\.d)\.ts$/;

/** `new URL('./file.ts', import.meta.url)`: the file that a worker or a process is started from. */
function isBesideModule(node: ts.Node, tree: ts.SourceFile): boolean {
  if (!ts.isNewExpression(node) || node.expression.getText(tree) !== 'URL') return false;
  return node.arguments?.[1]?.getText(tree) === 'import.meta.url';
}

/** Whether a string stands where the name of a module or of a worker's file stands. */
function namesFile(literal: ts.StringLiteralLike, tree: ts.SourceFile): boolean {
  const { parent } = literal;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) return true;
  if (ts.isLiteralTypeNode(parent)) return ts.isImportTypeNode(parent.parent);
  if (ts.isCallExpression(parent)) return parent.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isBesideModule(parent, tree);
}

/**
 * The text with every name of a source file replaced.
 *
 * @param text JavaScript or a declaration file.
 * @example
 * withBuiltEndings("export { auc } from './roc.ts';"); // "export { auc } from './roc.js';"
 */
export function withBuiltEndings(text: string): string {
  const tree = ts.createSourceFile('emitted.ts', text, ts.ScriptTarget.Latest, true);
  const ends: number[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && SOURCE.test(node.text) && namesFile(node, tree)) {
      ends.push(node.getEnd() - 1);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return ends.reduceRight((done, end) => `${done.slice(0, end - 'ts'.length)}js${done.slice(end)}`, text);
}
