/**
 * The licences of everything that is installed with mriscore, and whether they go with the Apache License 2.0.
 *
 * Reads package-lock.json, gives docs/reference/licences.md; a test says when it was forgotten.
 *
 *   node scripts/supply/licences.ts    writes the page; exit code 1 when a licence does not fit or is unknown
 */
import fs from 'node:fs';
import path from 'node:path';
import { type Component, idOf, installedComponents, readLock } from './closure.ts';

/** Permissive licences: what they cover may be passed on together with code under the Apache License 2.0. */
const FITTING: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
  'Zlib',
]);

/** Parts of an expression at its own level: what stands in parentheses is one part. */
function partsOf(expression: string, joint: ' OR ' | ' AND '): string[] {
  const parts = [''];
  let depth = 0;
  for (const piece of expression.split(/( OR | AND |\(|\))/)) {
    if (piece === '(') depth += 1;
    if (piece === ')') depth -= 1;
    if (depth === 0 && piece === joint) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts;
}

/**
 * Whether a licence goes with the Apache License 2.0. Anything that is not known to is refused.
 *
 * @param expression SPDX: a name, or names with AND, OR and parentheses.
 * @example
 * licenceFits('(MIT OR GPL-3.0-only)'); // true: the choice is ours
 */
export function licenceFits(expression: string): boolean {
  const choices = partsOf(expression, ' OR ');
  if (choices.length > 1) return choices.some(licenceFits);
  const all = partsOf(expression, ' AND ');
  if (all.length > 1) return all.every(licenceFits);
  const inner = /^\((.*)\)$/.exec(expression)?.[1];
  return inner === undefined ? FITTING.has(expression) : licenceFits(inner);
}

/** Components from outside whose licence does not fit. */
export function misfits(components: readonly Component[]): readonly Component[] {
  return components.filter(({ own, licence }) => !own && !licenceFits(licence));
}

/** The page. */
export function formatLicences(components: readonly Component[]): string {
  const others = components.filter(({ own }) => !own);
  const counts = Map.groupBy(others, ({ licence }) => licence);
  const totals = [...counts].map(([licence, ones]) => `${ones.length} ${licence}`).sort();
  const rows = others.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`);
  return `# Licences

What is installed with the packages of mriscore, on any system, and under which licence. mriscore itself is under the [Apache License 2.0](../../LICENSE). Made from package-lock.json by \`node scripts/supply/licences.ts\`; a test refuses a licence that is unknown or does not go with it. \`npm run sbom\` writes the same as a CycloneDX file, with hashes and who needs what.

${others.length} packages: ${totals.join(', ')}.

| package | version | licence |
| --- | --- | --- |
${rows.join('\n')}
`;
}

function main(): void {
  const components = installedComponents(readLock());
  const page = path.resolve(import.meta.dirname, '../../docs/reference/licences.md');
  fs.writeFileSync(page, formatLicences(components));
  for (const one of misfits(components)) {
    console.error(`Found ${idOf(one)} under ${one.licence}. Needed a licence that goes with Apache-2.0.`);
    process.exitCode = 1;
  }
}

if (import.meta.main) main();
