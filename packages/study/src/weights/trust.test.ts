import tls from 'node:tls';
import { expect, test } from 'vitest';
import { trustTheSystem } from './trust.ts';

test('requests trust what the system trusts, and still what Node brings', () => {
  const before = tls.getCACertificates('default');
  trustTheSystem();
  const after = new Set(tls.getCACertificates('default'));
  for (const certificate of [...before, ...tls.getCACertificates('system')])
    expect(after.has(certificate)).toBe(true);
});
