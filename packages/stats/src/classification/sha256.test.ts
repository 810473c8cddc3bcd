import { createHash } from 'node:crypto';
import { default as fc } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelledScores, permuted } from '../discrimination/fixtures/labelled-scores.ts';
import { hashRows, sha256Hex } from './sha256.ts';

describe('sha256', () => {
  test('agrees with another implementation for messages of every length around a block', () => {
    for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000]) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 7) % 256);
      expect(sha256Hex(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
    }
  });

  test('the order of patients does not change the hash, a changed value does', () => {
    fc.assert(
      fc.property(labelledScores(), fc.integer(), (data, seed) => {
        const again = permuted(data, seed);
        expect(hashRows([again.scores, again.labels])).toBe(hashRows([data.scores, data.labels]));
        const changed = data.scores.with(0, data.scores[0]! + 0.5);
        expect(hashRows([changed, data.labels])).not.toBe(hashRows([data.scores, data.labels]));
      }),
      { numRuns: 30 },
    );
  });
});
