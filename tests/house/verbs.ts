/**
 * Whether read touches the disk, and parse and format do not.
 *
 * Follows names from each exported read..., parse... and format... function through the functions that it uses. A read
 * function is true to its name when a way leads to node:fs, or when it or what it uses calls a method read... or
 * arrayBuffer of something that it was handed: an open file, a folder of a stage. The methods of a Buffer (readInt32LE)
 * are none of those. A parse or format function is true to its name when no way leads to node:fs.
 */
import ts from 'typescript';
import { type Check, isPublished, lineOf, type Repository, type Violation } from './check.ts';
import { type Definition, definitionsOf, type FindDefinition } from './definitions.ts';
import { declaredExports, functionOf } from './exported-names.ts';

/** How what is handed in is read. */
const READING = /^(read(?!(Big)?U?Int|Float|Double)\w*|arrayBuffer)$/;

/** What a declaration uses, itself and through others. */
interface Reach {
  disk: boolean;
  handed: boolean;
}

/** Calls a visitor with every name that is used as a value, and with every method that is called. */
function visitUses(node: ts.Node, use: (name: string, isMethod: boolean) => void): void {
  if (ts.isTypeNode(node)) return;
  if (ts.isPropertyAccessExpression(node)) {
    if (ts.isCallExpression(node.parent) && node.parent.expression === node) use(node.name.text, true);
    visitUses(node.expression, use);
  } else if (ts.isPropertyAssignment(node)) visitUses(node.initializer, use);
  else if (ts.isIdentifier(node)) use(node.text, false);
  else ts.forEachChild(node, (child) => visitUses(child, use));
}

function reachOf(start: Definition, find: FindDefinition): Reach {
  const reach: Reach = { disk: false, handed: false };
  const seen = new Set<ts.Node>([start.node]);
  const queue = [start];
  for (const { file, node } of queue) {
    visitUses(node, (name, isMethod) => {
      if (isMethod) {
        reach.handed ||= READING.test(name);
        return;
      }
      const target = find(file, name);
      if (target === undefined) return;
      if ('module' in target) reach.disk ||= /^(node:)?fs(\/promises)?$/.test(target.module);
      else if (!seen.has(target.node)) {
        seen.add(target.node);
        queue.push(target);
      }
    });
  }
  return reach;
}

function fault(name: string, reach: Reach): string | undefined {
  if (/^read([A-Z]|$)/.test(name) && !reach.disk && !reach.handed) {
    return 'Needed parse, or another word: read touches the disk.';
  }
  return /^(parse|format)([A-Z]|$)/.test(name) && reach.disk
    ? 'Needed read or write, or no file in it: parse and format do not touch the disk.'
    : undefined;
}

function findUntrueVerbs(repository: Repository): Violation[] {
  const find = definitionsOf(repository);
  return repository.code
    .filter((file) => isPublished(file.path))
    .flatMap((file) =>
      declaredExports(file).flatMap(({ name, node }) => {
        if (functionOf(node) === undefined || !/^(read|parse|format)/.test(name)) return [];
        const needed = fault(name, reachOf({ file, name, node }, find));
        const message = `Found the function ${name}. ${needed}`;
        return needed === undefined
          ? []
          : [{ file: file.path, line: lineOf(node, file.tree), name, message }];
      }),
    );
}

/** A name says whether a file is touched. */
export const verbs: Check = {
  name: 'verbs',
  promise: 'read touches the disk; parse and format do not',
  find: findUntrueVerbs,
};
