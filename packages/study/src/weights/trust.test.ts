import { X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import { expect, test } from 'vitest';
import { trustTheSystem } from './trust.ts';

const fingerprints = (store: 'default' | 'system'): string[] =>
  tls.getCACertificates(store).map((text) => new X509Certificate(text).fingerprint256);

test('requests trust what the system trusts, and still what Node brings', () => {
  const before = fingerprints('default');
  trustTheSystem();
  const after = new Set(fingerprints('default'));
  expect([...before, ...fingerprints('system')].filter((one) => !after.has(one))).toEqual([]);
});
