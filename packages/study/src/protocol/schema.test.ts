import { describe, expect, test } from 'vitest';
import { type JsonSchema, knownKeys, protocolJsonSchema } from './json-schema.ts';

/** Every key of a schema with its path. */
function keysOf(schema: JsonSchema, path: string): [string, JsonSchema][] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, value]): [string, JsonSchema][] => [
    [`${path}${key}`, value],
    ...keysOf(value, `${path}${key}.`),
  ]);
  const more = [...(schema.anyOf ?? []), ...(schema.items === undefined ? [] : [schema.items])];
  const named = typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [];
  return [...own, ...[...more, ...named].flatMap((part) => keysOf(part, path))];
}

describe('the schema of study.yaml', () => {
  const keys = keysOf(protocolJsonSchema(), '');

  test('explains every key in a whole sentence', () => {
    expect(keys.length).toBeGreaterThan(60);
    const silent = keys.filter(([, { description }]) => !/^\S.{5,}\.$/.test(description ?? ''));
    expect(silent.map(([path]) => path)).toEqual([]);
  });

  test('gives every number and every text with a default inside its own range', () => {
    for (const [path, schema] of keys) {
      if (typeof schema.default !== 'number') continue;
      expect(schema.default, path).toBeGreaterThanOrEqual(Number(schema.minimum ?? schema.exclusiveMinimum));
      expect(schema.default, path).toBeLessThanOrEqual(Number(schema.maximum));
    }
  });

  test('forbids unknown keys wherever keys have fixed names', () => {
    const walk = (schema: JsonSchema): JsonSchema[] => [
      schema,
      ...keysOf(schema, '').map(([, value]) => value),
    ];
    for (const schema of walk(protocolJsonSchema())) {
      if (schema.properties !== undefined) expect(schema.additionalProperties).toBe(false);
    }
  });
});

describe('knownKeys', () => {
  test('lists keys with their defaults, at any depth, through maps, lists and alternatives', () => {
    expect(knownKeys(['tuning'])).toEqual(['fraction (default 0.2)']);
    expect(knownKeys(['sequences', 'T1'])).toEqual([
      'file',
      'recognise',
      'series',
      'mayMiss (default false)',
    ]);
    expect(knownKeys(['endpoints', 0])).toContain('unit (default "months")');
    expect(knownKeys(['target', 'positive'])).toEqual(['atLeast', 'atMost', 'above', 'below']);
    expect(knownKeys(['threshold', 'rule'])).toEqual(['sensitivityAtLeast', 'fixed']);
    expect(knownKeys([])).toContain('patient (default "patient")');
  });

  test('knows nothing of a place that does not exist', () => {
    expect(knownKeys(['nowhere', 'at all'])).toEqual([]);
  });
});
