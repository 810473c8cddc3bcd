import { describe, expect, test } from 'vitest';
import { codeVersion } from './code-version.ts';

describe('codeVersion', () => {
  test('is one hash that does not depend on the order of the folders', async () => {
    const version = await codeVersion(['study/src/table', 'study/src/cohort']);
    expect(version).toMatch(/^[0-9a-f]{64}$/);
    expect(await codeVersion(['study/src/cohort', 'study/src/table'])).toBe(version);
  });

  test('differs between folders', async () => {
    expect(await codeVersion(['study/src/table'])).not.toBe(await codeVersion(['study/src/cohort']));
  });
});
