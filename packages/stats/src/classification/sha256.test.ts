import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelledScores, permuted } from '../discrimination/fixtures/labelled-scores.ts';
import { hashRows, sha256Hex } from './sha256.ts';

describe('sha256', () => {
  // FIPS 180-4, examples of SHA-256, and the empty message.
  test.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ])('gives the published digest of %.60s', (message, digest) => {
    expect(sha256Hex(new TextEncoder().encode(message))).toBe(digest);
  });

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
