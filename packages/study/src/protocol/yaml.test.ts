import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { parseYaml } from './yaml.ts';

/** What a text is refused with, and how long that took. */
function refusal(text: string): { readonly code: unknown; readonly message: string; readonly ms: number } {
  const start = performance.now();
  try {
    parseYaml(text);
  } catch (cause) {
    const { code, message } = cause as { code?: unknown; message: string };
    return { code, message, ms: performance.now() - start };
  }
  throw new Error('The text was not refused.');
}

/** Nine anchors, each nine times the one before: 387 million values in 300 characters. */
function bomb(): string {
  const levels = 'abcdefghi'.split('');
  const line = (name: string, n: number): string =>
    `${name}: &${name} [${Array<string>(9)
      .fill(n === 0 ? 'x' : `*${levels[n - 1]}`)
      .join(', ')}]`;
  return levels.map(line).join('\n');
}

describe('parseYaml', () => {
  test('reads what the reader of YAML reads, for any values', () => {
    const key = fc.string({ minLength: 1, maxLength: 8 }).filter((name) => name !== '__proto__');
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const values = fc.dictionary(key, fc.oneof(leaf, fc.array(leaf), fc.dictionary(key, leaf)));
    fc.assert(
      fc.property(values, (value) => {
        const text = stringify(value);
        expect(parseYaml(text)).toEqual(parse(text));
      }),
    );
  });

  test('names the line of a key that comes twice, in a mapping of any depth', () => {
    expect(refusal('a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n').message).toContain(
      'study.yaml is not YAML: Map keys must be unique, and c comes again at line 5.',
    );
    expect(parseYaml('a: { c: 1 }\nb: { c: 1 }')).toEqual({ a: { c: 1 }, b: { c: 1 } });
  });

  test('takes anchors as a person writes them', () => {
    expect(parseYaml('a: &w { centre: A }\nb: *w\nc: *w')).toMatchObject({ c: { centre: 'A' } });
  });

  test.each([
    ['anchors that stand for each other', bomb(), /[Aa]lias/],
    ['a text of ten megabytes', `a: ${'x'.repeat(10_000_000)}`, /10000003 characters, .* at most 2000000/],
    ['a list in a list without end', '['.repeat(100_000), /call stack/],
    ['an open quote', 'a: "b', /quote/],
  ])('refuses %s within seconds', (_, text, says) => {
    const { code, message, ms } = refusal(text);
    expect(code).toBe('protocol/invalid');
    expect(message).toMatch(says);
    expect(ms).toBeLessThan(10_000);
  });

  test('reads the series of ten thousand patients within seconds', () => {
    const lines = Array.from({ length: 30_000 }, (_, n) => `  P${n}: "1.2.840.113619.2.5.${n}"\n`);
    const start = performance.now();
    expect(Object.keys((parseYaml(`series:\n${lines.join('')}`) as { series: object }).series)).toHaveLength(
      30_000,
    );
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
