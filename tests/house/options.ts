/**
 * Whether every public function that takes options refuses a misspelt one.
 *
 * A function takes options when a parameter's type is called ...Options or ...Request. It is true to the promise when
 * it hands that parameter, or a copy spread from it, to a function of its package's options.ts, or to a function that
 * does so in turn with the parameter it is given. Looks at what packages hand out; cannot tell whether the list of
 * known names is right.
 */
import ts from 'typescript';
import { type Check, lineOf, type Repository, type Violation, visit } from './check.ts';
import { type Definition, definitionsOf, type FindDefinition } from './definitions.ts';
import { functionOf, publicNames } from './exported-names.ts';

const CHECKERS = /^packages\/[^/]+\/src\/options\.ts$/;

/** Whether a parameter's type is an object of options: by its name, also inside Partial<...> or beside undefined. */
function takesOptions(parameter: ts.ParameterDeclaration): boolean {
  return /\b\w+(Options|Request)\b(?!\[)/.test(parameter.type?.getText() ?? '');
}

/** Whether an argument is a parameter as it came, or an object into which all of it was spread. */
function isHandedOn(argument: ts.Expression, parameter: string): boolean {
  if (ts.isIdentifier(argument)) return argument.text === parameter;
  if (ts.isAsExpression(argument) || ts.isSatisfiesExpression(argument)) {
    return isHandedOn(argument.expression, parameter);
  }
  if (ts.isBinaryExpression(argument)) return isHandedOn(argument.left, parameter);
  return (
    ts.isObjectLiteralExpression(argument) &&
    argument.properties.some((one) => ts.isSpreadAssignment(one) && isHandedOn(one.expression, parameter))
  );
}

/** A parameter of a declared function. */
interface Place extends Definition {
  readonly at: number;
}

/** Where a call in a function hands a parameter on: the functions and which of their parameters it becomes. */
function handedOnTo({ file, node, at }: Place, find: FindDefinition): Place[] {
  const declaration = functionOf(node);
  const name = declaration?.parameters[at]?.name;
  const body = declaration?.body;
  if (name === undefined || body === undefined || !ts.isIdentifier(name)) return [];
  const places: Place[] = [];
  visit(body, (call) => {
    if (!ts.isCallExpression(call) || !ts.isIdentifier(call.expression)) return;
    const target = find(file, call.expression.text);
    if (target === undefined || 'module' in target) return;
    for (const [index, argument] of call.arguments.entries()) {
      if (isHandedOn(argument, name.text)) places.push({ ...target, at: index });
    }
  });
  return places;
}

/** Whether a parameter comes before a function of an options.ts, on whatever way. */
function isChecked(start: Place, find: FindDefinition): boolean {
  const seen = new Set<string>();
  const queue = [start];
  for (const place of queue) {
    if (CHECKERS.test(place.file.path)) return true;
    const key = `${place.file.path} ${place.node.pos} ${place.at}`;
    if (seen.has(key)) continue;
    seen.add(key);
    queue.push(...handedOnTo(place, find));
  }
  return false;
}

function findUnchecked(repository: Repository): Violation[] {
  const find = definitionsOf(repository);
  const all = [...repository.manifests.keys()].flatMap((workspace) => publicNames(repository, workspace));
  const places = all.flatMap((definition) => {
    const parameters = functionOf(definition.node)?.parameters ?? [];
    return parameters.flatMap((parameter, at) => (takesOptions(parameter) ? [{ ...definition, at }] : []));
  });
  return places
    .filter((place) => !isChecked(place, find))
    .map(({ file, node, name }) => ({
      file: file.path,
      line: lineOf(node, file.tree),
      name,
      message: `Found ${name}, which takes options and refuses none. Needed checkOptions of its package's options.ts, or the options handed on whole to a function that calls it.`,
    }));
}

/** A misspelt option is never left out in silence. */
export const options: Check = {
  name: 'options',
  promise: 'every public function that takes options refuses unknown ones',
  find: findUnchecked,
};
