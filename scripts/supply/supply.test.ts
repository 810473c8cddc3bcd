import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { directDependencies, idOf, installedComponents, type Lock, readLock } from './closure.ts';
import { formatLicences, licenceFits, misfits } from './licences.ts';
import { formatBill } from './sbom.ts';

const LOCK = readLock();
const COMPONENTS = installedComponents(LOCK);
const ROOT = path.resolve(import.meta.dirname, '../..');

describe('what is installed', () => {
  const lock: Lock = {
    packages: {
      '': {},
      'packages/cli': { name: 'ours', version: '1.0.0', dependencies: { a: '1', far: '1' } },
      'node_modules/ours': { link: true, resolved: 'packages/cli' },
      'node_modules/a': { version: '1.0.0', dependencies: { b: '2' }, optionalDependencies: { lost: '1' } },
      'node_modules/a/node_modules/b': { version: '2.0.0', dependencies: { c: '1' } },
      'node_modules/b': { version: '1.0.0' },
      'node_modules/c': { version: '3.0.0' },
      'node_modules/far': { version: '1.0.0', dependencies: { ours: '1' } },
      'node_modules/tool': { version: '1.0.0' },
    },
  };

  test('is found as Node looks packages up, the nearest first, and nothing else is', () => {
    expect(installedComponents(lock).map(idOf)).toEqual([
      'a@1.0.0',
      'b@2.0.0',
      'c@3.0.0',
      'far@1.0.0',
      'ours@1.0.0',
    ]);
    expect(directDependencies(lock)).toEqual(['a@1.0.0', 'far@1.0.0']);
  });

  test('includes what a tool of the workshop asks for as well', () => {
    expect(COMPONENTS.map(({ name }) => name)).toContain('yaml');
    expect(COMPONENTS.map(({ name }) => name)).not.toContain('vitest');
  });

  test('at most 25 packages are asked for directly', () => {
    expect(directDependencies(LOCK).length).toBeLessThanOrEqual(25);
  });
});

describe('licences', () => {
  test('a choice needs one that fits, a combination needs all to fit, and the unknown does not fit', () => {
    for (const fits of ['MIT', '(MIT OR GPL-3.0-only)', '(MIT AND Zlib)', 'GPL-2.0 OR (ISC AND MIT)']) {
      expect(licenceFits(fits), fits).toBe(true);
    }
    for (const not of ['GPL-3.0-only', 'MIT AND AGPL-3.0', 'unknown', 'UNLICENSED', 'SEE LICENSE IN x', '']) {
      expect(licenceFits(not), not).toBe(false);
    }
  });

  test('all that is installed goes with the Apache License 2.0', () => {
    expect(misfits(COMPONENTS)).toEqual([]);
    expect(
      misfits([{ name: 'x', version: '1', licence: 'GPL-3.0-only', own: false, needs: [] }]),
    ).toHaveLength(1);
  });

  test('docs/reference/licences.md is what scripts/supply/licences.ts would write', () => {
    const page = fs.readFileSync(path.join(ROOT, 'docs/reference/licences.md'), 'utf8');
    expect(page).toBe(formatLicences(COMPONENTS));
  });
});

describe('the bill of materials', () => {
  const made = { at: new Date(0), serial: '3e671687-395b-41f5-a30f-a58921a69b79' };
  const bill = formatBill(COMPONENTS, made);
  const entries = [bill.metadata.component, ...bill.components];

  test('is of the command, and names each component once', () => {
    expect(bill.metadata.component).toMatchObject({ type: 'application', purl: 'pkg:npm/mriscore@0.1.0' });
    expect(new Set(entries.map((entry) => entry['bom-ref'])).size).toBe(COMPONENTS.length);
  });

  test('fills in what CycloneDX 1.6 requires, in the form that it requires', () => {
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 });
    expect(bill.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(new Date(bill.metadata.timestamp).toISOString()).toBe(bill.metadata.timestamp);
    for (const { purl, licenses } of entries) {
      expect(purl).toMatch(/^pkg:npm\/(%40[\w.-]+\/)?[\w.-]+@\d[\w.+-]*$/);
      expect(licenses).toEqual([{ expression: expect.stringMatching(/^[\w.() -]+$/) as string }]);
    }
  });

  test('gives a digest for everything that comes from a registry', () => {
    const others = COMPONENTS.filter(({ own }) => !own).map(idOf);
    for (const entry of entries.filter((one) => others.includes(one['bom-ref']))) {
      expect(entry.hashes?.[0]?.content, entry['bom-ref']).toMatch(/^[0-9a-f]{128}$/);
    }
  });

  test('says who needs whom, and everyone who is needed is there', () => {
    const known = new Set(entries.map((entry) => entry['bom-ref']));
    expect(bill.dependencies.map(({ ref }) => ref).sort()).toEqual([...known].sort());
    expect(bill.dependencies.flatMap(({ dependsOn }) => dependsOn).filter((id) => !known.has(id))).toEqual(
      [],
    );
  });
});
