/**
 * Whether a call can be read without counting commas, and a test without scrolling.
 *
 * Reads syntax trees. The length of files and of the sources' functions is Biome's to find; it cannot tell a chapter
 * of tests (`describe`) from a function, nor an options object from a fourth parameter.
 */
import ts from 'typescript';
import { type Check, type CodeFile, lineOf, type Repository, type Violation, visit } from './check.ts';

const TEST_LINES = 60;
const POSITIONAL_PARAMETERS = 3;

type WithBody = ts.FunctionLikeDeclaration & { readonly body: ts.Node };

function hasBody(node: ts.Node): node is WithBody {
  return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;
}

/** Name of a function, or of what it is assigned to. */
function nameOf(node: ts.FunctionLikeDeclaration): string {
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  if (node.name !== undefined) return node.name.getText();
  const { parent } = node;
  if ((ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) && parent.name)
    return parent.name.getText();
  return 'anonymous';
}

/** The callback of describe is a chapter, not a function: its tests are counted one by one. */
function isChapter(node: ts.Node, file: CodeFile): boolean {
  if (!ts.isCallExpression(node.parent)) return false;
  return /^describe\b/.test(node.parent.expression.getText(file.tree));
}

function findLongTests(repository: Repository): Violation[] {
  const violations: Violation[] = [];
  for (const file of repository.code.filter(({ path }) => path.endsWith('.test.ts'))) {
    visit(file.tree, (node) => {
      if (!hasBody(node) || isChapter(node, file)) return;
      const line = lineOf(node, file.tree);
      const lines = file.tree.getLineAndCharacterOfPosition(node.end).line + 2 - line;
      if (lines <= TEST_LINES) return;
      const name = nameOf(node);
      const message = `Found ${name} with ${lines} lines. Needed at most ${TEST_LINES}: name its parts.`;
      violations.push({ file: file.path, line, name, message });
    });
  }
  return violations;
}

/** No function of a test file is longer than a screen. */
export const testSize: Check = {
  name: 'test-size',
  promise: `a function of a test file has at most ${TEST_LINES} lines`,
  find: findLongTests,
};

/** Only declarations choose their own parameters; a callback's are chosen by whom it is given to. */
function choosesParameters(node: ts.Node): node is ts.FunctionLikeDeclaration {
  if (ts.isFunctionDeclaration(node) || ts.isConstructorDeclaration(node) || ts.isMethodDeclaration(node))
    return true;
  return (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) && ts.isVariableDeclaration(node.parent);
}

/** Whether a parameter can be an options object: its type is a name, a literal of members, or is left out. */
function canBeOptions(parameter: ts.ParameterDeclaration): boolean {
  const { type, initializer } = parameter;
  if (type === undefined) return initializer === undefined || ts.isObjectLiteralExpression(initializer);
  return ts.isTypeReferenceNode(type) || ts.isTypeLiteralNode(type) || ts.isIntersectionTypeNode(type);
}

function findManyParameters(repository: Repository): Violation[] {
  const violations: Violation[] = [];
  for (const file of repository.code) {
    visit(file.tree, (node) => {
      if (!choosesParameters(node)) return;
      const parameters = node.parameters.filter((parameter) => parameter.name.getText(file.tree) !== 'this');
      const beyond = parameters.slice(POSITIONAL_PARAMETERS);
      const [last] = beyond;
      if (last === undefined || (beyond.length === 1 && (last.dotDotDotToken || canBeOptions(last)))) return;
      const name = nameOf(node);
      const message = `Found ${name} with ${parameters.length} parameters. Needed at most ${POSITIONAL_PARAMETERS}, then one options object.`;
      violations.push({ file: file.path, line: lineOf(node, file.tree), name, message });
    });
  }
  return violations;
}

/** A call can be read without counting commas. */
export const parameters: Check = {
  name: 'parameters',
  promise: `a function has at most ${POSITIONAL_PARAMETERS} positional parameters, then one options object`,
  find: findManyParameters,
};
