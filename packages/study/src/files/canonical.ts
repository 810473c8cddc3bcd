/**
 * One text for one value, so that equal options hash equally whatever order a person wrote them in.
 */
import type { JsonValue } from '@mriscore/stats';

/**
 * JSON with sorted keys, no spaces and no undefined members.
 *
 * @throws TypeError when a number is not finite, because JSON would silently write null.
 * @example
 * canonicalJson({ b: 1, a: [2] }); // '{"a":[2],"b":1}'
 * @see RFC 8785, JSON Canonicalization Scheme, for the order of members.
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError(
      `Found the number ${value}. JSON knows finite numbers only. Write null with a reason instead.`,
    );
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .filter((entry): entry is [string, JsonValue] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
