/**
 * The protocol as JSON Schema, for editors that complete and check study.yaml while it is written.
 */
import { z } from 'zod';
import { protocolSchema } from './schema.ts';

/** The part of JSON Schema that the protocol uses. */
export interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly description?: string;
  readonly default?: unknown;
  readonly [key: string]: unknown;
}

/**
 * JSON Schema (draft 2020-12) of study.yaml as a person writes it.
 *
 * @example
 * protocolJsonSchema().properties?.['target'];
 */
export function protocolJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(protocolSchema, { io: 'input' }) as JsonSchema;
  return { title: 'mriscore study protocol', ...schema };
}

function variants(schema: JsonSchema): readonly JsonSchema[] {
  return schema.anyOf ?? [schema];
}

function childOf(schema: JsonSchema, key: string | number): JsonSchema | undefined {
  for (const variant of variants(schema)) {
    if (typeof key === 'number' && variant.items !== undefined) return variant.items;
    const named = variant.properties?.[String(key)];
    if (named !== undefined) return named;
    if (typeof variant.additionalProperties === 'object') return variant.additionalProperties;
  }
  return undefined;
}

/**
 * The keys that are known at a place of the protocol, each with its default where it has one.
 *
 * @param path Keys and indices from the top, such as `['encoder']`.
 * @returns texts such as `epochs (default 10)`, in the order of the schema.
 */
export function knownKeys(path: readonly (string | number)[]): readonly string[] {
  let schema: JsonSchema | undefined = protocolJsonSchema();
  for (const key of path) schema = schema === undefined ? undefined : childOf(schema, key);
  if (schema === undefined) return [];
  return variants(schema).flatMap((variant) => Object.entries(variant.properties ?? {}).map(describeKey));
}

function describeKey([name, schema]: [string, JsonSchema]): string {
  if (schema.default === undefined) return name;
  const text = JSON.stringify(schema.default);
  return text === '{}' ? name : `${name} (default ${text})`;
}
