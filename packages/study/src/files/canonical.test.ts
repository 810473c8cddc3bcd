import type { JsonValue } from '@mriscore/stats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from './canonical.ts';

/** The same value with the members of every object in reverse order. */
function reversed(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(reversed);
  const members = Object.entries(value as Record<string, JsonValue>).reverse();
  return Object.fromEntries(members.map(([key, member]) => [key, reversed(member)]));
}

describe('canonicalJson', () => {
  test('members are sorted at every depth and lists keep their order', () => {
    expect(canonicalJson({ b: { d: 1, c: 2 }, a: [2, 1] })).toBe('{"a":[2,1],"b":{"c":2,"d":1}}');
  });

  test('members that are undefined are left out', () => {
    expect(canonicalJson({ a: undefined, b: null } as unknown as JsonValue)).toBe('{"b":null}');
  });

  test('whatever order a person wrote the members in, the text is the same and says the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value as JsonValue);
        expect(canonicalJson(reversed(value as JsonValue))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('a number that JSON does not know is refused', () => {
    expect(() => canonicalJson([Number.NaN])).toThrow('Found the number NaN.');
    expect(() => canonicalJson({ a: Infinity })).toThrow(TypeError);
  });
});
