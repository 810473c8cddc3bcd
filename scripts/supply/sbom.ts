/**
 * The software bill of materials: what is installed with mriscore, in the format CycloneDX.
 *
 * Reads package-lock.json, writes JSON. Nothing is asked of a registry.
 *
 *   npm run sbom            writes sbom.cdx.json in the clone
 *   npm run sbom -- FILE    another file
 *
 * @see CycloneDX 1.6, ECMA-424.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { type Component, idOf, installedComponents, readLock } from './closure.ts';

const NAME = 'sbom.cdx.json';

/** A bill of materials, as far as it is filled in here. */
export interface Bill {
  readonly bomFormat: 'CycloneDX';
  readonly specVersion: '1.6';
  readonly serialNumber: string;
  readonly version: 1;
  readonly metadata: { readonly timestamp: string; readonly component: BillComponent };
  readonly components: readonly BillComponent[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/** One entry of a bill. */
export interface BillComponent {
  readonly type: 'application' | 'library';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: 'SHA-512'; readonly content: string }[];
  readonly licenses: readonly { readonly expression: string }[];
}

function hashesOf(integrity: string | undefined): Pick<BillComponent, 'hashes'> {
  const digest = /^sha512-(.+)$/.exec(integrity ?? '')?.[1];
  if (digest === undefined) return {};
  return { hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }] };
}

function entryOf(one: Component, type: BillComponent['type']): BillComponent {
  const { name, version, licence, integrity } = one;
  return {
    type,
    'bom-ref': idOf(one),
    name,
    version,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    ...hashesOf(integrity),
    licenses: [{ expression: licence }],
  };
}

/**
 * The bill of some components.
 *
 * @param components All that is installed, `mriscore` among them.
 * @param made When, and under which serial number.
 */
export function formatBill(components: readonly Component[], made: { at: Date; serial: string }): Bill {
  const command = components.find(({ name }) => name === 'mriscore');
  if (command === undefined)
    throw new Error('Found no package mriscore. Needed the one that the bill is of.');
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${made.serial}`,
    version: 1,
    metadata: { timestamp: made.at.toISOString(), component: entryOf(command, 'application') },
    components: components.filter((one) => one !== command).map((one) => entryOf(one, 'library')),
    dependencies: components.map((one) => ({ ref: idOf(one), dependsOn: one.needs })),
  };
}

function main(file = NAME): void {
  const bill = formatBill(installedComponents(readLock()), { at: new Date(), serial: randomUUID() });
  fs.writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`);
  console.log(`${file}: ${bill.components.length + 1} components`);
}

if (import.meta.main) main(process.argv[2]);
