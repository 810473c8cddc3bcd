/**
 * The JSON Schema (draft 2020-12) of a TypeScript type: what JSON.stringify makes of its values.
 *
 * Reads the compiler's types with the comments of their members, gives plain objects. An interface becomes one entry
 * of `$defs`, so the schema reads like the source. Knows nothing of which types are written where.
 */
import ts from 'typescript';

/** A JSON Schema, or a part of one. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

/** Names whose values are any JSON. */
const ANYTHING = new Set(['JsonValue', 'JsonObject']);
/** Names that say how a type was made and not what it is. */
const MADE = new Set([
  'Omit',
  'Pick',
  'Partial',
  'Required',
  'Readonly',
  'Record',
  'Extract',
  'Exclude',
  '__type',
]);

/** Makes schemas of types of one program, and collects the interfaces they name. */
export class SchemaMaker {
  readonly #checker: ts.TypeChecker;
  readonly #definitions = new Map<string, Schema>();
  readonly #types = new Map<string, ts.Type>();

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  /** Every interface that was named so far. */
  get definitions(): Readonly<Record<string, Schema>> {
    return Object.fromEntries([...this.#definitions].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** The schema of a type, by reference where it has a name. */
  schemaOf(type: ts.Type): Schema {
    const simple = this.#simple(type);
    if (simple !== undefined) return simple;
    if (type.isUnion()) return this.#union(type);
    if (this.#checker.isTupleType(type)) return this.#tuple(type as ts.TypeReference);
    if (this.#checker.isArrayType(type)) {
      return {
        type: 'array',
        items: this.schemaOf(this.#checker.getTypeArguments(type as ts.TypeReference)[0]!),
      };
    }
    const name = nameOf(type);
    if (name !== undefined && ANYTHING.has(name)) return {};
    return name === undefined || MADE.has(name) ? this.objectOf(type) : this.#reference(name, type);
  }

  /** The schema of an object itself, even where it has a name. */
  objectOf(type: ts.Type): Schema {
    const members = this.#checker.getPropertiesOfType(type).filter((member) => !this.#isFunction(member));
    const properties = Object.fromEntries(members.map((member) => [member.name, this.#member(member)]));
    const required = members.filter((member) => !this.#mayMiss(member)).map(({ name }) => name);
    const others = this.#checker.getIndexTypeOfType(type, ts.IndexKind.String);
    return {
      type: 'object',
      ...(members.length === 0 ? {} : { properties }),
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: others === undefined ? false : this.schemaOf(others),
    };
  }

  #simple(type: ts.Type): Schema | undefined {
    const has = (flag: ts.TypeFlags): boolean => (type.flags & flag) !== 0;
    if (has(ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive)) return {};
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (has(ts.TypeFlags.BooleanLiteral)) return { const: this.#checker.typeToString(type) === 'true' };
    if (has(ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral)) return { type: 'string' };
    if (has(ts.TypeFlags.Number)) return { type: 'number' };
    if (has(ts.TypeFlags.Boolean)) return { type: 'boolean' };
    if (has(ts.TypeFlags.Null)) return { type: 'null' };
    return undefined;
  }

  #union(type: ts.UnionType): Schema {
    const name = type.aliasSymbol?.name;
    if (name !== undefined && ANYTHING.has(name)) return {};
    const parts = type.types.filter((part) => (part.flags & ts.TypeFlags.Undefined) === 0);
    // The compiler keeps the parts in the order in which it met them, which other sources may change.
    const schemas = mergeBooleans(parts.map((part) => this.schemaOf(part))).toSorted(byText);
    if (schemas.length === 1) return schemas[0]!;
    if (schemas.every((schema) => 'const' in schema)) return { enum: schemas.map((schema) => schema.const) };
    const plain = schemas.every(
      (schema) => Object.keys(schema).length === 1 && typeof schema.type === 'string',
    );
    return plain ? { type: schemas.map((schema) => schema.type) } : { anyOf: schemas };
  }

  #tuple(type: ts.TypeReference): Schema {
    const items = this.#checker.getTypeArguments(type).map((item) => this.schemaOf(item));
    return { type: 'array', prefixItems: items, minItems: items.length, items: false };
  }

  #member(member: ts.Symbol): Schema {
    const schema = this.schemaOf(this.#checker.getTypeOfSymbol(member));
    const description = ts.displayPartsToString(member.getDocumentationComment(this.#checker)).trim();
    return description === '' ? schema : { ...schema, description };
  }

  #reference(name: string, type: ts.Type): Schema {
    const known = this.#types.get(name);
    if (known !== undefined && known !== type) return this.objectOf(type);
    if (known === undefined) {
      this.#types.set(name, type);
      this.#definitions.set(name, this.objectOf(type));
    }
    return { $ref: `#/$defs/${name}` };
  }

  #isFunction(member: ts.Symbol): boolean {
    return this.#checker.getTypeOfSymbol(member).getCallSignatures().length > 0;
  }

  #mayMiss(member: ts.Symbol): boolean {
    const type = this.#checker.getTypeOfSymbol(member);
    const parts = type.isUnion() ? type.types : [type];
    const isUndefined = (part: ts.Type): boolean => (part.flags & ts.TypeFlags.Undefined) !== 0;
    return (member.flags & ts.SymbolFlags.Optional) !== 0 || parts.some(isUndefined);
  }
}

/** The name of an interface, or of the alias that a type was written as. */
function nameOf(type: ts.Type): string | undefined {
  if (type.aliasSymbol !== undefined)
    return type.aliasTypeArguments === undefined ? type.aliasSymbol.name : undefined;
  return type.isClassOrInterface() ? type.symbol.name : undefined;
}

function byText(a: Schema, b: Schema): number {
  const [first, second] = [JSON.stringify(a), JSON.stringify(b)];
  return first < second ? -1 : Number(first > second);
}

/** true and false, which the compiler keeps apart, as one boolean. */
function mergeBooleans(schemas: readonly Schema[]): readonly Schema[] {
  const isBoolean = ({ const: value }: Schema): boolean => typeof value === 'boolean';
  if (schemas.filter(isBoolean).length < 2) return schemas;
  return [{ type: 'boolean' }, ...schemas.filter((schema) => !isBoolean(schema))];
}
